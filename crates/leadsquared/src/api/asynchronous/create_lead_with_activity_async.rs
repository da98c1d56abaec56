//! `POST {async-host}/activity/createcustom`

use crate::api::activities::{body::CreateLeadWithActivityBody, lead_with_activity_setters};
use crate::api::prelude::*;
use crate::model::{Attributes, EventCode, Queued};
use leads_core::vendor::Host;

/// Creates or finds a lead and posts an activity on it through the async host, like
/// [`CreateLeadWithActivity`](crate::api::activities::CreateLeadWithActivity).
///
/// `POST {async-host}/activity/createcustom`. The async host queues the call and makes it later, up to ten times if the
/// vendor itself fails; a rejected call is not retried. The outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted), which does not mean applied.
///
/// The vendor has a page for the query of the final result, but its path was not found. The response is the id of the
/// request, to be quoted to the vendor's support.
///
/// If the response is lost, the outcome cannot be verified automatically: an activity has no client-supplied key. To
/// check by hand, list the lead's activities some time later with `ListActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-a-lead-and-activity-async/).
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
/// use leadsquared::api::asynchronous::CreateLeadWithActivityAsync;
///
/// let request = CreateLeadWithActivityAsync::new([("EmailAddress", "jane@example.com")], 201)
///     .search_by("EmailAddress")
///     .note("asked for a catalogue")
///     .field_set("mx_KYC", [("Status", "Pending"), ("mx_CustomObject_2", "scan.png")]);
/// let queued = client.send(&request).await?;
/// println!("queued as {}", queued.request_id);
/// # Ok(()) }
/// ```
#[doc(alias = "/activity/createcustom")]
#[doc(alias = "activity/createcustom")]
#[doc(alias = "create lead with activity")]
#[doc(alias = "create with")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLeadWithActivityAsync {
    body: CreateLeadWithActivityBody,
}

impl CreateLeadWithActivityAsync {
    /// Posts an activity of an event on the lead with these attributes.
    pub fn new(lead: impl Into<Attributes>, event: impl Into<EventCode>) -> Self {
        Self { body: CreateLeadWithActivityBody::new(lead.into(), event.into()) }
    }

    lead_with_activity_setters! {}
}

impl Request for CreateLeadWithActivityAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation =
        op::post("create_lead_with_activity_async", "/activity/createcustom", Safety::NonIdempotent)
            .host(Host::Async)
            .docs("https://apidocs.leadsquared.com/create-a-lead-and-activity-async/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities some time later with ListActivitiesOfLead".to_owned())
    }
}

has_body!(CreateLeadWithActivityAsync => CreateLeadWithActivityBody);

sample!(CreateLeadWithActivityAsync: Self::new([("EmailAddress", "jane@example.com"), ("FirstName", "Jane")], 201)
    .search_by("EmailAddress")
    .note("asked for a catalogue")
    .field("mx_Custom_1", "Kitchens")
    .field_set("mx_KYC", [("Status", "Pending")]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn create_lead_with_activity_async_serializes_to_the_wire_form() {
        let request = CreateLeadWithActivityAsync::new([("Phone", "1")], 201)
            .search_by("Phone")
            .field("a", "b")
            .field_set("c", [("d", "e")]);
        assert_eq!(
            wire(&request),
            r#"POST /activity/createcustom {"LeadDetails":[{"Attribute":"Phone","Value":"1"},{"Attribute":"SearchBy","Value":"Phone"}],"Activity":{"ActivityEvent":201,"Fields":[{"SchemaName":"a","Value":"b"},{"Attribute":"c","Value":"","Fields":[{"Attribute":"d","Value":"e"}]}]}}"#
        );
        let without = CreateLeadWithActivityAsync::new(Attributes::new(), 201);
        assert_eq!(without.parts().unwrap_err().field(), Some("lead"));
    }
}
