//! `GET /rest/products/{id}`

use crate::api::prelude::*;
use crate::model::{Product, ProductId};

/// Reads a product.
///
/// `GET /rest/products/{id}`
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
/// use nutshell::api::products::GetProduct;
///
/// let product = client.send(&GetProduct::new("1-products")).await?;
/// println!("{}: {:?}", product.id, product.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/products/{id}")]
#[doc(alias = "products/{id}")]
#[doc(alias = "get product")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetProduct {
    id: ProductId,
}

impl GetProduct {
    /// Creates a request that reads the product `id`.
    pub fn new(id: impl Into<ProductId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetProduct {
    type Vendor = Nutshell;
    type Response = One<Product>;
    const OPERATION: Operation = op::get("get_product", "/rest/products/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetProduct: Self::new("1-products"));
