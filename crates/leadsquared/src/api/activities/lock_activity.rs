//! `GET /v2/ProspectActivity.svc/CustomActivity/Lock`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId};

/// Locks an activity: users with the roles chosen in the type's settings can no longer edit or delete it.
///
/// `GET /v2/ProspectActivity.svc/CustomActivity/Lock?activityId=`. Although the method is `GET`, this is a write. The
/// lock feature must be enabled for the type.
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read returns whether an
/// activity is locked. To check by hand, open the activity in the vendor's application.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/lock-an-activity/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). Locking a locked activity is probably
/// rejected with [`OperationNotAllowed`](crate::ErrorCode::OperationNotAllowed) (inferred from the documented error of
/// unlocking).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::LockActivity;
///
/// let request = LockActivity::new("e85e72ee-a9a9-498c-9b26-ffd9db2df311");
/// let locked = client.send(&request).await?;
/// println!("locked: {:?}", locked.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/CustomActivity/Lock")]
#[doc(alias = "ProspectActivity.svc/CustomActivity/Lock")]
#[doc(alias = "lock activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockActivity {
    activity_id: ActivityId,
}

impl LockActivity {
    /// Locks an activity.
    pub fn new(activity: impl Into<ActivityId>) -> Self {
        Self { activity_id: activity.into() }
    }
}

impl Request for LockActivity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ActivityId>>;
    const OPERATION: Operation =
        op::get("lock_activity", "/v2/ProspectActivity.svc/CustomActivity/Lock", Safety::Idempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/lock-an-activity/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.activity_id.as_str(), "activity_id"))
            .query("activityId", &self.activity_id)
            .empty()
    }

    fn trace(&self) -> Option<String> {
        Some("open the activity in the vendor's application".to_owned())
    }
}

sample!(LockActivity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn lock_is_a_get_and_a_write() {
        assert_eq!(wire(&LockActivity::new("4")), "GET /v2/ProspectActivity.svc/CustomActivity/Lock?activityId=4");
        assert!(LockActivity::OPERATION.safety.is_write());
        assert_eq!(LockActivity::new("..").parts().unwrap_err().field(), Some("activity_id"));
    }
}
