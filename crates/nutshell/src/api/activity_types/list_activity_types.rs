//! `GET /rest/activitytypes`

use crate::api::prelude::*;
use crate::model::ActivityType;

/// Lists the company's activity types in one response.
///
/// `GET /rest/activitytypes`
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::activity_types::ListActivityTypes::new();
/// ```
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
