//! `DELETE /rest/products/{id}`

use super::GetProduct;
use crate::Nutshell;
use crate::envelope::{One, Records};
use crate::evidence;
use crate::model::{Product, ProductId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Deletes a product. [`UndeleteProduct`](crate::api::products::UndeleteProduct) brings it back.
///
/// `DELETE /rest/products/{id}`; the answer holds the product, or is 204 without a body.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::products::DeleteProduct::new("1-products");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteProduct {
    id: ProductId,
}

impl DeleteProduct {
    /// Deletes the product `id`.
    pub fn new(id: impl Into<ProductId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteProduct {
    type Vendor = Nutshell;
    type Response = Option<One<Product>>;
    const OPERATION: Operation =
        Operation::new("delete_product", Method::Delete, "/rest/products/{id}", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Product>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for DeleteProduct {
    type Check = GetProduct;
    const FOUND_WHEN: &'static str = "the vendor knows the product no more, or it shows when it was deleted";

    fn check(&self) -> Option<GetProduct> {
        Some(GetProduct::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several products in one call, `DELETE /rest/products/{id},{id}`: the ids are joined by commas in the path,
/// which the vendor declares as a list.
///
/// What happens when one of them is unknown is not documented: look at the rows of the answer, or read the products
/// again.
///
/// After a lost answer, [`Client::resolve`](crate::Client::resolve) of a [`DeleteProduct`] of each id, with the
/// error of this call, tells of each.
///
/// # Errors
/// As [`DeleteProduct`]; an empty list is refused before anything is sent.
///
/// ```
/// let request = nutshell::api::products::DeleteProducts::new(["1-products", "2-products"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteProducts {
    ids: Vec<ProductId>,
}

impl DeleteProducts {
    /// Deletes the products `ids`.
    pub fn new<I: Into<ProductId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for DeleteProducts {
    type Vendor = Nutshell;
    type Response = Option<Records<Product>>;
    const OPERATION: Operation = DeleteProduct::OPERATION;

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<Records<Product>>> {
        evidence::records_or_nothing::<Self, _>(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteProduct {
    fn sample() -> Self {
        Self::new("1-products")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_ids_share_a_segment() {
        let path =
            |request: &DeleteProducts| request.parts().and_then(|parts| parts.render(DeleteProducts::OPERATION.path));
        assert_eq!(
            path(&DeleteProducts::new(["1-products", "2-products"])).unwrap(),
            "/rest/products/1-products,2-products"
        );
        assert_eq!(path(&DeleteProducts::new(Vec::<ProductId>::new())).unwrap_err().field(), Some("id"));
    }
}
