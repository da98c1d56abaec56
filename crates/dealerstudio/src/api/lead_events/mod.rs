//! Reports events of leads from an external service. The vendor has deprecated this and names no replacement.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateLeadEventByService`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1lead_eventsservicecreate))<br>POST `/api/v1/lead_events/{service}/create` | non-idempotent | [`LeadEventRecord`](crate::model::LeadEventRecord) |
//!
//! <!-- operations: end -->

mod create_lead_event_by_service;

pub use create_lead_event_by_service::{CreateLeadEventByService, LeadEventData, MessageDetail};

leads_core::operations! { crate::DealerStudio;
    CreateLeadEventByService,
}
