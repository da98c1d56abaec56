//! A product on a lead in requests.

use crate::model::{LeadId, Price, ProductId, ProductMapId};
use crate::{Json, amount};
use leads_core::vendor::{Deserialize, is_blank, skip_serializing_none};
use leads_core::{Decimal, Error, Result};
use serde::Serialize;
use std::borrow::Cow;

/// The type that the vendor requires next to a product map's own members.
const TYPE: &str = "productMaps";
const PRODUCT_TYPE: &str = "product";

/// A product on a lead, in a new lead or when a lead is closed.
///
/// The product itself is under `links`. As soon as a member outside `links` is set, the vendor requires `type` and
/// `productType` too, so those setters write both.
///
/// # Examples
///
/// ```
/// use nutshell::input::ProductMap;
/// let alone = ProductMap::new("1-products");
/// assert_eq!(serde_json::to_string(&alone).unwrap(), r#"{"links":{"product":"1-products"}}"#);
///
/// let priced = ProductMap::new("1-products").quantity(2);
/// assert_eq!(
///     serde_json::to_string(&priced).unwrap(),
///     concat!(
///         r#"{"type":"productMaps","quantity":2,"productType":"product","#,
///         r#""links":{"product":"1-products"}}"#,
///     ),
/// );
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProductMap {
    id: Option<ProductMapId>,
    #[serde(rename = "type")]
    kind: Option<Cow<'static, str>>,
    #[serde(default, deserialize_with = "crate::json::present")]
    relationship: Option<Json>,
    price: Option<Price>,
    #[serde(default, deserialize_with = "crate::json::present")]
    name: Option<Json>,
    #[serde(default, deserialize_with = "crate::json::present")]
    unit: Option<Json>,
    #[serde(default, deserialize_with = "leads_core::vendor::tolerant::decimal")]
    quantity: Option<Decimal>,
    product_type: Option<Cow<'static, str>>,
    links: Option<ProductMapLinks>,
}

/// The related records of a [`ProductMap`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductMapLinks {
    lead: Option<LeadId>,
    product: Option<ProductId>,
}

macro_rules! root {
    ($( $(#[$meta:meta])* $name:ident : $type:ty ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                self.$name = Some($name.into());
                self.add_types();
                self
            }
        )*
    };
}

impl ProductMap {
    /// Creates a product map for `product`, with the product's price and quantity.
    pub fn new(product: impl Into<ProductId>) -> Self {
        Self {
            id: None,
            kind: None,
            relationship: None,
            price: None,
            name: None,
            unit: None,
            quantity: None,
            product_type: None,
            links: Some(ProductMapLinks { lead: None, product: Some(product.into()) }),
        }
    }

    root! {
        /// Sets the id of an existing product map of the lead.
        id: ProductMapId,
        /// Sets the relationship. Its values are not documented.
        relationship: Json,
        /// Sets the name shown on the lead.
        name: Json,
        /// Sets the unit.
        unit: Json,
    }

    /// Sets the quantity. A fraction keeps its digits. Written without thousands separators.
    #[must_use]
    pub fn quantity(mut self, quantity: impl Into<Decimal>) -> Self {
        self.quantity = Some(amount::written(quantity));
        self.add_types();
        self
    }

    /// Sets the unit price. Its amount is written as text, without thousands separators.
    #[must_use]
    pub fn price(mut self, price: impl Into<Price>) -> Self {
        self.price = Some(price.into().written());
        self.add_types();
        self
    }

    /// Sets `productType` to a value other than `product`.
    #[must_use]
    pub fn product_type(mut self, product_type: impl Into<String>) -> Self {
        self.product_type = Some(Cow::Owned(product_type.into()));
        self.add_types();
        self
    }

    /// Sets `type` to a value other than `productMaps`.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(Cow::Owned(kind.into()));
        self.add_types();
        self
    }

    /// Sets the lead.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<LeadId>) -> Self {
        self.links.get_or_insert_default().lead = Some(lead.into());
        self
    }

    fn add_types(&mut self) {
        self.kind.get_or_insert(Cow::Borrowed(TYPE));
        self.product_type.get_or_insert(Cow::Borrowed(PRODUCT_TYPE));
    }

    /// Returns an error if the map names no product, if its own members lack the types that the vendor requires
    /// (possible only in a stored request), or if a price or quantity is not a number.
    pub(crate) fn check(&self) -> Result<()> {
        let product = self.links.as_ref().and_then(|links| links.product.as_ref());
        if product.is_none_or(|product| is_blank(product.as_str())) {
            return Err(Error::invalid("productMaps.links.product", "must name a product"));
        }
        let own = self.id.is_some()
            || self.relationship.is_some()
            || self.price.is_some()
            || self.name.is_some()
            || self.unit.is_some()
            || self.quantity.is_some();
        if own && (self.kind.is_none() || self.product_type.is_none()) {
            return Err(Error::invalid(
                "productMaps.type",
                "and productType must be set along with the product's own members",
            ));
        }
        let price = self.price.as_ref().and_then(|price| price.amount.as_ref());
        if price.is_some_and(|amount| !amount::is_plain(amount.as_str())) {
            return Err(Error::invalid("productMaps.price", amount::WANTED));
        }
        // A number may have an exponent, but no separators.
        let wrong = |quantity: &Decimal| {
            !amount::is_plain(quantity.as_str()) && quantity.plain().is_none_or(|plain| plain != quantity.as_str())
        };
        if self.quantity.as_ref().is_some_and(wrong) {
            return Err(Error::invalid("productMaps.quantity", "must be a number without thousands separators"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_member_adds_the_types() {
        let base = || ProductMap::new("1-products");
        for (map, member) in [
            (base().id("9-productMaps"), "id"),
            (base().relationship("x"), "relationship"),
            (base().price(Price::new("5.00".parse().unwrap())), "price"),
            (base().name("Wash"), "name"),
            (base().unit("month"), "unit"),
            (base().quantity("1.50".parse::<Decimal>().unwrap().unquoted()), "quantity"),
            (base().product_type("product"), "productType"),
            (base().kind("productMaps"), "type"),
        ] {
            let json: serde_json::Value = serde_json::to_value(&map).unwrap();
            assert_eq!(json["type"], TYPE, "{member}");
            assert_eq!(json["productType"], PRODUCT_TYPE, "{member}");
            assert!(json.get(member).is_some(), "{member}");
        }
        assert!(
            serde_json::to_string(&base().quantity("1.50".parse::<Decimal>().unwrap().unquoted()))
                .unwrap()
                .contains("\"quantity\":1.50")
        );
        let lead = serde_json::to_string(&base().lead("1-leads")).unwrap();
        assert_eq!(lead, r#"{"links":{"lead":"1-leads","product":"1-products"}}"#);
    }

    #[test]
    fn numbers_are_plain_or_rejected() {
        let number = |text: &str| serde_json::from_value::<Decimal>(text.into()).unwrap();
        let priced = |price: &str, quantity: &str| {
            ProductMap::new("1-products").price(Price::new(number(price))).quantity(number(quantity))
        };
        let json = serde_json::to_value(priced("1,234.50", "1,000")).unwrap();
        assert_eq!((&json["price"]["amount"], &json["quantity"]), (&"1234.50".into(), &"1000".into()));
        assert!(priced("1,234.50", "1,000").check().is_ok());
        assert_eq!(priced("1,50", "1").check().unwrap_err().field(), Some("productMaps.price"));
        assert_eq!(priced("1", "1,50").check().unwrap_err().field(), Some("productMaps.quantity"));
    }

    #[test]
    fn map_without_product_is_rejected() {
        let map: ProductMap = serde_json::from_str(r#"{"quantity":1,"links":{}}"#).unwrap();
        assert_eq!(map.check().unwrap_err().field(), Some("productMaps.links.product"));
        assert!(serde_json::from_str::<ProductMap>(r#"{"new":1}"#).is_err());
        for types in ["", r#""type":"productMaps","#, r#""productType":"product","#] {
            let json = format!(r#"{{{types}"quantity":1,"links":{{"product":"1-products"}}}}"#);
            let map: ProductMap = serde_json::from_str(&json).unwrap();
            assert_eq!(map.check().unwrap_err().field(), Some("productMaps.type"), "{types}");
        }
    }
}
