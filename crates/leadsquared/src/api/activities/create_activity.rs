//! `POST /v2/ProspectActivity.svc/Create`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId, EventCode, Fields, LeadId, SentTime};
use chrono::{DateTime, Utc};
use leads_core::{Error, Personal};

/// Posts an activity on a lead.
///
/// `POST /v2/ProspectActivity.svc/Create`. The lead is given by its id or by its e-mail address. If no lead has the
/// address, one is created.
///
/// If the response is lost, the outcome cannot be verified automatically: an activity has no client-supplied key. To
/// check by hand, list the lead's activities with `ListActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/post-an-activity-to-lead/).
///
/// # Errors
///
/// [`InvalidEntity`](crate::ErrorCode::InvalidEntity) for an unknown lead,
/// [`InvalidActivityFields`](crate::ErrorCode::InvalidActivityFields) if a compulsory field is missing; both are
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried: a second call posts a second
/// activity.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::CreateActivity;
///
/// let visit = CreateActivity::new("00727844-51aa-11e2-9e64-12314004ac6b", 201)
///     .note("came to the fair")
///     .field("mx_Custom_1", "Hall 3");
/// let new_lead = CreateActivity::by_email("jane@example.com", 201).first_name("Jane");
/// let created = client.send(&visit).await?;
/// println!("created: {:?}", created.id());
/// client.send(&new_lead).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/Create")]
#[doc(alias = "ProspectActivity.svc/Create")]
#[doc(alias = "create activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateActivity {
    body: CreateActivityBody,
}

/// The wire body of [`CreateActivity`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateActivityBody {
    pub(crate) related_prospect_id: Option<LeadId>,
    pub(crate) email_address: Option<Personal<String>>,
    pub(crate) activity_event: EventCode,
    pub(crate) activity_note: Option<Personal<String>>,
    pub(crate) process_files_async: Option<bool>,
    pub(crate) validate_drop_down_options: Option<bool>,
    pub(crate) include_lead_score: Option<bool>,
    pub(crate) activity_date_time: Option<SentTime>,
    pub(crate) first_name: Option<Personal<String>>,
    pub(crate) last_name: Option<Personal<String>>,
    pub(crate) phone: Option<Personal<String>>,
    pub(crate) fields: Option<Fields>,
}

impl CreateActivityBody {
    pub(crate) fn of_lead(lead: LeadId, event: EventCode) -> Self {
        Self { related_prospect_id: Some(lead), ..Self::empty(event) }
    }

    pub(crate) fn by_email(email: String, event: EventCode) -> Self {
        Self { email_address: Some(Personal(email)), ..Self::empty(event) }
    }

    fn empty(activity_event: EventCode) -> Self {
        Self {
            related_prospect_id: None,
            email_address: None,
            activity_event,
            activity_note: None,
            process_files_async: None,
            validate_drop_down_options: None,
            include_lead_score: None,
            activity_date_time: None,
            first_name: None,
            last_name: None,
            phone: None,
            fields: None,
        }
    }

    /// Rejects a request that names no lead or two, or that the vendor would not understand. `time` is the name of the
    /// setter of the time.
    pub(crate) fn check(&self, time: &'static str) -> Result<()> {
        let email = self.email_address.as_deref().is_some_and(|email| !email.trim().is_empty());
        let lead = self.related_prospect_id.as_ref().is_some_and(|id| !id.as_str().trim().is_empty());
        let named = self.first_name.is_some() || self.last_name.is_some() || self.phone.is_some();
        let wrong = |field: &'static str, what: &'static str| Err(Error::invalid(field, what));
        match (lead, email) {
            (false, false) => wrong("lead_id", "must name a lead, or an e-mail address must be set"),
            (true, true) => wrong("lead_id", "and `email` name two leads: set only one of them"),
            (true, false) if named => {
                wrong("email", "is required for a name or a phone number: they apply to a lead that is created")
            }
            _ => Ok(()),
        }?;
        SentTime::check(self.activity_date_time.as_ref(), time)?;
        self.fields.as_ref().map_or(Ok(()), |fields| fields.check("fields"))
    }
}

/// Setters for an activity that is posted now or by the async host.
macro_rules! activity_setters {
    () => {
        /// Sets the note. Its maximum length is not documented; one client cuts it at 2,000 characters (observed).
        #[must_use]
        pub fn note(mut self, note: impl Into<String>) -> Self {
            self.body.activity_note = Some(leads_core::Personal(note.into()));
            self
        }

        /// Sets the first name of a lead that is created.
        #[must_use]
        pub fn first_name(mut self, name: impl Into<String>) -> Self {
            self.body.first_name = Some(leads_core::Personal(name.into()));
            self
        }

        /// Sets the last name of a lead that is created.
        #[must_use]
        pub fn last_name(mut self, name: impl Into<String>) -> Self {
            self.body.last_name = Some(leads_core::Personal(name.into()));
            self
        }

        /// Sets the phone number of a lead that is created.
        #[must_use]
        pub fn phone(mut self, phone: impl Into<String>) -> Self {
            self.body.phone = Some(leads_core::Personal(phone.into()));
            self
        }

        /// Sets a field by its schema name.
        #[must_use]
        pub fn field(mut self, name: impl Into<String>, value: impl Into<$crate::model::FieldValue>) -> Self {
            self.body.fields.get_or_insert_default().set(name, value);
            self
        }
    };
}
pub(crate) use activity_setters;

impl CreateActivity {
    /// Posts an activity of an event on a lead.
    pub fn new(lead: impl Into<LeadId>, event: impl Into<EventCode>) -> Self {
        Self { body: CreateActivityBody::of_lead(lead.into(), event.into()) }
    }

    /// Posts an activity of an event on the lead with an e-mail address, which is created if it does not exist.
    pub fn by_email(email: impl Into<String>, event: impl Into<EventCode>) -> Self {
        Self { body: CreateActivityBody::by_email(email.into(), event.into()) }
    }

    setters! { body;
        /// Sets whether files in fields are fetched after the response.
        process_files_async: bool,
        /// Sets `ValidateDropDownOptions`. According to the vendor's page, `true` skips the validation of dropdown
        /// values, despite the name.
        validate_drop_down_options: bool,
        /// Sets whether the activity counts toward the lead's score.
        include_lead_score: bool,
        /// Replaces all fields of the request.
        fields: Fields,
    }

    activity_setters! {}

    /// Sets when it happened. Defaults to the time of the call.
    #[must_use]
    pub fn at(mut self, time: DateTime<Utc>) -> Self {
        self.body.activity_date_time = Some(time.into());
        self
    }
}

impl Request for CreateActivity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ActivityId>>;
    const OPERATION: Operation = op::post("create_activity", "/v2/ProspectActivity.svc/Create", Safety::NonIdempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/post-an-activity-to-lead/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.check("at")).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(CreateActivity => CreateActivityBody);

sample!(CreateActivity: Self::by_email("jane@example.com", 201)
    .first_name("Jane")
    .last_name("Doe")
    .phone("+15550100")
    .note("came to the fair")
    .field("mx_Custom_1", "Hall 3"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    use chrono::TimeZone;

    #[test]
    fn create_activity_serializes_to_the_wire_form() {
        let request = CreateActivity::new("7", 201)
            .at(Utc.with_ymd_and_hms(2026, 4, 2, 12, 13, 44).unwrap())
            .validate_drop_down_options(true)
            .field("mx_Custom_1", "");
        assert_eq!(
            wire(&request),
            r#"POST /v2/ProspectActivity.svc/Create {"RelatedProspectId":"7","ActivityEvent":201,"ValidateDropDownOptions":true,"ActivityDateTime":"2026-04-02 12:13:44","Fields":[{"SchemaName":"mx_Custom_1","Value":""}]}"#
        );
        assert_eq!(
            wire(&CreateActivity::by_email("a@example.com", 201).phone("1")),
            r#"POST /v2/ProspectActivity.svc/Create {"EmailAddress":"a@example.com","ActivityEvent":201,"Phone":"1"}"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<CreateActivity>(&stored).unwrap(), request);
        assert_eq!(CreateActivity::OPERATION.safety, Safety::NonIdempotent);
    }

    #[test]
    fn create_activity_requires_exactly_one_lead() {
        assert_eq!(CreateActivity::new("", 201).parts().unwrap_err().field(), Some("lead_id"));
        assert_eq!(CreateActivity::new("7", 201).phone("1").parts().unwrap_err().field(), Some("email"));
        let both = r#"{"body":{"RelatedProspectId":"7","EmailAddress":"a@example.com","ActivityEvent":201}}"#;
        assert_eq!(serde_json::from_str::<CreateActivity>(both).unwrap().parts().unwrap_err().field(), Some("lead_id"));
        assert!(!format!("{:?}", CreateActivity::by_email("a@example.com", 1)).contains("a@"));
    }
}
