//! Products, product categories, and products on leads.

use super::{LeadId, MarketId, Price, ProductCategoryId, ProductId, ProductMapId, model, money};
use crate::envelope::Record;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

model! {
    /// A product sold by the company.
    pub struct Product {
        /// The record's id.
        id: required ProductId,
        /// The type, `products`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The name.
        name: scalar String,
        /// The description.
        description: scalar String,
        /// The company's own number for it (SKU).
        sku: scalar String,
        /// The kind of product.
        product_type: scalar String,
        /// The price, with its own currency.
        price: money,
        /// The prices in the markets.
        prices: object MarketPrices,
        /// When the record was updated.
        modified_time: time,
        /// When the record was deleted.
        deleted_time: time,
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

impl<'de> Deserialize<'de> for MarketPrices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Tolerant(Option<Price>);
        impl<'de> Deserialize<'de> for Tolerant {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                money::tolerant(deserializer).map(Self)
            }
        }
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = MarketPrices;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("prices by market")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<MarketPrices, A::Error> {
                let mut prices = BTreeMap::new();
                while let Some((market, price)) = map.next_entry::<String, Tolerant>()? {
                    if let Some(price) = price.0 {
                        prices.insert(MarketId::new(market), price);
                    }
                }
                Ok(MarketPrices(prices))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

model! {
    /// A product category.
    pub struct ProductCategory {
        /// The record's id.
        id: required ProductCategoryId,
        /// The type, `productCategories`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The name.
        name: scalar String,
        /// When the record was updated.
        modified_time: time,
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
        #[serde(rename = "type")]
        kind: scalar String,
        /// The kind of relationship. Its values are not documented.
        relationship: scalar String,
        /// The product's name.
        name: scalar String,
        /// The unit.
        unit: scalar String,
        /// The unit price.
        price: money,
        /// The quantity. Fractions are possible.
        quantity: decimal,
        /// The kind of product: `product`.
        product_type: scalar String,
        /// Related records.
        links: links LeadProductMapLinks,
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
