//! Markets and territories.

use super::{MarketId, TerritoryId, model};
use crate::envelope::Record;

model! {
    /// A market: products have a price in each, in its currency.
    pub struct Market {
        /// The id.
        id: required MarketId,
        /// The type, `markets`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// The code of its currency.
        currency: scalar String,
        /// The symbol of its currency.
        currency_symbol: scalar String,
        /// Whether new leads are put into it.
        is_default: scalar bool,
    }
}

impl Record for Market {
    const PLURAL: &'static str = "markets";
}

model! {
    /// A territory.
    pub struct Territory {
        /// The id.
        id: required TerritoryId,
        /// The type, `territories`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// Its address in this API.
        href: scalar String,
        /// When it was changed.
        modified_time: time,
    }
}

impl Record for Territory {
    const PLURAL: &'static str = "territories";
}
