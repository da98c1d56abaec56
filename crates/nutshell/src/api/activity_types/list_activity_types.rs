//! `GET /rest/activitytypes`

use crate::api::prelude::*;
use crate::model::ActivityType;

/// Lists the company's activity types in one response.
///
/// `GET /rest/activitytypes`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::activity_types::ListActivityTypes;
///
/// let activity_types = client.send(&ListActivityTypes::new()).await?;
/// for activity_type in activity_types.iter() {
///     println!("{}: {:?}", activity_type.id, activity_type.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/activitytypes")]
#[doc(alias = "activitytypes")]
#[doc(alias = "list activity types")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListActivityTypes {}

impl ListActivityTypes {
    /// Creates a request that lists the company's activity types.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListActivityTypes {
    type Vendor = Nutshell;
    type Response = Records<ActivityType>;
    const OPERATION: Operation = op::get("list_activity_types", "/rest/activitytypes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListActivityTypes: Self::new());
