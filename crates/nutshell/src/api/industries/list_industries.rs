//! `GET /rest/industries`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Industry;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

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
    const OPERATION: Operation =
        Operation::new("list_industries", Method::Get, "/rest/industries", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Industry>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListIndustries {
    fn sample() -> Self {
        Self::new()
    }
}
