//! Markets and territories.

use super::{MarketId, TerritoryId, Time, model};
use crate::envelope::Record;

model! {
    /// A market. Products have a price in each market, in its currency.
    pub struct Market {
        /// The record's id.
        id: required MarketId,
        /// The type, `markets`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The currency code.
        currency: scalar String,
        /// The currency symbol.
        currency_symbol: scalar String,
        /// Whether new leads are assigned to it.
        is_default: scalar bool,
    }
}

impl Record for Market {
    const PLURAL: &'static str = "markets";
}

model! {
    /// A territory.
    pub struct Territory {
        /// The record's id.
        id: required TerritoryId,
        /// The type, `territories`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// When the record was updated.
        modified_time: either Time,
    }
}

impl Record for Territory {
    const PLURAL: &'static str = "territories";
}
