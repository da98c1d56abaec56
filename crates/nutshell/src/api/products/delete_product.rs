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
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::products::DeleteProduct;
///
/// let reply = client.send(&DeleteProduct::new("1-products")).await?;
/// if let Some(product) = reply.into_inner() {
///     println!("{}: {:?}", product.id, product.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/products/{id}")]
#[doc(alias = "products/{id}")]
#[doc(alias = "delete product")]
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
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// As for [`DeleteProduct`]. Also returns an error, before anything is sent, if the list is empty.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::products::DeleteProducts;
///
/// let reply = client.send(&DeleteProducts::new(["1-products", "2-products"])).await?;
/// if let Some(products) = reply.into_inner() {
///     println!("{} products", products.len());
/// }
/// # Ok(()) }
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
