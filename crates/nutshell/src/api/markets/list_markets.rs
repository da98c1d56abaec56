//! `GET /rest/markets`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Market;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the markets of the company, each with its currency, all at once.
///
/// `GET /rest/markets`; declared as one bare object, and read as a list in any shape.
///
/// # Errors
/// A decode error for an answer that has no place for the list.
///
/// ```
/// let request = nutshell::api::markets::ListMarkets::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListMarkets {}

impl ListMarkets {
    /// Lists the markets of the company, each with its currency.
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
