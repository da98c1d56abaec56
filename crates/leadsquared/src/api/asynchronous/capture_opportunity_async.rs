//! `POST {async-host}/opportunity/capture`

use crate::api::opportunities::body::CaptureOpportunityBody;
use crate::api::prelude::*;
use crate::model::{EventCode, FieldValue, Fields, LeadDetails, OpportunityStatus, Queued, SentTime};
use leads_core::Personal;
use leads_core::vendor::Host;

/// Captures an opportunity through the async host, like
/// [`CaptureOpportunity`](crate::api::opportunities::CaptureOpportunity).
///
/// `POST {async-host}/opportunity/capture`. The async host queues the call and makes it later, up to ten times if the
/// vendor itself fails; a rejected call is not retried. The outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted), which does not mean applied.
///
/// The vendor documents no way to query the final result: a path was found only for leads. The response is the id of
/// the request, to be quoted to the vendor's support.
///
/// If the response is lost, the outcome cannot be verified automatically: an opportunity has no client-supplied key,
/// and the id of the request is lost with the response. To check by hand, list the lead's opportunities some time later
/// with `ListOpportunitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/capture-opportunities-async/).
///
/// # Errors
///
/// Returns an error before sending if the client has no `async_api_key` or no async host. If the response is lost, the
/// outcome is [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::asynchronous::CaptureOpportunityAsync, model::LeadDetails};
///
/// let request = CaptureOpportunityAsync::new(
///     LeadDetails::by("EmailAddress", "jane@example.com"), 12005,
/// );
/// let queued = client.send(&request).await?;
/// println!("queued as {}", queued.request_id);
/// # Ok(()) }
/// ```
#[doc(alias = "/opportunity/capture")]
#[doc(alias = "opportunity/capture")]
#[doc(alias = "capture opportunity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureOpportunityAsync {
    body: CaptureOpportunityBody,
}

impl CaptureOpportunityAsync {
    /// Creates an opportunity of a type for a lead.
    pub fn new(lead: impl Into<LeadDetails>, event_code: impl Into<EventCode>) -> Self {
        Self { body: CaptureOpportunityBody::new(lead.into(), event_code.into()) }
    }
}

crate::api::opportunities::capture_setters!(CaptureOpportunityAsync);

impl Request for CaptureOpportunityAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation = op::post("capture_opportunity_async", "/opportunity/capture", Safety::NonIdempotent)
        .host(Host::Async)
        .docs("https://apidocs.leadsquared.com/capture-opportunities-async/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.check()).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's opportunities some time later with ListOpportunitiesOfLead".to_owned())
    }
}

has_body!(CaptureOpportunityAsync => CaptureOpportunityBody);

sample!(CaptureOpportunityAsync: Self::new(LeadDetails::by("EmailAddress", "jane@example.com"), 12005)
    .status(OpportunityStatus::Open)
    .field("mx_Custom_1", "Kitchen"));
