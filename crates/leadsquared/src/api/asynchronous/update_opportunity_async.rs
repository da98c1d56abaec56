//! `POST {async-host}/opportunity/update`

use crate::LeadSquared;
use crate::api::has_body;
use crate::api::opportunities::GetOpportunity;
use crate::api::opportunities::{UpdateOpportunity, UpdateOpportunityBody};
use crate::look::looks;
use crate::model::Queued;
use crate::plan::CALLS_ONLY;
use leads_core::vendor::HasBody as _;
use leads_core::vendor::{Host, HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Resolution, Result};
use serde::{Deserialize, Serialize};

/// Changes fields of an opportunity through the async host: as [`UpdateOpportunity`], which it is made from.
///
/// `POST {async-host}/opportunity/update`.
/// The async host queues it and makes the call later, up to ten times where the vendor itself fails; a refusal is not tried
/// again. The outcome is [`Accepted`](leads_core::WriteOutcome::Accepted), which is not applied.
///
/// The vendor documents no way to ask what became of it: only a path for leads was found. The answer is the id of the request,
/// to be quoted to the vendor's support.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// A client without `async_api_key` or without an async host is refused before sending. A lost answer leaves the outcome
/// [`Unknown`](leads_core::WriteOutcome::Unknown).
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

looks! {
    /// Reads the opportunity by its id; by an AutoId there is no read. The queue works for hours, so other values prove
    /// nothing.
    UpdateOpportunityAsync by GetOpportunity, "the opportunity has every field and the note that were sent":
    look |this| this.body.verification_read();
    judge |this, seen| seen.map_or(Resolution::CannotTell, |details| this.body.interpret(details))
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
