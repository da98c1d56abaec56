//! `GET /rest/industries`

use crate::api::prelude::*;
use crate::model::Industry;

/// Lists the industries in one response.
///
/// `GET /rest/industries`
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::industries::ListIndustries::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListIndustries {}

impl ListIndustries {
    /// Creates a request that lists the industries.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListIndustries {
    type Vendor = Nutshell;
    type Response = Records<Industry>;
    const OPERATION: Operation = op::get("list_industries", "/rest/industries", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListIndustries: Self::new());
