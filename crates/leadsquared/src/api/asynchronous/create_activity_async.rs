//! `POST {async-host}/activity/create`

use crate::LeadSquared;
use crate::api::has_body;
use crate::model::{EventCode, FieldValue, Fields, LeadId, Queued, SentTime};
use crate::plan::CALLS_ONLY;
use leads_core::request::{Answer, Host, Operation, Parts, Raw, Request, Safety, Verb, read};
use leads_core::{Personal, Result, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Posts an activity on a lead through the async host.
///
/// `POST {async-host}/activity/create`.
/// The async host queues it and makes the call later, up to ten times where the vendor itself fails; a refusal is not tried
/// again. The outcome is [`Accepted`](leads_core::Outcome::Accepted), which is not applied.
///
/// The vendor documents no way to ask what became of it: only a path for leads was found. The answer is the id of the request,
/// to be quoted to the vendor's support.
///
/// After a lost answer there is nothing to look by: an activity has no key of one's own. By hand:
/// `ListActivitiesOfLead` shows whether it is there.
///
/// # Errors
/// A client without `async_api_key` or without an async host is refused before sending. A lost answer leaves the outcome
/// [`Unknown`](leads_core::Outcome::Unknown), and it is not sent again.
///
/// ```
/// use leadsquared::api::asynchronous::CreateActivityAsync;
/// let request = CreateActivityAsync::new("3aee22bd-8419-422a-8242-c510df9af021", 201).note("called").field("mx_Custom_1", "yes");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateActivityAsync {
    body: CreateActivityAsyncBody,
}

/// The body of [`CreateActivityAsync`], as it goes over the wire.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateActivityAsyncBody {
    related_prospect_id: Option<LeadId>,
    email_address: Option<Personal<String>>,
    activity_event: EventCode,
    activity_note: Option<Personal<String>>,
    process_files_async: Option<bool>,
    validate_drop_down_options: Option<bool>,
    include_lead_score: Option<bool>,
    activity_date_time: Option<SentTime>,
    first_name: Option<Personal<String>>,
    last_name: Option<Personal<String>>,
    phone: Option<Personal<String>>,
    fields: Option<Fields>,
}

impl CreateActivityAsync {
    /// Posts an activity of a type on a lead.
    pub fn new(lead: impl Into<LeadId>, event: impl Into<EventCode>) -> Self {
        Self::with(Some(lead.into()), None, event.into())
    }

    /// Posts an activity of a type on the lead with an e-mail address, which is made where there is none (inferred: the
    /// vendor shows it for [`CreateActivity`](crate::api::activities::CreateActivity), which the async host calls).
    pub fn by_email(email: impl Into<String>, event: impl Into<EventCode>) -> Self {
        Self::with(None, Some(Personal(email.into())), event.into())
    }

    fn with(lead: Option<LeadId>, email: Option<Personal<String>>, event: EventCode) -> Self {
        Self {
            body: CreateActivityAsyncBody {
                related_prospect_id: lead,
                email_address: email,
                activity_event: event,
                activity_note: None,
                process_files_async: None,
                validate_drop_down_options: None,
                include_lead_score: None,
                activity_date_time: None,
                first_name: None,
                last_name: None,
                phone: None,
                fields: None,
            },
        }
    }

    setters! { body;
        /// Sets when it happened.
        activity_date_time: SentTime,
        /// Sets whether files in fields are fetched after the answer.
        process_files_async: bool,
        /// Sets whether values outside a dropdown's options are refused (inferred, as by
        /// [`CreateActivity`](crate::api::activities::CreateActivity)).
        validate_drop_down_options: bool,
        /// Sets whether the activity counts for the lead's score (inferred, as by
        /// [`CreateActivity`](crate::api::activities::CreateActivity)).
        include_lead_score: bool,
        /// Replaces all fields.
        fields: Fields,
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.body.activity_note = Some(Personal(note.into()));
        self
    }

    /// Sets the first name of a lead that is made.
    #[must_use]
    pub fn first_name(mut self, name: impl Into<String>) -> Self {
        self.body.first_name = Some(Personal(name.into()));
        self
    }

    /// Sets the last name of a lead that is made.
    #[must_use]
    pub fn last_name(mut self, name: impl Into<String>) -> Self {
        self.body.last_name = Some(Personal(name.into()));
        self
    }

    /// Sets the phone number of a lead that is made.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.body.phone = Some(Personal(phone.into()));
        self
    }

    /// Sets a field by its schema name.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.fields.get_or_insert_default().set(name, value);
        self
    }
}

impl Request for CreateActivityAsync {
    type Vendor = LeadSquared;
    type Response = Raw<Queued>;
    const OPERATION: Operation =
        Operation::new("create_activity_async", Verb::Post, "/activity/create", Safety::OnceOnly)
            .rate(CALLS_ONLY)
            .host(Host::Async)
            .docs("https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let lead = body.related_prospect_id.as_ref().is_some_and(|lead| !lead.as_str().trim().is_empty());
        let email = body.email_address.as_ref().is_some_and(|email| !email.trim().is_empty());
        let named = body.first_name.is_some() || body.last_name.is_some() || body.phone.is_some();
        Parts::new()
            .require(lead || email, "lead_id", "or an e-mail address must be there")
            .require(!(lead && email), "lead_id", "and `email` name two leads: give one of them")
            .require(
                !named || email,
                "email",
                "is needed for a name or a phone number: they are those of a lead that is made",
            )
            .require(body.activity_event.get() > 0, "event", "must be positive")
            .check(SentTime::check(body.activity_date_time.as_ref(), "activity_date_time"))
            .check(body.fields.as_ref().map_or(Ok(()), |fields| fields.check("fields")))
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListActivitiesOfLead shows whether it is there".to_owned())
    }

    fn read(answer: &Answer) -> Result<Self::Response> {
        read::whole(answer)
    }
}

has_body! { CreateActivityAsync, CreateActivityAsyncBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateActivityAsync {
    fn sample() -> Self {
        Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", 201).note("called back").field("mx_Custom_1", "yes")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn it_takes_what_the_call_of_the_activity_takes() {
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
    fn one_lead_is_named() {
        assert_eq!(CreateActivityAsync::new("", 201).parts().unwrap_err().field(), Some("lead_id"));
        assert_eq!(CreateActivityAsync::new("7", 201).phone("1").parts().unwrap_err().field(), Some("email"));
        let both = r#"{"body":{"RelatedProspectId":"7","EmailAddress":"a@example.com","ActivityEvent":201}}"#;
        let both: CreateActivityAsync = serde_json::from_str(both).unwrap();
        assert_eq!(both.parts().unwrap_err().field(), Some("lead_id"));
    }
}
