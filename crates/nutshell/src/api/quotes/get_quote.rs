//! `GET /rest/quotes/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Quote, QuoteId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a quote.
///
/// `GET /rest/quotes/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::quotes::GetQuote::new("123-quotes");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetQuote {
    id: QuoteId,
}

impl GetQuote {
    /// Creates a request that reads the quote `id`.
    pub fn new(id: impl Into<QuoteId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetQuote {
    type Vendor = Nutshell;
    type Response = One<Quote>;
    const OPERATION: Operation =
        Operation::new("get_quote", Method::Get, "/rest/quotes/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Quote>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetQuote {
    fn sample() -> Self {
        Self::new("123-quotes")
    }
}
