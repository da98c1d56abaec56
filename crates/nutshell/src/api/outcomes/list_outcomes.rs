//! `GET /rest/outcomes`

use crate::api::prelude::*;
use crate::model::Outcome;

/// Lists the company's outcomes in one response.
///
/// `GET /rest/outcomes`
///
/// # Errors
///
/// Returns a decode error if the response is not a list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::outcomes::ListOutcomes::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListOutcomes {}

impl ListOutcomes {
    /// Creates a request that lists the outcomes.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListOutcomes {
    type Vendor = Nutshell;
    type Response = Records<Outcome>;
    const OPERATION: Operation = op::get("list_outcomes", "/rest/outcomes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListOutcomes: Self::new());
