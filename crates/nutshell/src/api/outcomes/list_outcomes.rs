//! `GET /rest/outcomes`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Outcome;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

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
    const OPERATION: Operation =
        Operation::new("list_outcomes", Method::Get, "/rest/outcomes", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Outcome>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListOutcomes {
    fn sample() -> Self {
        Self::new()
    }
}
