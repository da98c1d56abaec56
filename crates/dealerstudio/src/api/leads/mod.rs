//! Creates and updates leads.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateLead`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1leads))<br>POST `/api/v1/leads` | non-idempotent | [`LeadRecord`](crate::model::LeadRecord) |
//! | [`UpdateLead`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1leadsid))<br>PUT `/api/v1/leads/{id}` | idempotent | [`LeadRecord`](crate::model::LeadRecord) |
//!
//! <!-- operations: end -->

mod create_lead;
mod update_lead;

#[doc(inline)]
pub use crate::model::LeadBody;
pub use create_lead::CreateLead;
pub use update_lead::UpdateLead;

leads_core::operations! { crate::DealerStudio;
    CreateLead body,
    UpdateLead body,
}
