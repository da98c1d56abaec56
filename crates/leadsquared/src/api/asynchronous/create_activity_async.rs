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

    /// Posts an activity of a type on the lead with an e-mail address, which is made where there is none.
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
        /// Sets whether files are fetched later.
        process_files_async: bool,
        /// Replaces all fields.
        fields: Fields,
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.body.activity_note = Some(Personal(note.into()));
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
            .docs("https://apidocs.leadsquared.com/post-an-activity-async/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let lead = body.related_prospect_id.as_ref().is_some_and(|lead| !lead.as_str().trim().is_empty());
        let email = body.email_address.as_ref().is_some_and(|email| !email.trim().is_empty());
        Parts::new()
            .require(lead || email, "lead_id", "or an e-mail address must be there")
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
