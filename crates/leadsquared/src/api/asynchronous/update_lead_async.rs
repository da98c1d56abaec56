//! `POST {async-host}/lead/update`

use crate::api::leads::{GetLead, body::UpdateLeadBody, check_attributes};
use crate::api::prelude::*;
use crate::model::{Attributes, FieldValue, LeadId, Queued};
use crate::verification;
use leads_core::vendor::Host;

/// Updates attributes of a lead through the async host, like [`UpdateLead`](crate::api::leads::UpdateLead).
///
/// `POST {async-host}/lead/update?leadId=&postUpdatedLead=`. The async host queues the call and makes it later, up to
/// ten times if the vendor itself fails; a rejected call is not retried. The outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted), which does not mean applied.
/// [`Client::submit`](crate::Client::submit) waits for the final result.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-a-lead-async/).
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
/// use leadsquared::api::asynchronous::UpdateLeadAsync;
///
/// let request = UpdateLeadAsync::new(
///     "3aee22bd-8419-422a-8242-c510df9af021", [("mx_City", "Springfield")],
/// );
/// let queued = client.send(&request).await?;
/// println!("queued as {}", queued.request_id);
/// # Ok(()) }
/// ```
#[doc(alias = "/lead/update")]
#[doc(alias = "lead/update")]
#[doc(alias = "update lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLeadAsync {
    lead_id: LeadId,
    run_automations: Option<bool>,
    body: UpdateLeadBody,
}

impl UpdateLeadAsync {
    /// Updates these attributes of a lead.
    pub fn new(lead: impl Into<LeadId>, attributes: impl Into<Attributes>) -> Self {
        Self { lead_id: lead.into(), run_automations: None, body: UpdateLeadBody(attributes.into()) }
    }

    /// Sets an attribute by its schema name.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.0.set(name, value);
        self
    }

    /// Sets whether automations, webhooks and rules run for the update.
    #[must_use]
    pub fn run_automations(mut self, run: bool) -> Self {
        self.run_automations = Some(run);
        self
    }
}

impl super::LeadJob for UpdateLeadAsync {}

impl Request for UpdateLeadAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation = op::post("update_lead_async", "/lead/update", Safety::Idempotent)
        .names_record()
        .host(Host::Async)
        .docs("https://apidocs.leadsquared.com/update-a-lead-async/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .check(check_attributes(&self.body.0))
            .query("leadId", &self.lead_id)
            .query_opt("postUpdatedLead", self.run_automations)
            .json(&self.body)
    }
}

/// Reads the lead by its id. Reads lag behind writes by seconds, for an undocumented time: different values prove
/// nothing.
impl Resolve for UpdateLeadAsync {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead has every attribute that was sent";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.lead_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| verification::lead(&self.lead_id, &self.body.0, rows))
    }
}

has_body!(UpdateLeadAsync => UpdateLeadBody);

sample!(UpdateLeadAsync: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", [("mx_City", "Springfield")]).run_automations(true));
