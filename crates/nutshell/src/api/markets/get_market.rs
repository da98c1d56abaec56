//! `GET /rest/markets/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Market, MarketId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a market.
///
/// `GET /rest/markets/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::markets::GetMarket::new("1-markets");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetMarket {
    id: MarketId,
}

impl GetMarket {
    /// Creates a request that reads the market `id`.
    pub fn new(id: impl Into<MarketId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetMarket {
    type Vendor = Nutshell;
    type Response = One<Market>;
    const OPERATION: Operation =
        Operation::new("get_market", Method::Get, "/rest/markets/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Market>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetMarket {
    fn sample() -> Self {
        Self::new("1-markets")
    }
}
