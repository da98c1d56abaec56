//! `POST /rest/activities`

use super::ActivityInput;
use crate::api::prelude::*;
use crate::model::Activity;

/// Creates an activity, planned or already done.
///
/// `POST /rest/activities` with one record. The response is the new activity.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListActivities` of that day shows whether it exists.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Nutshell has no duplicate detection key, so the call is never retried once it has been sent: a lost response leaves
/// the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::activities::{ActivityInput, CreateActivity};
///
/// let request = CreateActivity::new(
///     ActivityInput::new("Call with Jane").participant("3-contacts").is_logged(true),
/// );
/// let activity = client.send(&request).await?;
/// println!("{}: {:?}", activity.id, activity.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/activities")]
#[doc(alias = "activities")]
#[doc(alias = "create activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateActivity {
    body: ActivityBody,
}

/// The wire body of [`CreateActivity`] and [`UpdateActivity`](super::UpdateActivity).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityBody {
    activities: [ActivityInput; 1],
}

impl ActivityBody {
    pub(super) fn new(activity: ActivityInput) -> Self {
        Self { activities: [activity] }
    }

    /// Returns the activity.
    #[must_use]
    pub fn activity(&self) -> &ActivityInput {
        let [activity] = &self.activities;
        activity
    }
}

impl CreateActivity {
    /// Creates a request that creates this activity.
    #[must_use]
    pub fn new(activity: ActivityInput) -> Self {
        Self { body: ActivityBody::new(activity) }
    }
}

impl Request for CreateActivity {
    type Vendor = Nutshell;
    type Response = One<Activity>;
    const OPERATION: Operation = op::post("create_activity", "/rest/activities", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.activity().check()).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListActivities of that day shows whether it exists".to_owned())
    }
}

has_body!(CreateActivity => ActivityBody);

sample!(CreateActivity: {
    let start = chrono::DateTime::UNIX_EPOCH;
    Self::new(
        ActivityInput::new("Call with Jane")
            .description("Talk about the offer")
            .note("She wants two bays")
            .location("On the phone")
            .activity_type("1-activityTypes")
            .start_time(start)
            .end_time(start)
            .transcription("Hello")
            .is_flagged(false)
            .is_logged(true)
            .is_all_day(false)
            .participant("1-users")
            .participant("3-contacts"),
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_has_exactly_one_record() {
        let request = CreateActivity::new(ActivityInput::new("Call"));
        assert_eq!(serde_json::to_string(request.body()).unwrap(), r#"{"activities":[{"name":"Call"}]}"#);
        assert_eq!(CreateActivity::new(ActivityInput::new("")).parts().unwrap_err().field(), Some("name"));
        for body in [r#"{"activities":[]}"#, r#"{"activities":[{},{}]}"#] {
            assert!(serde_json::from_str::<ActivityBody>(body).is_err(), "{body}");
        }
    }
}
