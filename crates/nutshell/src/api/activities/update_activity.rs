//! `PUT /rest/activities/{id}`

use super::{ActivityBody, ActivityInput};
use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Activity, ActivityId};
use leads_core::Result;
use leads_core::request::{Answer, HasBody, Operation, Parts, Request, Safety, Verb};
use serde::{Deserialize, Serialize};

/// Changes an activity.
///
/// `PUT /rest/activities/{id}` with the same body as a new one; the answer is the activity. Whether a member that is
/// left out stays or is emptied is not documented: name everything that must stay.
///
/// It is sent again after a lost answer, unless it writes a note: a repeat might write a second one.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id.
///
/// ```
/// use nutshell::api::activities::{ActivityInput, UpdateActivity};
/// let request = UpdateActivity::new("3-activities", ActivityInput::new("Call with Jane").is_logged(true));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateActivity {
    id: ActivityId,
    body: ActivityBody,
}

impl UpdateActivity {
    /// Gives the activity `id` these members.
    pub fn new(id: impl Into<ActivityId>, activity: ActivityInput) -> Self {
        Self { id: id.into(), body: ActivityBody::new(activity) }
    }
}

impl Request for UpdateActivity {
    type Vendor = Nutshell;
    type Response = One<Activity>;
    const OPERATION: Operation =
        Operation::new("update_activity", Verb::Put, "/rest/activities/{id}", Safety::Idempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).check(self.body.activity().check()).json(&self.body)
    }

    fn safety(&self) -> Safety {
        if self.body.activity().writes_note() { Safety::OnceOnly } else { Safety::Idempotent }
    }

    fn read(answer: &Answer) -> Result<One<Activity>> {
        envelope::one(answer)
    }
}

impl HasBody for UpdateActivity {
    type Body = ActivityBody;
    fn body(&self) -> &ActivityBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UpdateActivity {
    fn sample() -> Self {
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_written_once() {
        let input = || ActivityInput::new("Call");
        assert_eq!(UpdateActivity::new("3-activities", input()).safety(), Safety::Idempotent);
        assert_eq!(UpdateActivity::new("3-activities", input().note("x")).safety(), Safety::OnceOnly);
        assert_eq!(UpdateActivity::new("", input()).parts().unwrap_err().field(), Some("id"));
    }
}
