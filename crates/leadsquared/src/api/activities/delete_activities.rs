//! `POST /v2/ProspectActivity.svc/DeleteActivities`

use crate::api::prelude::*;
use crate::model::task_fields::check_url;
use crate::model::{Acknowledged, EventCode, LeadId, SentTime};
use chrono::{DateTime, Utc};

/// Permanently deletes a lead's activities of the given custom types. The types themselves stay.
///
/// `POST /v2/ProspectActivity.svc/DeleteActivities`. The vendor queues it: the outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted). The final result is reported to the status webhook, if one is set.
/// Without [`since`](Self::since) and [`until`](Self::until), activities of any time are deleted, including those that
/// are posted before the vendor processes the request. For the same reason the library never sends it twice.
///
/// If the response is lost, the outcome cannot be verified automatically: the request is queued, so the activities can
/// still be there. To check by hand, list the lead's activities with `ListActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/delete-activities/).
///
/// # Errors
///
/// Returns an error before sending if there is no event, or if the range ends before it begins. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::{Duration, Utc};
/// use leadsquared::api::activities::DeleteActivities;
///
/// let request = DeleteActivities::new("3aee22bd-8419-422a-8242-c510df9af021", [213, 216])
///     .since(Utc::now() - Duration::days(30))
///     .until(Utc::now());
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/DeleteActivities")]
#[doc(alias = "ProspectActivity.svc/DeleteActivities")]
#[doc(alias = "delete activities")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteActivities {
    body: DeleteActivitiesBody,
}

/// The wire body of [`DeleteActivities`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct DeleteActivitiesBody {
    prospect_id: LeadId,
    activity_event_list: Vec<EventCode>,
    from_date: Option<SentTime>,
    to_date: Option<SentTime>,
    #[serde(rename = "StatusWebhookURL")]
    status_webhook_url: Option<String>,
}

impl DeleteActivities {
    /// Deletes a lead's activities of these events.
    pub fn new<E: Into<EventCode>>(lead: impl Into<LeadId>, events: impl IntoIterator<Item = E>) -> Self {
        Self {
            body: DeleteActivitiesBody {
                prospect_id: lead.into(),
                // This call takes the codes as text.
                activity_event_list: events.into_iter().map(|event| event.into().as_text()).collect(),
                from_date: None,
                to_date: None,
                status_webhook_url: None,
            },
        }
    }

    /// Deletes only activities since this time.
    #[must_use]
    pub fn since(mut self, time: DateTime<Utc>) -> Self {
        self.body.from_date = Some(time.into());
        self
    }

    /// Deletes only activities until this time.
    #[must_use]
    pub fn until(mut self, time: DateTime<Utc>) -> Self {
        self.body.to_date = Some(time.into());
        self
    }

    setters! { body;
        /// Sets the URL to which the result is reported.
        status_webhook_url: String,
    }
}

impl Request for DeleteActivities {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::post("delete_activities", "/v2/ProspectActivity.svc/DeleteActivities", Safety::NonIdempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/delete-activities/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        let (from, to) = (body.from_date.as_ref(), body.to_date.as_ref());
        let is_reversed = from.zip(to).is_some_and(|(from, to)| from.utc() > to.utc());
        Parts::new()
            .check(crate::model::check_id(body.prospect_id.as_str(), "lead_id"))
            .require(!body.activity_event_list.is_empty(), "events", "must name at least one activity type")
            .check(SentTime::check(from, "since"))
            .check(SentTime::check(to, "until"))
            .require(!is_reversed, "since", "must not be after `until`")
            .check(check_url(body.status_webhook_url.as_deref(), "status_webhook_url"))
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(DeleteActivities => DeleteActivitiesBody);

sample!(DeleteActivities: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", [213, 216])
    .since(DateTime::UNIX_EPOCH)
    .until(DateTime::UNIX_EPOCH + chrono::Duration::days(1))
    .status_webhook_url("https://hooks.example.com/done"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn delete_activities_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&DeleteActivities::new("7", [213]).until(DateTime::UNIX_EPOCH)),
            r#"POST /v2/ProspectActivity.svc/DeleteActivities {"ProspectId":"7","ActivityEventList":["213"],"ToDate":"1970-01-01 00:00:00"}"#
        );
    }

    #[test]
    fn delete_activities_names_invalid_fields() {
        let (start, end) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + chrono::Duration::seconds(1));
        let field = |request: DeleteActivities| request.parts().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(DeleteActivities::new("", [213])).as_deref(), Some("lead_id"));
        assert_eq!(field(DeleteActivities::new("7", Vec::<i64>::new())).as_deref(), Some("events"));
        assert_eq!(field(DeleteActivities::new("7", [213]).since(end).until(start)).as_deref(), Some("since"));
        let url = DeleteActivities::new("7", [213]).status_webhook_url("no address");
        assert_eq!(field(url).as_deref(), Some("status_webhook_url"));
    }
}
