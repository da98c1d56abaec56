//! Products, product categories, and products on leads.

use super::{LeadId, MarketId, Price, ProductCategoryId, ProductId, ProductMapId, Time, model};
use crate::envelope::Record;
use leads_core::Decimal;
use leads_core::vendor::model::{MapSlot, Member, read_member};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Deref;

model! {
    /// A product sold by the company.
    pub struct Product {
        /// The record's id.
        id: required ProductId,
        /// The type, `products`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The description.
        description: scalar String,
        /// The company's own number for it (SKU).
        sku: scalar String,
        /// The kind of product.
        product_type: scalar String,
        /// The price, with its own currency.
        price: text Price,
        /// The prices in the markets.
        prices: entries MarketPrices,
        /// When the record was updated.
        modified_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// The record's URL in this API.
        href: scalar String,
    }
}

impl Record for Product {
    const PLURAL: &'static str = "products";
}

/// Prices by market. Derefs to the map.
///
/// Entries that are not prices are skipped, so that one malformed member never fails the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct MarketPrices(BTreeMap<MarketId, Price>);

impl Deref for MarketPrices {
    type Target = BTreeMap<MarketId, Price>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl MapSlot for MarketPrices {
    fn entry(&mut self, name: String, read: &mut dyn FnMut(Member<'_>)) {
        let mut price: Option<Price> = None;
        read(Member::Text(&mut price));
        if let Some(price) = price {
            self.0.insert(MarketId::new(name), price);
        }
    }
}

impl<'de> Deserialize<'de> for MarketPrices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut prices: Option<Self> = None;
        read_member(deserializer, Member::Map(&mut prices))?;
        prices.ok_or_else(|| de::Error::custom("not prices by market"))
    }
}

model! {
    /// A product category.
    pub struct ProductCategory {
        /// The record's id.
        id: required ProductCategoryId,
        /// The type, `productCategories`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// When the record was updated.
        modified_time: either Time,
        /// The record's URL in this API.
        href: scalar String,
    }
}

impl Record for ProductCategory {
    const PLURAL: &'static str = "productCategories";
    const ALIASES: &'static [&'static str] = &["productcategories"];
}

model! {
    /// A product of a lead, with its price and quantity on the lead.
    pub struct LeadProductMap {
        /// The id of the relation, not of the product.
        id: required ProductMapId,
        /// The type, `productMaps`.
        kind as "type": scalar String,
        /// The kind of relationship. Its values are not documented.
        relationship: scalar String,
        /// The product's name.
        name: scalar String,
        /// The unit.
        unit: scalar String,
        /// The unit price.
        price: text Price,
        /// The quantity. Fractions are possible.
        quantity: text Decimal,
        /// The kind of product: `product`.
        product_type: scalar String,
        /// Related records.
        links: first LeadProductMapLinks,
    }
}

impl Record for LeadProductMap {
    const PLURAL: &'static str = "productMaps";
    const ALIASES: &'static [&'static str] = &["productmaps"];
}

model! {
    /// The records that a lead's product links.
    pub struct LeadProductMapLinks {
        /// The lead.
        lead: scalar LeadId,
        /// The product.
        product: scalar ProductId,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::Raw;

    #[test]
    fn prices_by_market_skip_malformed_entries() {
        let json = r#"{"id":"1-products","price":{"amount":"9.90","currency":"USD"},
            "prices":{"1-markets":{"amount":9.90,"currencySymbol":"$"},"2-markets":"8.50","3-markets":null,"4-markets":[]}}"#;
        let product: Raw<Product> = Raw::parse(json).unwrap();
        let prices = product.prices.as_ref().unwrap();
        assert_eq!(prices.len(), 2);
        let price = prices.get(&MarketId::from("1-markets")).unwrap();
        assert_eq!(price.amount.as_ref().unwrap().as_str(), "9.90");
        let none: Raw<Product> = Raw::parse(r#"{"id":1,"prices":[]}"#).unwrap();
        assert!(none.prices.is_none());
    }
}
