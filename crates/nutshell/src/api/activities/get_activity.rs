//! `GET /rest/activities/{id}`

use crate::api::prelude::*;
use crate::model::{Activity, ActivityId};

/// Reads an activity.
///
/// `GET /rest/activities/{id}`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::activities::GetActivity;
///
/// let activity = client.send(&GetActivity::new("3-activities")).await?;
/// println!("{}: {:?}", activity.id, activity.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/activities/{id}")]
#[doc(alias = "activities/{id}")]
#[doc(alias = "get activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetActivity {
    id: ActivityId,
}

impl GetActivity {
    /// Creates a request that reads the activity `id`.
    pub fn new(id: impl Into<ActivityId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetActivity {
    type Vendor = Nutshell;
    type Response = One<Activity>;
    const OPERATION: Operation = op::get("get_activity", "/rest/activities/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetActivity: Self::new("3-activities"));
