//! `POST {async-host}/lead/capture`

use crate::LeadSquared;
use crate::api::has_body;
use crate::api::leads::CaptureLeadBody;
use crate::api::leads::SearchLeads;
use crate::model::{Attributes, FieldValue, Queued};
use crate::plan::CALLS_ONLY;
use crate::verification::{self, impl_resolve};
use leads_core::vendor::{Host, HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Resolution, Result};
use serde::{Deserialize, Serialize};

/// Captures a lead through the async host, like [`CaptureLead`](crate::api::leads::CaptureLead).
///
/// `POST {async-host}/lead/capture`. The async host queues the call and makes it later, up to ten times if the vendor
/// itself fails; a rejected call is not retried. The outcome is [`Accepted`](leads_core::WriteOutcome::Accepted), which
/// does not mean applied. [`Client::submit`](crate::Client::submit) waits for the final result.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// # Errors
///
/// Returns an error before sending if the client has no `async_api_key` or no async host. If the response is lost, the
/// outcome is [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// use leadsquared::api::asynchronous::CaptureLeadAsync;
/// let request = CaptureLeadAsync::new([("EmailAddress", "jane@example.com")]).search_by("EmailAddress");
/// ```
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
    const OPERATION: Operation =
        Operation::new("capture_lead_async", Method::Post, "/lead/capture", Safety::Idempotent)
            .rate(CALLS_ONLY)
            .host(Host::Async)
            .docs("https://apidocs.leadsquared.com/capture-leads-async/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.check()).json(&self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

impl_resolve! {
    /// Searches for the lead as the vendor does: by `SearchBy`, id, e-mail address or phone number. Without any of
    /// them, the outcome cannot be verified. A lead that has every attribute makes a second call unnecessary,
    /// regardless of who created it; one that differs proves nothing.
    CaptureLeadAsync by SearchLeads, "a lead found by the same field has every attribute that was sent":
    check |this| verification::search(&this.body.0);
    interpret |this, seen| seen.map_or(Resolution::CannotTell, |rows| verification::captured(&this.body.0, rows))
}

has_body! { CaptureLeadAsync, CaptureLeadBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CaptureLeadAsync {
    fn sample() -> Self {
        Self::new([("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]).search_by("EmailAddress")
    }
}
