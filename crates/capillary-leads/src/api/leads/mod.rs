//! Creates, reads, lists and updates leads, and sets their status.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateLead`] ([vendor's page](https://docs.capillarytech.com/reference/add-lead-1))<br>POST `/v2/leads` | non-idempotent | [`Lead`](crate::model::Lead) |
//! | [`GetLead`]<br>GET `/v2/leads/{leadId}` | read | [`Lead`](crate::model::Lead) |
//! | [`ListLeads`] ([vendor's page](https://docs.capillarytech.com/reference/search-lead))<br>GET `/v2/leads` | read | list of [`Lead`](crate::model::Lead) |
//! | [`UpdateLead`] ([vendor's page](https://docs.capillarytech.com/reference/update-lead))<br>PUT `/v2/leads/{leadId}` | idempotent | [`Lead`](crate::model::Lead) |
//! | [`UpdateLeadStatus`] ([vendor's page](https://docs.capillarytech.com/reference/update-lead-status))<br>PUT `/v2/leads/{leadId}/status` | idempotent | [`Lead`](crate::model::Lead) |
//!
//! <!-- operations: end -->

mod create_lead;
mod get_lead;
mod list_leads;
mod update_lead;
mod update_lead_status;

pub use create_lead::{CreateLead, Customer, NewFollowUp, NewStatusLog};
pub use get_lead::GetLead;
pub use list_leads::ListLeads;
pub use update_lead::UpdateLead;
pub use update_lead_status::UpdateLeadStatus;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_lead::CreateLeadBody;
    pub use super::update_lead::UpdateLeadBody;
    pub use super::update_lead_status::UpdateLeadStatusBody;
}

leads_core::operations! { crate::Capillary;
    CreateLead body,
    UpdateLead body resolve,
    UpdateLeadStatus body resolve,
    ListLeads: [crate::model::Lead],
    GetLead,
}
