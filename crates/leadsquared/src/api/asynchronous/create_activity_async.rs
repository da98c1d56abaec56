//! `POST {async-host}/activity/create`

use crate::api::activities::{activity_setters, body::CreateActivityBody};
use crate::api::prelude::*;
use crate::model::{EventCode, Fields, LeadId, Queued, SentTime};
use leads_core::vendor::Host;

/// Posts an activity on a lead through the async host.
///
/// `POST {async-host}/activity/create`. The async host queues the call and makes it later, up to ten times if the
/// vendor itself fails; a rejected call is not retried. The outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted), which does not mean applied.
///
/// The vendor documents no way to query the final result: a path was found only for leads. The response is the id of
/// the request, to be quoted to the vendor's support.
///
/// If the response is lost, the outcome cannot be verified automatically: an activity has no client-supplied key. To
/// check by hand, list the lead's activities with `ListActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/).
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
/// use leadsquared::api::asynchronous::CreateActivityAsync;
///
/// let request = CreateActivityAsync::new("3aee22bd-8419-422a-8242-c510df9af021", 201)
///     .note("called")
///     .field("mx_Custom_1", "yes");
/// let queued = client.send(&request).await?;
/// println!("queued as {}", queued.request_id);
/// # Ok(()) }
/// ```
#[doc(alias = "/activity/create")]
#[doc(alias = "activity/create")]
#[doc(alias = "create activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateActivityAsync {
    body: CreateActivityBody,
}

impl CreateActivityAsync {
    /// Posts an activity of a type on a lead.
    pub fn new(lead: impl Into<LeadId>, event: impl Into<EventCode>) -> Self {
        Self { body: CreateActivityBody::of_lead(lead.into(), event.into()) }
    }

    /// Posts an activity of a type on the lead with an e-mail address, which is created if it does not exist (inferred:
    /// the vendor shows it for [`CreateActivity`](crate::api::activities::CreateActivity), which the async host calls).
    pub fn by_email(email: impl Into<String>, event: impl Into<EventCode>) -> Self {
        Self { body: CreateActivityBody::by_email(email.into(), event.into()) }
    }

    setters! { body;
        /// Sets when it happened.
        activity_date_time: SentTime,
        /// Sets whether files in fields are fetched after the response.
        process_files_async: bool,
        /// Sets whether values outside a dropdown's options are rejected (inferred from
        /// [`CreateActivity`](crate::api::activities::CreateActivity)).
        validate_drop_down_options: bool,
        /// Sets whether the activity counts toward the lead's score (inferred from
        /// [`CreateActivity`](crate::api::activities::CreateActivity)).
        include_lead_score: bool,
        /// Replaces all fields.
        fields: Fields,
    }

    activity_setters! {}
}

impl Request for CreateActivityAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation = op::post("create_activity_async", "/activity/create", Safety::NonIdempotent)
        .names_record()
        .host(Host::Async)
        .docs("https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(self.body.check("activity_date_time"))
            .require(self.body.activity_event.get() > 0, "event", "must be positive")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(CreateActivityAsync => CreateActivityBody);

sample!(CreateActivityAsync: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", 201).note("called back").field("mx_Custom_1", "yes"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn accepts_the_fields_of_create_activity() {
        let request = CreateActivityAsync::by_email("a@example.com", 201)
            .first_name("Jane")
            .last_name("Doe")
            .phone("1")
            .validate_drop_down_options(true)
            .include_lead_score(false);
        assert_eq!(
            wire(&request),
            r#"POST /activity/create {"EmailAddress":"a@example.com","ActivityEvent":201,"ValidateDropDownOptions":true,"IncludeLeadScore":false,"FirstName":"Jane","LastName":"Doe","Phone":"1"}"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<CreateActivityAsync>(&stored).unwrap(), request);
    }

    #[test]
    fn create_activity_async_requires_exactly_one_lead() {
        assert_eq!(CreateActivityAsync::new("", 201).parts().unwrap_err().field(), Some("lead_id"));
        assert_eq!(CreateActivityAsync::new("7", 201).phone("1").parts().unwrap_err().field(), Some("email"));
        let both = r#"{"body":{"RelatedProspectId":"7","EmailAddress":"a@example.com","ActivityEvent":201}}"#;
        let both: CreateActivityAsync = serde_json::from_str(both).unwrap();
        assert_eq!(both.parts().unwrap_err().field(), Some("lead_id"));
    }
}
