//! `POST {async-host}/lead/capture`

use crate::LeadSquared;
use crate::api::has_body;
use crate::api::leads::CaptureLeadBody;
use crate::api::leads::SearchLeads;
use crate::look::{self, looks};
use crate::model::{Attributes, FieldValue, Queued};
use crate::plan::CALLS_ONLY;
use leads_core::vendor::{Host, HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Resolution, Result};
use serde::{Deserialize, Serialize};

/// Captures a lead through the async host: as [`CaptureLead`](crate::api::leads::CaptureLead).
///
/// `POST {async-host}/lead/capture`.
/// The async host queues it and makes the call later, up to ten times where the vendor itself fails; a refusal is not tried
/// again. The outcome is [`Accepted`](leads_core::WriteOutcome::Accepted), which is not applied.
/// [`Client::submit`](crate::Client::submit) waits for what became of it.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// A client without `async_api_key` or without an async host is refused before sending. A lost answer leaves the outcome
/// [`Unknown`](leads_core::WriteOutcome::Unknown).
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

    /// Sets the attribute that finds the lead.
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

looks! {
    /// Searches the lead by what the vendor itself finds it by: `SearchBy`, id, e-mail address, phone number. Without any of them there is nothing
    /// to look by.
    /// A lead with every attribute needs no second call, whoever made it; one that differs proves nothing.
    CaptureLeadAsync by SearchLeads, "a lead found by the same field has every attribute that was sent":
    look |this| look::search(&this.body.0);
    judge |this, seen| seen.map_or(Resolution::CannotTell, |rows| look::captured(&this.body.0, rows))
}

has_body! { CaptureLeadAsync, CaptureLeadBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CaptureLeadAsync {
    fn sample() -> Self {
        Self::new([("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]).search_by("EmailAddress")
    }
}
