//! `GET /rest/markets`

use crate::api::prelude::*;
use crate::model::Market;

/// Lists the company's markets, each with its currency, in one response.
///
/// `GET /rest/markets`. The vendor declares one bare object; a list in any shape is read.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::markets::ListMarkets;
///
/// let markets = client.send(&ListMarkets::new()).await?;
/// for market in markets.iter() {
///     println!("{}: {:?}", market.id, market.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/markets")]
#[doc(alias = "markets")]
#[doc(alias = "list markets")]
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
    const OPERATION: Operation = op::get("list_markets", "/rest/markets", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListMarkets: Self::new());
