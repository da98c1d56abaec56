//! `POST /api/v1/appointments`

use crate::api::prelude::*;
use crate::api::{is_on, on};
use crate::model::{AppointmentRecord, LeadId, UserId};
use crate::preflight::{Needs, PermissionNeed};
use chrono::{DateTime, TimeZone};
use leads_core::Personal;

/// Creates an appointment for a lead.
///
/// `POST /api/v1/appointments`; the fields are not wrapped. The format of [`due_date`](Self::new) is not documented:
/// [`due`](Self::due) writes ISO 8601 with an offset, which is a guess. The values of the activity type are not
/// documented either.
///
/// No idempotency is documented, so it is retried only if the previous attempt is known to have had no effect.
///
/// If the response is lost, the outcome cannot be verified automatically, because Dealer Studio has no operation that
/// reads the record. [`Error::help`](crate::Error::help) says where to check manually.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1appointments).
///
/// # Errors
///
/// * before sending: an empty date, type or comment;
/// * `unauthorised`, `not_found` (no such lead), `validation_failed` (the user does not belong to the lead's
///   dealership): [`NotApplied`](leads_core::WriteOutcome::NotApplied);
/// * a timeout, a foreign response or a 5xx: [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// The request is documented; the response is not, so an empty one is a success.
///
/// # Examples
///
/// ```
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use chrono::{FixedOffset, TimeZone};
/// use dealerstudio::api::appointments::CreateAppointment;
///
/// let brisbane = FixedOffset::east_opt(10 * 3600).unwrap();
/// let when = brisbane.with_ymd_and_hms(2026, 3, 1, 9, 30, 0).unwrap();
/// let request = CreateAppointment::due(12, &when, "Test Drive", "Wants the blue one")
///     .user_id(7);
/// let reply = client.send(&request).await?;
/// if let Some(appointment) = reply.into_inner() {
///     println!("{:?}", appointment.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/api/v1/appointments")]
#[doc(alias = "appointments")]
#[doc(alias = "create appointment")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAppointment {
    body: CreateAppointmentBody,
    #[serde(default = "on", skip_serializing_if = "is_on")]
    validate: bool,
}

/// The wire body of [`CreateAppointment`]: it mixes two naming styles, as the vendor does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAppointmentBody {
    #[serde(rename = "leadId")]
    lead_id: LeadId,
    #[serde(rename = "dueDate")]
    due_date: String,
    #[serde(rename = "activityType")]
    activity_type: String,
    comments: Personal<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_id: Option<UserId>,
}

impl CreateAppointment {
    /// Creates an appointment for a lead (not a cluster), with the date in the format that the dealership's set-up
    /// expects.
    pub fn new(
        lead: impl Into<LeadId>,
        due_date: impl Into<String>,
        activity_type: impl Into<String>,
        comments: impl Into<Personal<String>>,
    ) -> Self {
        Self {
            body: CreateAppointmentBody {
                lead_id: lead.into(),
                due_date: due_date.into(),
                activity_type: activity_type.into(),
                comments: comments.into(),
                user_id: None,
            },
            validate: true,
        }
    }

    /// Creates an appointment at a time, written as ISO 8601 with its offset: `2026-03-01T09:30:00+10:00`.
    pub fn due<Z: TimeZone>(
        lead: impl Into<LeadId>,
        due: &DateTime<Z>,
        activity_type: impl Into<String>,
        comments: impl Into<Personal<String>>,
    ) -> Self {
        let text = due.fixed_offset().to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        Self::new(lead, text, activity_type, comments)
    }

    leads_core::setters! { body;
        /// Sets the user, who must belong to the lead's dealership.
        user_id: UserId,
    }

    /// Skips the check for empty fields.
    #[must_use]
    pub fn without_validation(mut self) -> Self {
        self.validate = false;
        self
    }
}

impl Request for CreateAppointment {
    type Vendor = DealerStudio;
    type Response = Option<Raw<AppointmentRecord>>;
    const OPERATION: Operation = op::post("create_appointment", "/api/v1/appointments", Safety::NonIdempotent)
        .docs("https://dev.dealerstudio.com.au/public-api/operations/apiv1appointments");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let texts =
            [("due_date", &body.due_date), ("activity_type", &body.activity_type), ("comments", &body.comments.0)];
        let blank = texts.into_iter().find(|(_, text)| self.validate && text.trim().is_empty());
        Parts::new().require(blank.is_none(), blank.map_or("", |(field, _)| field), "must not be empty").json(body)
    }

    fn trace(&self) -> Option<String> {
        Some(format!("check the appointments of lead {} in Dealer Studio", self.body.lead_id))
    }
}

has_body!(CreateAppointment => CreateAppointmentBody);

impl Needs for CreateAppointment {
    const PERMISSION: PermissionNeed = PermissionNeed::NotDocumented;
}

sample!(CreateAppointment: Self::new(12, "2026-03-01T09:30:00+10:00", "Test Drive", "Wants the blue one").user_id(7));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_body_mixes_naming_styles() {
        let when = chrono::Utc.with_ymd_and_hms(2026, 3, 1, 9, 30, 0).unwrap();
        let request = CreateAppointment::due(12, &when, "Test Drive", "x").user_id(7);
        let body = r#"{"leadId":12,"dueDate":"2026-03-01T09:30:00+00:00","activityType":"Test Drive","comments":"x","user_id":7}"#;
        assert_eq!(serde_json::to_string(request.body()).unwrap(), body);
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, format!("{{\"body\":{body}}}"));
        assert_eq!(serde_json::from_str::<CreateAppointment>(&stored).unwrap(), request);
    }

    #[test]
    fn empty_text_is_named_in_the_error() {
        for (request, field) in [
            (CreateAppointment::new(1, "", "a", "b"), "due_date"),
            (CreateAppointment::new(1, "d", " ", "b"), "activity_type"),
            (CreateAppointment::new(1, "d", "a", ""), "comments"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field));
            assert!(request.without_validation().parts().is_ok());
        }
    }
}
