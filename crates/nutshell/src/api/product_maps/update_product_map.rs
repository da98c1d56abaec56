//! `PATCH /rest/productmaps/{id}`

use super::GetProductMap;
use crate::api::prelude::*;
use crate::model::{LeadProductMap, Price, ProductMapId};
use crate::patch::{PatchBody, PatchMediaType, PatchOperation, field, patch_setters};
use leads_core::Decimal;

/// Updates the quantity or the price of a product on a lead.
///
/// `PATCH /rest/productmaps/{id}` with JSON Patch. The response is 204 without a body. The vendor's document says
/// `application/json` here, but its server required `application/json-patch+json` where this was tried; set the content
/// type with [`media_type`](Self::media_type).
///
/// It is documented that quantity and price can be updated; their paths are inferred from the members that are read.
/// Use [`operation`](Self::operation) to write any other path. The type is `productMaps` in patch paths and
/// `productmaps` in the URL.
///
/// The update is retried after a lost response only if every operation is a replacement, not if one adds or removes.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns an error, before anything is sent, if the update has no changes;
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown; and
/// [`ErrorCode::JsonPatchRequired`](crate::ErrorCode::JsonPatchRequired) if the server does not accept the content
/// type.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::product_maps::UpdateProductMap;
///
/// let reply = client.send(&UpdateProductMap::new("1-productMaps").quantity(3)).await?;
/// if let Some(map) = reply.into_inner() {
///     println!("{}: {:?}", map.id, map.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/productmaps/{id}")]
#[doc(alias = "productmaps/{id}")]
#[doc(alias = "update product map")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateProductMap {
    id: ProductMapId,
    #[serde(default, skip_serializing_if = "PatchMediaType::is_default")]
    media_type: PatchMediaType,
    body: PatchBody,
}

impl UpdateProductMap {
    /// Creates an update of `id` with no changes yet.
    pub fn new(id: impl Into<ProductMapId>) -> Self {
        Self { id: id.into(), media_type: PatchMediaType::default(), body: PatchBody::default() }
    }

    /// Replaces the quantity. It is sent as given: a number stays a number, text stays text.
    #[must_use]
    pub fn quantity(mut self, quantity: impl Into<Decimal>) -> Self {
        let quantity = quantity.into();
        self.body.push(PatchOperation::replace(field("productMaps", "quantity"), quantity));
        self
    }

    /// Replaces the unit price. Its amount is sent as text, without thousands separators.
    #[must_use]
    pub fn price(mut self, price: impl Into<Price>) -> Self {
        let price = crate::Json::of(&price.into().written()).unwrap_or_else(|_| crate::Json::null());
        self.body.push(PatchOperation::replace(field("productMaps", "price"), price));
        self
    }

    /// Sets the content type.
    #[must_use]
    pub fn media_type(mut self, media_type: PatchMediaType) -> Self {
        self.media_type = media_type;
        self
    }

    patch_setters! { raw }
}

impl Request for UpdateProductMap {
    type Vendor = Nutshell;
    type Response = Option<One<LeadProductMap>>;
    const OPERATION: Operation = op::patch("update_product_map", "/rest/productmaps/{id}", Safety::Idempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("id", &self.id)
            .check(self.body.check())
            .check(self.body.check_amount(&field("productMaps", "price"), "price"))
            .json_as(self.media_type.as_str(), &self.body)
    }

    fn safety(&self) -> Safety {
        self.body.safety()
    }
}

impl Resolve for UpdateProductMap {
    type Check = GetProductMap;
    const FOUND_WHEN: &'static str = "the relation matches every change of the patch";

    fn check(&self) -> Option<GetProductMap> {
        Some(GetProductMap::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::patch(&self.body, seen.map(|one| one.record()))
    }
}

has_body!(UpdateProductMap => PatchBody);

sample!(UpdateProductMap: Self::new("1-productMaps").quantity(3).price(Price::new(Decimal::from(25)).currency("USD")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_map_patch_paths() {
        let price = Price::new("25.50".parse().unwrap()).currency("USD");
        let request =
            UpdateProductMap::new("1-productMaps").quantity("1.50".parse::<Decimal>().unwrap().unquoted()).price(price);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"[{"op":"replace","path":"/productMaps/0/quantity","value":1.50},"#.to_owned()
                + r#"{"op":"replace","path":"/productMaps/0/price","value":{"amount":"25.50","currency":"USD"}}]"#
        );
    }

    #[test]
    fn price_is_plain_or_rejected() {
        let price = |text: &str| {
            UpdateProductMap::new("1-productMaps")
                .price(Price::new(serde_json::from_value::<Decimal>(text.into()).unwrap()).currency("USD"))
        };
        assert_eq!(
            serde_json::to_string(price("1,234.50").body()).unwrap(),
            r#"[{"op":"replace","path":"/productMaps/0/price","value":{"amount":"1234.50","currency":"USD"}}]"#
        );
        assert!(price("1,234.50").parts().is_ok());
        assert_eq!(price("1,50").parts().unwrap_err().field(), Some("price"));
    }

    #[test]
    fn update_product_map_content_type_is_configurable_and_stored() {
        let content_type = |request: &UpdateProductMap| match request.parts().unwrap().body() {
            leads_core::Body::Bytes { content_type, .. } => *content_type,
            other => panic!("{other:?}"),
        };
        let change =
            UpdateProductMap::new("1-productMaps").operation(PatchOperation::replace("/productMaps/0/name", "x"));
        assert_eq!(content_type(&change), "application/json-patch+json");
        let changed = change.clone().media_type(PatchMediaType::Json);
        assert_eq!(content_type(&changed), "application/json");
        for request in [change, changed] {
            let stored = serde_json::to_string(&request).unwrap();
            assert_eq!(serde_json::from_str::<UpdateProductMap>(&stored).unwrap(), request);
        }
    }

    #[test]
    fn update_product_map_is_idempotent_for_replacements_and_rejects_an_empty_update() {
        let with = |operation| UpdateProductMap::new("1-productMaps").operation(operation);
        assert_eq!(with(PatchOperation::replace("/productMaps/0/name", "x")).safety(), Safety::Idempotent);
        assert_eq!(with(PatchOperation::add("/productMaps/0/links/x/-", "1-x")).safety(), Safety::NonIdempotent);
        assert_eq!(with(PatchOperation::remove("/productMaps/0/links/x/1-x")).safety(), Safety::NonIdempotent);
        assert_eq!(UpdateProductMap::new("1-productMaps").parts().unwrap_err().field(), Some("body"));
        assert_eq!(with(PatchOperation::add("name", "x")).parts().unwrap_err().field(), Some("path"));
    }
}
