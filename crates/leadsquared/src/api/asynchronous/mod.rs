//! Queues calls, which the vendor makes later.
//!
//! They go to a separate host, and require its key in addition to the pair of keys.
//!
//! Each of them counts as one call in the account's rate-limit windows and daily limit. The vendor says that the async
//! host itself rejects no calls and only processes its queue slowly. What it processes are calls of the account, but
//! the vendor does not say whether they count in the account's windows. The client therefore keeps to the slower pace:
//! a queue that is filled faster than the account may call does not finish any sooner. To lift this, use a limiter
//! without the class `calls` on a client for the async host alone.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CaptureLeadAsync`] ([vendor's page](https://apidocs.leadsquared.com/capture-leads-async/))<br>POST `{async-host}/lead/capture` | idempotent | [`Queued`] |
//! | [`CaptureOpportunityAsync`] ([vendor's page](https://apidocs.leadsquared.com/capture-opportunities-async/))<br>POST `{async-host}/opportunity/capture` | non-idempotent | [`Queued`] |
//! | [`CreateActivityAsync`] ([vendor's page](https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/))<br>POST `{async-host}/activity/create` | non-idempotent | [`Queued`] |
//! | [`CreateLeadWithActivityAsync`] ([vendor's page](https://apidocs.leadsquared.com/create-a-lead-and-activity-async/))<br>POST `{async-host}/activity/createcustom` | non-idempotent | [`Queued`] |
//! | [`GetAsyncMetrics`] ([vendor's page](https://apidocs.leadsquared.com/async-api/))<br>GET `{async-host}/activity/createcustom/metrics` | read | [`AsyncMetrics`](crate::model::AsyncMetrics) |
//! | [`GetLeadAsyncStatus`] ([vendor's page](https://apidocs.leadsquared.com/capture-leads-async/))<br>GET `{async-host}/lead/status` | read | [`QueuedState`](crate::model::QueuedState) |
//! | [`UpdateLeadAsync`] ([vendor's page](https://apidocs.leadsquared.com/update-a-lead-async/))<br>POST `{async-host}/lead/update` | idempotent | [`Queued`] |
//! | [`UpdateOpportunityAsync`] ([vendor's page](https://apidocs.leadsquared.com/update-an-opportunity-async/))<br>POST `{async-host}/opportunity/update` | idempotent | [`Queued`] |
//!
//! <!-- operations: end -->

mod capture_lead_async;
mod capture_opportunity_async;
mod create_activity_async;
mod create_lead_with_activity_async;
mod get_async_metrics;
mod get_lead_async_status;
mod update_lead_async;
mod update_opportunity_async;

pub use capture_lead_async::CaptureLeadAsync;
pub use capture_opportunity_async::CaptureOpportunityAsync;
pub use create_activity_async::CreateActivityAsync;
pub use create_lead_with_activity_async::CreateLeadWithActivityAsync;
pub use get_async_metrics::GetAsyncMetrics;
pub use get_lead_async_status::GetLeadAsyncStatus;
pub use update_lead_async::UpdateLeadAsync;
pub use update_opportunity_async::UpdateOpportunityAsync;

use crate::LeadSquared;
use crate::model::Queued;
use leads_core::{Raw, Request};

/// A queued request whose final result the async host reports: those on leads.
pub trait LeadJob: Request<Vendor = LeadSquared, Response = Raw<Queued>> {}

leads_core::operations! { crate::LeadSquared;
    CaptureLeadAsync body resolve,
    CaptureOpportunityAsync body,
    CreateActivityAsync body,
    CreateLeadWithActivityAsync body,
    GetAsyncMetrics,
    GetLeadAsyncStatus,
    UpdateLeadAsync body resolve,
    UpdateOpportunityAsync body resolve,
}
