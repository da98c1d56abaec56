//! `POST {async-host}/opportunity/capture`

use crate::LeadSquared;
use crate::api::has_body;
use crate::api::opportunities::CaptureOpportunityBody;
use crate::model::{EventCode, FieldValue, Fields, LeadDetails, OpportunityStatus, Queued, SentTime};
use crate::plan::CALLS_ONLY;
use leads_core::vendor::{Host, HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Personal, Result};
use serde::{Deserialize, Serialize};

/// Captures an opportunity through the async host: as [`CaptureOpportunity`](crate::api::opportunities::CaptureOpportunity).
///
/// `POST {async-host}/opportunity/capture`.
/// The async host queues it and makes the call later, up to ten times where the vendor itself fails; a refusal is not tried
/// again. The outcome is [`Accepted`](leads_core::WriteOutcome::Accepted), which is not applied.
///
/// The vendor documents no way to ask what became of it: only a path for leads was found. The answer is the id of the request,
/// to be quoted to the vendor's support.
///
/// After a lost answer there is nothing to look by: an opportunity has no key of one's own, and a lost answer has
/// taken the id of the request with it. By hand: `ListOpportunitiesOfLead` shows the lead's opportunities, some
/// time later.
///
/// # Errors
/// A client without `async_api_key` or without an async host is refused before sending. A lost answer leaves the outcome
/// [`Unknown`](leads_core::WriteOutcome::Unknown), and it is not sent again.
///
/// ```
/// use leadsquared::{api::asynchronous::CaptureOpportunityAsync, model::LeadDetails};
/// let request = CaptureOpportunityAsync::new(LeadDetails::by("EmailAddress", "jane@example.com"), 12005);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureOpportunityAsync {
    body: CaptureOpportunityBody,
}

impl CaptureOpportunityAsync {
    /// Makes an opportunity of a type for a lead.
    pub fn new(lead: impl Into<LeadDetails>, event_code: impl Into<EventCode>) -> Self {
        Self { body: CaptureOpportunityBody::new(lead.into(), event_code.into()) }
    }
}

crate::api::opportunities::capture_setters!(CaptureOpportunityAsync);

impl Request for CaptureOpportunityAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation =
        Operation::new("capture_opportunity_async", Method::Post, "/opportunity/capture", Safety::NonIdempotent)
            .rate(CALLS_ONLY)
            .host(Host::Async)
            .docs("https://apidocs.leadsquared.com/capture-opportunities-async/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.check()).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListOpportunitiesOfLead shows the lead's opportunities, some time later".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

has_body! { CaptureOpportunityAsync, CaptureOpportunityBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CaptureOpportunityAsync {
    fn sample() -> Self {
        Self::new(LeadDetails::by("EmailAddress", "jane@example.com"), 12005)
            .status(OpportunityStatus::Open)
            .field("mx_Custom_1", "Kitchen")
    }
}
