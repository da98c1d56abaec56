//! `GET /v2/ProspectActivity.svc/GetActivityDetails`

use crate::api::prelude::*;
use crate::model::{ActivityDetails, ActivityId};

/// Reads an activity with all fields of its type.
///
/// `GET /v2/ProspectActivity.svc/GetActivityDetails?activityId=`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-activity-details/).
///
/// # Errors
///
/// [`UnknownActivity`](crate::ErrorCode::UnknownActivity), with HTTP 500, for an unknown id: its kind is `NotFound`.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::GetActivity;
///
/// let request = GetActivity::new("e85e72ee-a9a9-498c-9b26-ffd9db2df311");
/// let activity_details = client.send(&request).await?;
/// println!("{}: {:?}", activity_details.id, activity_details.display_name);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/GetActivityDetails")]
#[doc(alias = "ProspectActivity.svc/GetActivityDetails")]
#[doc(alias = "get activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetActivity {
    activity_id: ActivityId,
}

impl GetActivity {
    /// Reads an activity.
    pub fn new(activity: impl Into<ActivityId>) -> Self {
        Self { activity_id: activity.into() }
    }
}

impl Request for GetActivity {
    type Vendor = LeadSquared;
    type Response = Raw<ActivityDetails>;
    const OPERATION: Operation = op::get("get_activity", "/v2/ProspectActivity.svc/GetActivityDetails", Safety::Read)
        .names_record()
        .docs("https://apidocs.leadsquared.com/get-activity-details/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.activity_id.as_str(), "activity_id"))
            .query("activityId", &self.activity_id)
            .empty()
    }
}

sample!(GetActivity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn get_activity_serializes_to_the_wire_form() {
        assert_eq!(wire(&GetActivity::new("4")), "GET /v2/ProspectActivity.svc/GetActivityDetails?activityId=4");
        assert_eq!(GetActivity::new(" ").parts().unwrap_err().field(), Some("activity_id"));
    }
}
