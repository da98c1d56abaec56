//! `GET /rest/activitytypes`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::ActivityType;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

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
    const OPERATION: Operation =
        Operation::new("list_activity_types", Method::Get, "/rest/activitytypes", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<ActivityType>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListActivityTypes {
    fn sample() -> Self {
        Self::new()
    }
}
