//! Leads.

mod create_lead;
mod get_lead;
mod list_leads;
mod update_lead;
mod update_lead_status;

pub use create_lead::{CreateLead, CreateLeadBody, Customer, NewFollowUp, NewStatusLog};
pub use get_lead::GetLead;
pub use list_leads::ListLeads;
pub use update_lead::{UpdateLead, UpdateLeadBody};
pub use update_lead_status::{UpdateLeadStatus, UpdateLeadStatusBody};

leads_core::operations! { crate::Capillary;
    CreateLead body,
    UpdateLead body resolve,
    UpdateLeadStatus body resolve,
    ListLeads: [crate::model::Lead],
    GetLead,
}
