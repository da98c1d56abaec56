//! Leads (the vendor calls them prospects), with their notes, tasks, lists and fields.

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

pub use bulk_create_leads::{BulkCreateLeads, BulkCreateLeadsBody};
pub use bulk_create_or_update_leads::{BulkCreateOrUpdateLeads, BulkCreateOrUpdateLeadsBody};
pub use bulk_update_leads::{BulkUpdateLeads, BulkUpdateLeadsBody};
pub use bulk_update_leads_v2::{BulkUpdateLeadsV2, BulkUpdateLeadsV2Body};
pub use capture_lead::{CaptureLead, CaptureLeadBody, LeadUpdateBehavior};
pub use convert_visitor::{ConvertVisitor, ConvertVisitorBody};
pub use create_lead::{CreateLead, CreateLeadBody};
pub use create_lead_field::{CreateLeadField, CreateLeadFieldBody, LeadFieldType};
pub use create_note::{CreateNote, CreateNoteBody};
pub use create_or_update_lead::{CreateOrUpdateLead, CreateOrUpdateLeadBody};
pub use delete_lead::DeleteLead;
pub use delete_lead_owner_history::DeleteLeadOwnerHistory;
pub use delete_lead_stage_history::DeleteLeadStageHistory;
pub use delete_note::DeleteNote;
pub use dropdown_options::DropdownOptionsBody;
pub use email_mark::MarkEmailBody;
pub use get_lead::GetLead;
pub use get_lead_by_email::GetLeadByEmail;
pub use get_lead_by_phone::GetLeadByPhone;
pub use get_lead_owner::GetLeadOwner;
pub use history::DeleteHistoryBody;
pub use list_lead_fields::ListLeadFields;
pub use list_leads_by_ids::{ListLeadsByIds, ListLeadsByIdsBody};
pub use list_leads_by_search_parameter::{ListLeadsBySearchParameter, ListLeadsBySearchParameterBody};
pub use list_lists::ListLists;
pub use list_merged_leads::{ListMergedLeads, ListMergedLeadsBody};
pub use list_notes::{ListNotes, ListNotesBody};
pub use list_recently_modified_leads::{ListRecentlyModifiedLeads, ListRecentlyModifiedLeadsBody};
pub use list_tasks_of_lead::ListTasksOfLead;
pub use mark_email_invalid::MarkEmailInvalid;
pub use mark_email_valid::MarkEmailValid;
pub use merge_leads::MergeLeads;
pub use push_dependent_lead_dropdown_options::{
    PushDependentLeadDropdownOptions, PushDependentLeadDropdownOptionsBody,
};
pub use push_lead_dropdown_options::PushLeadDropdownOptions;
pub use quick_search_leads::QuickSearchLeads;
pub use remove_lead_dropdown_options::RemoveLeadDropdownOptions;
pub use reset_lead::{AuditActivity, ResetLead, ResetLeadBody};
pub use search_leads::{SearchLeads, SearchLeadsBody};
pub use update_lead::{UpdateLead, UpdateLeadBody};
pub use update_note::{UpdateNote, UpdateNoteBody};

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
