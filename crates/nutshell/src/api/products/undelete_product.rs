//! `POST /rest/products/{id}/undelete`

use super::GetProduct;
use crate::api::prelude::*;
use crate::model::{Product, ProductId};

/// Restores a deleted product.
///
/// `POST /rest/products/{id}/undelete` without a body. The response is the product.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`Rejected`](leads_core::ErrorKind::Rejected) for a 400, which the vendor declares without describing its
/// body, and [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::products::UndeleteProduct;
///
/// let product = client.send(&UndeleteProduct::new("1-products")).await?;
/// println!("{}: {:?}", product.id, product.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/products/{id}/undelete")]
#[doc(alias = "products/{id}/undelete")]
#[doc(alias = "undelete product")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteProduct {
    id: ProductId,
}

impl UndeleteProduct {
    /// Creates a request that restores the product `id`.
    pub fn new(id: impl Into<ProductId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteProduct {
    type Vendor = Nutshell;
    type Response = One<Product>;
    const OPERATION: Operation = op::post("undelete_product", "/rest/products/{id}/undelete", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for UndeleteProduct {
    type Check = GetProduct;
    const FOUND_WHEN: &'static str = "the product shows that it has no deletion time";

    fn check(&self) -> Option<GetProduct> {
        Some(GetProduct::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::undeleted(seen.map(|one| one.record()))
    }
}

sample!(UndeleteProduct: Self::new("1-products"));
