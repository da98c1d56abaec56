//! `GET /rest/markets/{id}`

use crate::api::prelude::*;
use crate::model::{Market, MarketId};

/// Reads a market.
///
/// `GET /rest/markets/{id}`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::markets::GetMarket;
///
/// let market = client.send(&GetMarket::new("1-markets")).await?;
/// println!("{}: {:?}", market.id, market.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/markets/{id}")]
#[doc(alias = "markets/{id}")]
#[doc(alias = "get market")]
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
    const OPERATION: Operation = op::get("get_market", "/rest/markets/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetMarket: Self::new("1-markets"));
