//! Calls that the async host queues and makes later. They need the key of the async host beside the pair of keys.
//!
//! Each of them counts in the account's windows and in its day, as a call of its own. The vendor says that nobody is refused
//! at the door of the async host, only that what is queued there is worked off slowly; but what it works off are calls of
//! the account, and whether they count in its windows it does not say. So the client keeps to the slower pace: a queue that
//! is filled faster than the account may call is no faster at its end. A limiter of one's own without the class
//! [`CALLS`](crate::CALLS), on a client for the async host alone, lifts that.

mod capture_lead_async;
mod capture_opportunity_async;
mod create_activity_async;
mod get_async_metrics;
mod get_lead_async_status;
mod update_lead_async;
mod update_opportunity_async;

pub use capture_lead_async::CaptureLeadAsync;
pub use capture_opportunity_async::CaptureOpportunityAsync;
pub use create_activity_async::CreateActivityAsync;
pub use get_async_metrics::GetAsyncMetrics;
pub use get_lead_async_status::GetLeadAsyncStatus;
pub use update_lead_async::UpdateLeadAsync;
pub use update_opportunity_async::UpdateOpportunityAsync;

use crate::LeadSquared;
use crate::model::Queued;
use leads_core::{Raw, Request};

/// A queued request of which the async host tells what became: those on leads.
pub trait LeadJob: Request<Vendor = LeadSquared, Response = Raw<Queued>> {}

leads_core::operations! { crate::LeadSquared;
    CaptureLeadAsync body,
    CaptureOpportunityAsync body,
    CreateActivityAsync body,
    GetAsyncMetrics,
    GetLeadAsyncStatus,
    UpdateLeadAsync body,
    UpdateOpportunityAsync body,
}
