//! Creates, reads, updates, closes, reopens and deletes leads, and their custom fields and payments.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateLead`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/leads` | non-idempotent | [`Lead`](crate::model::Lead) |
//! | [`CreateLeadCustomField`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/leads/customfield` | non-idempotent | [`CustomField`](crate::model::CustomField) |
//! | [`DeleteLead`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/leads/{id}` | non-idempotent | [`Lead`](crate::model::Lead) |
//! | [`GetLead`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads/{id}` | read | [`Lead`](crate::model::Lead) |
//! | [`GetLeadReport`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads/report` | read | [`ReportResponse`] |
//! | [`ListLeadCustomFieldAttributes`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads/customfields/attributes` | read | list of [`CustomField`](crate::model::CustomField) |
//! | [`ListLeadCustomFields`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads/{id}/customfields` | read | list of [`CustomField`](crate::model::CustomField) |
//! | [`ListLeadFields`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads/list/fields` | read | [`FieldSet`](crate::model::FieldSet) |
//! | [`ListLeadInstallments`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads/{id}/installments` | read | list of [`Installment`](crate::model::Installment) |
//! | [`ListLeadItems`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads/list` | read | list of [`ListItem`](crate::model::ListItem) |
//! | [`ListLeadStages`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads/{id}/stages` | read | list of [`Stage`](crate::model::Stage) |
//! | [`ListLeads`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/leads` | read | list of [`Lead`](crate::model::Lead) |
//! | [`ReopenLead`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/leads/{id}/reopen` | non-idempotent | [`Lead`](crate::model::Lead) |
//! | [`SetLeadStageset`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/leads/{id}/stageset` | non-idempotent | [`Lead`](crate::model::Lead) |
//! | [`UndeleteLead`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/leads/{id}/undelete` | non-idempotent | [`Lead`](crate::model::Lead) |
//! | [`UpdateLead`] ([vendor's page](https://developers.nutshell.com/reference))<br>PATCH `/rest/leads/{id}` | idempotent | [`Lead`](crate::model::Lead) |
//! | [`UpdateLeadInstallments`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/leads/{id}/installments` | idempotent | list of [`Installment`](crate::model::Installment) |
//! | [`UpdateLeadStatus`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/leads/{id}/status` | non-idempotent | [`Lead`](crate::model::Lead) |
//! | [`WatchLead`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/leads/{id}/watch` | non-idempotent | [`Lead`](crate::model::Lead) |
//!
//! <!-- operations: end -->

mod create_lead;
mod create_lead_custom_field;
mod delete_lead;
mod get_lead;
mod get_lead_report;
mod list_lead_custom_field_attributes;
mod list_lead_custom_fields;
mod list_lead_fields;
mod list_lead_installments;
mod list_lead_items;
mod list_lead_stages;
mod list_leads;
mod reopen_lead;
mod set_lead_stageset;
mod undelete_lead;
mod update_lead;
mod update_lead_installments;
mod update_lead_status;
mod watch_lead;

pub use create_lead::{CreateLead, NewLead, NewLeadLinks, NewRelated};
pub use create_lead_custom_field::CreateLeadCustomField;
pub use delete_lead::DeleteLead;
pub use get_lead::{GetLead, GetLeads};
pub use get_lead_report::{
    GetLeadReport, ReportFile, ReportFormat, ReportGap, ReportResponse, ReportSegment, ReportType,
};
pub use list_lead_custom_field_attributes::ListLeadCustomFieldAttributes;
pub use list_lead_custom_fields::ListLeadCustomFields;
pub use list_lead_fields::ListLeadFields;
pub use list_lead_installments::ListLeadInstallments;
pub use list_lead_items::ListLeadItems;
pub use list_lead_stages::ListLeadStages;
pub use list_leads::ListLeads;
pub use reopen_lead::ReopenLead;
pub use set_lead_stageset::SetLeadStageset;
pub use undelete_lead::UndeleteLead;
pub use update_lead::UpdateLead;
pub use update_lead_installments::{NewInstallment, UpdateLeadInstallments};
pub use update_lead_status::UpdateLeadStatus;
pub use watch_lead::WatchLead;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_lead::CreateLeadBody;
    pub use super::set_lead_stageset::SetLeadStagesetBody;
    pub use super::update_lead_installments::UpdateLeadInstallmentsBody;
    pub use super::update_lead_status::UpdateLeadStatusBody;
}

leads_core::operations! { crate::Nutshell;
    ListLeadCustomFields: [crate::model::CustomField],
    ListLeadCustomFieldAttributes: [crate::model::CustomField],
    CreateLeadCustomField body,
    GetLead,
    DeleteLead resolve,
    UpdateLead body resolve,
    ListLeadItems: [crate::model::ListItem],
    ListLeads: [crate::model::Lead],
    CreateLead body,
    GetLeadReport,
    ListLeadInstallments: [crate::model::Installment],
    UpdateLeadInstallments body resolve: [crate::model::Installment],
    ListLeadStages: [crate::model::Stage],
    ReopenLead resolve,
    UpdateLeadStatus body resolve,
    SetLeadStageset body resolve,
    WatchLead,
    UndeleteLead resolve,
    ListLeadFields,
}
