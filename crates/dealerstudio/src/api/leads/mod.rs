//! Leads.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateLead`] | POST `/api/v1/leads` | non-idempotent | [`LeadRecord`](crate::model::LeadRecord) | [page](https://dev.dealerstudio.com.au/public-api/operations/apiv1leads) |
//! | [`UpdateLead`] | PUT `/api/v1/leads/{id}` | idempotent | [`LeadRecord`](crate::model::LeadRecord) | [page](https://dev.dealerstudio.com.au/public-api/operations/apiv1leadsid) |
//!
//! <!-- operations: end -->

mod create_lead;
mod update_lead;

pub use crate::model::LeadBody;
pub use create_lead::CreateLead;
pub use update_lead::UpdateLead;

leads_core::operations! { crate::DealerStudio;
    CreateLead body,
    UpdateLead body,
}
