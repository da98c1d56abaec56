//! `PUT /rest/activities/{id}`

use super::body::ActivityBody;
use super::{ActivityInput, GetActivity};
use crate::api::prelude::*;
use crate::model::{Activity, ActivityId};

/// Updates an activity.
///
/// `PUT /rest/activities/{id}` with the same body as a new one. The response is the activity. It is not documented
/// whether an omitted member keeps its value or is cleared: send everything that must be kept.
///
/// The call is retried after a lost response unless it writes a note, because a retry might write a second one.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::activities::{ActivityInput, UpdateActivity};
///
/// let request = UpdateActivity::new(
///     "3-activities", ActivityInput::new("Call with Jane").is_logged(true),
/// );
/// let activity = client.send(&request).await?;
/// println!("{}: {:?}", activity.id, activity.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/activities/{id}")]
#[doc(alias = "activities/{id}")]
#[doc(alias = "update activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateActivity {
    id: ActivityId,
    body: ActivityBody,
}

impl UpdateActivity {
    /// Creates a request that updates the activity `id` with these members.
    pub fn new(id: impl Into<ActivityId>, activity: ActivityInput) -> Self {
        Self { id: id.into(), body: ActivityBody::new(activity) }
    }
}

impl Request for UpdateActivity {
    type Vendor = Nutshell;
    type Response = One<Activity>;
    const OPERATION: Operation = op::put("update_activity", "/rest/activities/{id}", Safety::Idempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).check(self.body.activity().check()).json(&self.body)
    }

    fn safety(&self) -> Safety {
        if self.body.activity().writes_note() { Safety::NonIdempotent } else { Safety::Idempotent }
    }
}

/// Compares the activity with every member that was sent, under the name by which it is read.
///
/// A note or a location proves nothing, because neither is read back.
impl Resolve for UpdateActivity {
    type Check = GetActivity;
    const FOUND_WHEN: &'static str =
        "the activity has every member that was sent; a note or a location cannot be verified";

    fn check(&self) -> Option<GetActivity> {
        Some(GetActivity::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        let Ok(seen) = seen else { return Resolution::CannotTell };
        Resolution::from_evidence(self.body.activity().evidence(seen.value()))
    }
}

has_body!(UpdateActivity => ActivityBody);

sample!(UpdateActivity: {
    let start = chrono::DateTime::UNIX_EPOCH;
    Self::new(
        "3-activities",
        ActivityInput::new("Call with Jane")
            .description("The offer")
            .location("On the phone")
            .activity_type("1-activityTypes")
            .start_time(start)
            .end_time(start)
            .is_logged(true)
            .participant("3-contacts"),
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn update_with_note_is_not_idempotent() {
        let input = || ActivityInput::new("Call");
        assert_eq!(UpdateActivity::new("3-activities", input()).safety(), Safety::Idempotent);
        assert_eq!(UpdateActivity::new("3-activities", input().note("x")).safety(), Safety::NonIdempotent);
        assert_eq!(UpdateActivity::new("", input()).parts().unwrap_err().field(), Some("id"));
    }
}
