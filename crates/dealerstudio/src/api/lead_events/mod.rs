//! Events of leads, reported by an external service. The vendor has deprecated this and names no replacement.

mod create_lead_event_by_service;

pub use create_lead_event_by_service::{CreateLeadEventByService, LeadEventData, MessageDetail};

leads_core::operations! { crate::DealerStudio;
    CreateLeadEventByService,
}
