//! `GET /rest/productmaps/{id}`

use crate::api::prelude::*;
use crate::model::{LeadProductMap, ProductMapId};

/// Reads a product of a lead, with its price and quantity on the lead.
///
/// `GET /rest/productmaps/{id}`
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
/// use nutshell::api::product_maps::GetProductMap;
///
/// let map = client.send(&GetProductMap::new("1-productMaps")).await?;
/// println!("{}: {:?}", map.id, map.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/productmaps/{id}")]
#[doc(alias = "productmaps/{id}")]
#[doc(alias = "get product map")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetProductMap {
    id: ProductMapId,
}

impl GetProductMap {
    /// Creates a request that reads the lead's product `id`.
    pub fn new(id: impl Into<ProductMapId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetProductMap {
    type Vendor = Nutshell;
    type Response = One<LeadProductMap>;
    const OPERATION: Operation = op::get("get_product_map", "/rest/productmaps/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetProductMap: Self::new("1-productMaps"));
