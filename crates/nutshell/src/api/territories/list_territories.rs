//! `GET /rest/territories`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Territory;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

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
    const OPERATION: Operation =
        Operation::new("list_territories", Method::Get, "/rest/territories", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Territory>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListTerritories {
    fn sample() -> Self {
        Self::new()
    }
}
