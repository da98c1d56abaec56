//! `GET /rest/territories`

use crate::api::prelude::*;
use crate::model::Territory;

/// Lists the company's territories in one response.
///
/// `GET /rest/territories`. The vendor declares a bare list; a list wrapped in `territories` is read too.
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::territories::ListTerritories::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTerritories {}

impl ListTerritories {
    /// Creates a request that lists the company's territories.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListTerritories {
    type Vendor = Nutshell;
    type Response = Records<Territory>;
    const OPERATION: Operation = op::get("list_territories", "/rest/territories", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListTerritories: Self::new());
