//! Leads.

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

pub use create_lead::{CreateLead, CreateLeadBody, NewLead, NewLeadLinks, NewRelated};
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
pub use set_lead_stageset::{SetLeadStageset, SetLeadStagesetBody};
pub use undelete_lead::UndeleteLead;
pub use update_lead::UpdateLead;
pub use update_lead_installments::{NewInstallment, UpdateLeadInstallments, UpdateLeadInstallmentsBody};
pub use update_lead_status::{UpdateLeadStatus, UpdateLeadStatusBody};
pub use watch_lead::WatchLead;

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
