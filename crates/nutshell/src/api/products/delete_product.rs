//! `DELETE /rest/products/{id}`

use super::GetProduct;
use crate::api::prelude::*;
use crate::model::{Product, ProductId};

/// Deletes a product. [`UndeleteProduct`](crate::api::products::UndeleteProduct) restores it.
///
/// `DELETE /rest/products/{id}`. The response contains the product, or is 204 without a body.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
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
    /// Creates a request that deletes the product `id`.
    pub fn new(id: impl Into<ProductId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteProduct {
    type Vendor = Nutshell;
    type Response = Option<One<Product>>;
    const OPERATION: Operation = op::delete("delete_product", "/rest/products/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for DeleteProduct {
    type Check = GetProduct;
    const FOUND_WHEN: &'static str = "the vendor no longer knows the product, or the product has a deletion time";

    fn check(&self) -> Option<GetProduct> {
        Some(GetProduct::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several products in one call, `DELETE /rest/products/{id},{id}`, with the ids joined by commas in the path,
/// which the vendor declares as a list.
///
/// The behaviour if one of the ids is unknown is not documented: check the rows of the response, or read the products
/// again.
///
/// If the response is lost, resolve each id separately: pass a [`DeleteProduct`] of the id and the error of this call
/// to [`Client::resolve`](crate::Client::resolve).
///
/// # Errors
///
/// As for [`DeleteProduct`]. Also returns an error, before anything is sent, if the list is empty.
///
/// # Examples
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
    /// Creates a request that deletes the products `ids`.
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
}

sample!(DeleteProduct: Self::new("1-products"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delete_product_puts_several_ids_into_a_path_segment() {
        let path =
            |request: &DeleteProducts| request.parts().and_then(|parts| parts.render(DeleteProducts::OPERATION.path));
        assert_eq!(
            path(&DeleteProducts::new(["1-products", "2-products"])).unwrap(),
            "/rest/products/1-products,2-products"
        );
        assert_eq!(path(&DeleteProducts::new(Vec::<ProductId>::new())).unwrap_err().field(), Some("id"));
    }
}
