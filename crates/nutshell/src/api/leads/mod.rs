//! Leads.

mod create_lead;
mod delete_lead;
mod get_lead;
mod list_leads;
mod product_map;
mod reopen_lead;
mod update_lead;

pub use create_lead::{CreateLead, CreateLeadBody, NewLead, NewLeadLinks, NewRelated};
pub use delete_lead::DeleteLead;
pub use get_lead::{GetLead, GetLeads};
pub use list_leads::ListLeads;
pub use product_map::{ProductMap, ProductMapLinks};
pub use reopen_lead::ReopenLead;
pub use update_lead::UpdateLead;

leads_core::operations! { crate::Nutshell;
    GetLead,
    DeleteLead,
    UpdateLead body,
    ListLeads element crate::model::Lead,
    CreateLead body,
    ReopenLead,
}
