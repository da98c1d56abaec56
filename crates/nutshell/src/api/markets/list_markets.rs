//! `GET /rest/markets`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Market;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the company's markets, each with its currency, in one response.
///
/// `GET /rest/markets`. The vendor declares one bare object; a list in any shape is read.
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::markets::ListMarkets::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListMarkets {}

impl ListMarkets {
    /// Creates a request that lists the company's markets.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListMarkets {
    type Vendor = Nutshell;
    type Response = Records<Market>;
    const OPERATION: Operation =
        Operation::new("list_markets", Method::Get, "/rest/markets", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Market>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListMarkets {
    fn sample() -> Self {
        Self::new()
    }
}
