//! `POST {async-host}/lead/capture`

use crate::api::leads::{SearchLeads, body::CaptureLeadBody};
use crate::api::prelude::*;
use crate::model::{Attributes, FieldValue, Queued};
use crate::verification;
use leads_core::vendor::Host;

/// Captures a lead through the async host, like [`CaptureLead`](crate::api::leads::CaptureLead).
///
/// `POST {async-host}/lead/capture`. The async host queues the call and makes it later, up to ten times if the vendor
/// itself fails; a rejected call is not retried. The outcome is [`Accepted`](leads_core::WriteOutcome::Accepted), which
/// does not mean applied. [`Client::submit`](crate::Client::submit) waits for the final result.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/capture-leads-async/).
///
/// # Errors
///
/// Returns an error before sending if the client has no `async_api_key` or no async host. If the response is lost, the
/// outcome is [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::asynchronous::CaptureLeadAsync;
///
/// let request = CaptureLeadAsync::new([("EmailAddress", "jane@example.com")])
///     .search_by("EmailAddress");
/// let queued = client.send(&request).await?;
/// println!("queued as {}", queued.request_id);
/// # Ok(()) }
/// ```
#[doc(alias = "/lead/capture")]
#[doc(alias = "lead/capture")]
#[doc(alias = "capture lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureLeadAsync {
    body: CaptureLeadBody,
}

impl CaptureLeadAsync {
    /// Captures a lead with these attributes.
    pub fn new(attributes: impl Into<Attributes>) -> Self {
        Self { body: CaptureLeadBody(attributes.into()) }
    }

    /// Sets an attribute by its schema name.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.0.set(name, value);
        self
    }

    /// Sets the attribute by which the lead is found.
    #[must_use]
    pub fn search_by(self, name: impl Into<String>) -> Self {
        self.attribute("SearchBy", name.into())
    }
}

impl super::LeadJob for CaptureLeadAsync {}

impl Request for CaptureLeadAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation = op::post("capture_lead_async", "/lead/capture", Safety::Idempotent)
        .host(Host::Async)
        .docs("https://apidocs.leadsquared.com/capture-leads-async/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.check()).json(&self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }
}

/// Searches for the lead as the vendor does: by `SearchBy`, id, e-mail address or phone number. Without any of
/// them, the outcome cannot be verified. A lead that has every attribute makes a second call unnecessary,
/// regardless of who created it; one that differs proves nothing.
impl Resolve for CaptureLeadAsync {
    type Check = SearchLeads;
    const FOUND_WHEN: &'static str = "a lead found by the same field has every attribute that was sent";

    fn check(&self) -> Option<SearchLeads> {
        verification::search(&self.body.0)
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| verification::captured(&self.body.0, rows))
    }
}

has_body!(CaptureLeadAsync => CaptureLeadBody);

sample!(CaptureLeadAsync: Self::new([("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]).search_by("EmailAddress"));
