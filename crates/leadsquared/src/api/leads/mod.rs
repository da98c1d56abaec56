//! Creates, reads, searches, updates, merges and deletes leads, which the vendor calls prospects.
//!
//! Their notes, fields, tasks and lists are here too.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`BulkCreateLeads`] ([vendor's page](https://apidocs.leadsquared.com/create-leads-in-bulk/))<br>POST `/v2/LeadManagement.svc/Lead/Bulk/Create` | non-idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`BulkCreateOrUpdateLeads`] ([vendor's page](https://apidocs.leadsquared.com/bulk-create-or-update/))<br>POST `/v2/LeadManagement.svc/Lead/Bulk/CreateOrUpdate` | idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`BulkUpdateLeads`] ([vendor's page](https://apidocs.leadsquared.com/bulk-update/))<br>POST `/v2/LeadManagement.svc/Lead/Bulk/Update` | idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`BulkUpdateLeadsV2`] ([vendor's page](https://apidocs.leadsquared.com/update-lead-in-bulk-v2/))<br>POST `/v2/LeadManagement.svc/Lead/Bulk/UpdateV2` | idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`CaptureLead`] ([vendor's page](https://apidocs.leadsquared.com/capture-lead/))<br>POST `/v2/LeadManagement.svc/Lead.Capture` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`ConvertVisitor`]<br>POST `/v2/LeadManagement.svc/Lead.Convert` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateLead`] ([vendor's page](https://apidocs.leadsquared.com/create-a-lead/))<br>POST `/v2/LeadManagement.svc/Lead.Create` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateLeadField`] ([vendor's page](https://apidocs.leadsquared.com/create-custom-lead-field/))<br>POST `/v2/LeadManagement.svc/CreateLeadField` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateNote`] ([vendor's page](https://apidocs.leadsquared.com/create-notes-with-attachment/))<br>POST `/v2/LeadManagement.svc/CreateNote` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateOrUpdateLead`] ([vendor's page](https://apidocs.leadsquared.com/create-or-update/))<br>POST `/v2/LeadManagement.svc/Lead.CreateOrUpdate` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`DeleteLead`] ([vendor's page](https://apidocs.leadsquared.com/lead-delete/))<br>GET `/v2/LeadManagement.svc/Lead/Delete/ById` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`DeleteLeadOwnerHistory`]<br>POST `/v2/LeadManagement.svc/DeleteUserAssignmentChangeHistory` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`DeleteLeadStageHistory`] ([vendor's page](https://apidocs.leadsquared.com/delete-a-leads-stage-change-history/))<br>POST `/v2/LeadManagement.svc/DeleteStageChangeHistory` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`DeleteNote`] ([vendor's page](https://apidocs.leadsquared.com/delete-notes-for-lead/))<br>GET `/v2/LeadManagement.svc/DeleteNote` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`GetLead`]<br>GET `/v2/LeadManagement.svc/Leads.GetById` | read | list of [`Lead`](crate::model::Lead) |
//! | [`GetLeadByEmail`] ([vendor's page](https://apidocs.leadsquared.com/get-a-lead-by-email-id/))<br>GET `/v2/LeadManagement.svc/Leads.GetByEmailaddress` | read | list of [`Lead`](crate::model::Lead) |
//! | [`GetLeadByPhone`] ([vendor's page](https://apidocs.leadsquared.com/get-lead-by-phone/))<br>GET `/v2/LeadManagement.svc/RetrieveLeadByPhoneNumber` | read | list of [`Lead`](crate::model::Lead) |
//! | [`GetLeadOwner`] ([vendor's page](https://apidocs.leadsquared.com/get-details-of-a-lead-owner/))<br>GET `/v2/LeadManagement.svc/LeadOwner.Get` | read | list of [`LeadOwner`](crate::model::LeadOwner) |
//! | [`ListLeadFields`] ([vendor's page](https://apidocs.leadsquared.com/meta-data/))<br>GET `/v2/LeadManagement.svc/LeadsMetaData.Get` | read | list of [`LeadField`](crate::model::LeadField) |
//! | [`ListLeadsByIds`] ([vendor's page](https://apidocs.leadsquared.com/get-leads-in-bulk-by-ids/))<br>POST `/v2/LeadManagement.svc/Leads/Retrieve/ByIds` | read | list of [`Lead`](crate::model::Lead) |
//! | [`ListLeadsBySearchParameter`] ([vendor's page](https://apidocs.leadsquared.com/get-leads-in-a-list-2/))<br>POST `/v2/LeadManagement.svc/Leads/Retrieve/BySearchParameter` | read | list of [`Lead`](crate::model::Lead) |
//! | [`ListLists`] ([vendor's page](https://apidocs.leadsquared.com/retrieve-all-lists/))<br>GET `/v2/LeadManagement.svc/Lists.Get` | read | list of [`LeadList`](crate::model::LeadList) |
//! | [`ListMergedLeads`] ([vendor's page](https://apidocs.leadsquared.com/get-info-on-merged-child-leads/))<br>POST `/v2/LeadManagement.svc/GetMergedChildLeadsByAuditId` | read | list of [`Lead`](crate::model::Lead) |
//! | [`ListNotes`] ([vendor's page](https://apidocs.leadsquared.com/get-all-notes-of-lead/))<br>POST `/v2/LeadManagement.svc/RetrieveNote` | read | list of [`Note`](crate::model::Note) |
//! | [`ListRecentlyModifiedLeads`] ([vendor's page](https://apidocs.leadsquared.com/get-leads-by-date-range/))<br>POST `/v2/LeadManagement.svc/Leads.RecentlyModified` | read | list of [`Lead`](crate::model::Lead) |
//! | [`ListTasksOfLead`]<br>GET `/v2/LeadManagement.svc/RetrieveTaskByLeadId` | read | list of [`Task`](crate::model::Task) |
//! | [`MarkEmailInvalid`]<br>POST `/v2/LeadManagement.svc/MarkEmailInvalid` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`MarkEmailValid`] ([vendor's page](https://apidocs.leadsquared.com/mark-lead-valid/))<br>POST `/v2/LeadManagement.svc/MarkEmailValid` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`MergeLeads`] ([vendor's page](https://apidocs.leadsquared.com/merge-leads/))<br>POST `/v2/LeadManagement.svc/Lead.Merge` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`PushDependentLeadDropdownOptions`] ([vendor's page](https://apidocs.leadsquared.com/add-values-to-a-dependent-drop-down-lead-field/))<br>POST `/v2/LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`PushLeadDropdownOptions`] ([vendor's page](https://apidocs.leadsquared.com/add-values-to-a-lead-drop-down-field/))<br>POST `/v2/LeadManagement.svc/LeadField/Dropdown/Options/Push` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`QuickSearchLeads`]<br>GET `/v2/LeadManagement.svc/Leads.GetByQuickSearch` | read | list of [`Lead`](crate::model::Lead) |
//! | [`RemoveLeadDropdownOptions`] ([vendor's page](https://apidocs.leadsquared.com/remove-values-from-a-lead-drop-down-field/))<br>POST `/v2/LeadManagement.svc/LeadField/Dropdown/Options/Remove` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`ResetLead`] ([vendor's page](https://apidocs.leadsquared.com/reset-a-lead/))<br>POST `/v2/LeadManagement.svc/Lead.Reset` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`SearchLeads`] ([vendor's page](https://apidocs.leadsquared.com/search-by-lead-criteria/))<br>POST `/v2/LeadManagement.svc/Leads.Get` | read | list of [`Lead`](crate::model::Lead) |
//! | [`UpdateLead`] ([vendor's page](https://apidocs.leadsquared.com/update-a-lead/))<br>POST `/v2/LeadManagement.svc/Lead.Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`UpdateNote`] ([vendor's page](https://apidocs.leadsquared.com/update-note/))<br>POST `/v2/LeadManagement.svc/UpdateNote` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//!
//! <!-- operations: end -->

mod bulk_create_leads;
mod bulk_create_or_update_leads;
mod bulk_update_leads;
mod bulk_update_leads_v2;
mod capture_lead;
mod convert_visitor;
mod create_lead;
mod create_lead_field;
mod create_note;
mod create_or_update_lead;
mod delete_lead;
mod delete_lead_owner_history;
mod delete_lead_stage_history;
mod delete_note;
mod dropdown_options;
mod email_mark;
mod get_lead;
mod get_lead_by_email;
mod get_lead_by_phone;
mod get_lead_owner;
mod history;
mod lead_type;
mod list_lead_fields;
mod list_leads_by_ids;
mod list_leads_by_search_parameter;
mod list_lists;
mod list_merged_leads;
mod list_notes;
mod list_recently_modified_leads;
mod list_tasks_of_lead;
mod mark_email_invalid;
mod mark_email_valid;
mod merge_leads;
mod push_dependent_lead_dropdown_options;
mod push_lead_dropdown_options;
mod quick_search_leads;
mod remove_lead_dropdown_options;
mod reset_lead;
mod search_leads;
mod update_lead;
mod update_note;

pub use bulk_create_leads::BulkCreateLeads;
pub use bulk_create_or_update_leads::BulkCreateOrUpdateLeads;
pub use bulk_update_leads::BulkUpdateLeads;
pub use bulk_update_leads_v2::BulkUpdateLeadsV2;
pub use capture_lead::{CaptureLead, LeadUpdateBehavior};
pub use convert_visitor::ConvertVisitor;
pub use create_lead::CreateLead;
pub use create_lead_field::{CreateLeadField, LeadFieldType};
pub use create_note::CreateNote;
pub use create_or_update_lead::CreateOrUpdateLead;
pub use delete_lead::DeleteLead;
pub use delete_lead_owner_history::DeleteLeadOwnerHistory;
pub use delete_lead_stage_history::DeleteLeadStageHistory;
pub use delete_note::DeleteNote;
pub use get_lead::GetLead;
pub use get_lead_by_email::GetLeadByEmail;
pub use get_lead_by_phone::GetLeadByPhone;
pub use get_lead_owner::GetLeadOwner;
pub use list_lead_fields::ListLeadFields;
pub use list_leads_by_ids::ListLeadsByIds;
pub use list_leads_by_search_parameter::ListLeadsBySearchParameter;
pub use list_lists::ListLists;
pub use list_merged_leads::ListMergedLeads;
pub use list_notes::ListNotes;
pub use list_recently_modified_leads::ListRecentlyModifiedLeads;
pub use list_tasks_of_lead::ListTasksOfLead;
pub use mark_email_invalid::MarkEmailInvalid;
pub use mark_email_valid::MarkEmailValid;
pub use merge_leads::MergeLeads;
pub use push_dependent_lead_dropdown_options::PushDependentLeadDropdownOptions;
pub use push_lead_dropdown_options::PushLeadDropdownOptions;
pub use quick_search_leads::QuickSearchLeads;
pub use remove_lead_dropdown_options::RemoveLeadDropdownOptions;
pub use reset_lead::{AuditActivity, ResetLead};
pub use search_leads::SearchLeads;
pub use update_lead::UpdateLead;
pub use update_note::UpdateNote;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::bulk_create_leads::BulkCreateLeadsBody;
    pub use super::bulk_create_or_update_leads::BulkCreateOrUpdateLeadsBody;
    pub use super::bulk_update_leads::BulkUpdateLeadsBody;
    pub use super::bulk_update_leads_v2::BulkUpdateLeadsV2Body;
    pub use super::capture_lead::CaptureLeadBody;
    pub use super::convert_visitor::ConvertVisitorBody;
    pub use super::create_lead::CreateLeadBody;
    pub use super::create_lead_field::CreateLeadFieldBody;
    pub use super::create_note::CreateNoteBody;
    pub use super::create_or_update_lead::CreateOrUpdateLeadBody;
    pub use super::dropdown_options::DropdownOptionsBody;
    pub use super::email_mark::MarkEmailBody;
    pub use super::history::DeleteHistoryBody;
    pub use super::list_leads_by_ids::ListLeadsByIdsBody;
    pub use super::list_leads_by_search_parameter::ListLeadsBySearchParameterBody;
    pub use super::list_merged_leads::ListMergedLeadsBody;
    pub use super::list_notes::ListNotesBody;
    pub use super::list_recently_modified_leads::ListRecentlyModifiedLeadsBody;
    pub use super::push_dependent_lead_dropdown_options::PushDependentLeadDropdownOptionsBody;
    pub use super::reset_lead::ResetLeadBody;
    pub use super::search_leads::SearchLeadsBody;
    pub use super::update_lead::UpdateLeadBody;
    pub use super::update_note::UpdateNoteBody;
}

pub(crate) use capture_lead::check_attributes;

leads_core::operations! { crate::LeadSquared;
    BulkCreateLeads body,
    BulkCreateOrUpdateLeads body,
    BulkUpdateLeads body resolve,
    BulkUpdateLeadsV2 body resolve,
    CaptureLead body resolve,
    ConvertVisitor body resolve,
    CreateLead body,
    CreateLeadField body,
    CreateNote body,
    CreateOrUpdateLead body resolve,
    DeleteLead resolve,
    DeleteLeadOwnerHistory body,
    DeleteLeadStageHistory body,
    DeleteNote resolve,
    GetLead: [crate::model::Lead],
    GetLeadByEmail: [crate::model::Lead],
    GetLeadByPhone: [crate::model::Lead],
    GetLeadOwner: [crate::model::LeadOwner],
    ListLeadFields: [crate::model::LeadField],
    ListLeadsByIds body: [crate::model::Lead],
    ListLeadsBySearchParameter body: [crate::model::Lead],
    ListLists: [crate::model::LeadList],
    ListMergedLeads body: [crate::model::Lead],
    ListNotes body: [crate::model::Note],
    ListRecentlyModifiedLeads body: [crate::model::Lead],
    ListTasksOfLead: [crate::model::Task],
    MarkEmailInvalid body,
    MarkEmailValid body,
    MergeLeads resolve,
    PushDependentLeadDropdownOptions body,
    PushLeadDropdownOptions body resolve,
    QuickSearchLeads: [crate::model::Lead],
    RemoveLeadDropdownOptions body resolve,
    ResetLead body,
    SearchLeads body: [crate::model::Lead],
    UpdateLead body resolve,
    UpdateNote body resolve,
}
