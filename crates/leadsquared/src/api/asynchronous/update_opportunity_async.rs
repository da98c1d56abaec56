//! `POST {async-host}/opportunity/update`

use crate::LeadSquared;
use crate::api::has_body;
use crate::api::opportunities::GetOpportunity;
use crate::api::opportunities::{UpdateOpportunity, UpdateOpportunityBody};
use crate::model::Queued;
use crate::plan::CALLS_ONLY;
use crate::verification::impl_resolve;
use leads_core::vendor::HasBody as _;
use leads_core::vendor::{Host, HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Resolution, Result};
use serde::{Deserialize, Serialize};

/// Updates fields of an opportunity through the async host. Created from an [`UpdateOpportunity`].
///
/// `POST {async-host}/opportunity/update`. The async host queues the call and makes it later, up to ten times if the
/// vendor itself fails; a rejected call is not retried. The outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted), which does not mean applied.
///
/// The vendor documents no way to query the final result: a path was found only for leads. The response is the id of
/// the request, to be quoted to the vendor's support.
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
/// use leadsquared::api::{asynchronous::UpdateOpportunityAsync, opportunities::UpdateOpportunity};
/// let request = UpdateOpportunityAsync::from(UpdateOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770").note("signed"));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateOpportunityAsync {
    body: UpdateOpportunityBody,
}

impl From<UpdateOpportunity> for UpdateOpportunityAsync {
    fn from(request: UpdateOpportunity) -> Self {
        Self { body: request.body().clone() }
    }
}

impl Request for UpdateOpportunityAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation =
        Operation::new("update_opportunity_async", Method::Post, "/opportunity/update", Safety::Idempotent)
            .names_record()
            .rate(CALLS_ONLY)
            .host(Host::Async)
            .docs("https://apidocs.leadsquared.com/update-an-opportunity-async/");

    fn parts(&self) -> Result<Parts> {
        self.body.check()?;
        Parts::new().json(&self.body)
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

impl_resolve! {
    /// Reads the opportunity by its id; there is no read by AutoId. The queue retries for hours, so different values
    /// prove nothing.
    UpdateOpportunityAsync by GetOpportunity, "the opportunity has every field and the note that were sent":
    check |this| this.body.verification_read();
    interpret |this, seen| seen.map_or(Resolution::CannotTell, |details| this.body.interpret(details))
}

has_body! { UpdateOpportunityAsync, UpdateOpportunityBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UpdateOpportunityAsync {
    fn sample() -> Self {
        UpdateOpportunity::new("0f0e0d0c-0b0a-4908-8706-050403020100")
            .field("mx_Custom_7", "180,000")
            .note("signed")
            .into()
    }
}
