//! `POST {async-host}/opportunity/update`

use crate::api::opportunities::{GetOpportunity, UpdateOpportunity, body::UpdateOpportunityBody};
use crate::api::prelude::*;
use crate::model::Queued;
use leads_core::HasBody;
use leads_core::vendor::Host;

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
/// See [the vendor's page](https://apidocs.leadsquared.com/update-an-opportunity-async/).
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
/// use leadsquared::api::asynchronous::UpdateOpportunityAsync;
/// use leadsquared::api::opportunities::UpdateOpportunity;
///
/// let request = UpdateOpportunityAsync::from(
///     UpdateOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770").note("signed"),
/// );
/// let queued = client.send(&request).await?;
/// println!("queued as {}", queued.request_id);
/// # Ok(()) }
/// ```
#[doc(alias = "/opportunity/update")]
#[doc(alias = "opportunity/update")]
#[doc(alias = "update opportunity")]
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
    const OPERATION: Operation = op::post("update_opportunity_async", "/opportunity/update", Safety::Idempotent)
        .names_record()
        .host(Host::Async)
        .docs("https://apidocs.leadsquared.com/update-an-opportunity-async/");

    fn parts(&self) -> Result<Parts> {
        self.body.check()?;
        Parts::new().json(&self.body)
    }
}

/// Reads the opportunity by its id; there is no read by AutoId. The queue retries for hours, so different values
/// prove nothing.
impl Resolve for UpdateOpportunityAsync {
    type Check = GetOpportunity;
    const FOUND_WHEN: &'static str = "the opportunity has every field and the note that were sent";

    fn check(&self) -> Option<GetOpportunity> {
        self.body.verification_read()
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |details| self.body.interpret(details))
    }
}

has_body!(UpdateOpportunityAsync => UpdateOpportunityBody);

sample!(UpdateOpportunityAsync: UpdateOpportunity::new("0f0e0d0c-0b0a-4908-8706-050403020100")
    .field("mx_Custom_7", "180,000")
    .note("signed")
    .into());
