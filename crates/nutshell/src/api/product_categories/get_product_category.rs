//! `GET /rest/productcategories/{id}`

use crate::api::prelude::*;
use crate::model::{ProductCategory, ProductCategoryId};

/// Reads a product category.
///
/// `GET /rest/productcategories/{id}`
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
/// use nutshell::api::product_categories::GetProductCategory;
///
/// let category = client.send(&GetProductCategory::new("1-productCategories")).await?;
/// println!("{}: {:?}", category.id, category.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/productcategories/{id}")]
#[doc(alias = "productcategories/{id}")]
#[doc(alias = "get product category")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetProductCategory {
    id: ProductCategoryId,
}

impl GetProductCategory {
    /// Creates a request that reads the product category `id`.
    pub fn new(id: impl Into<ProductCategoryId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetProductCategory {
    type Vendor = Nutshell;
    type Response = One<ProductCategory>;
    const OPERATION: Operation = op::get("get_product_category", "/rest/productcategories/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetProductCategory: Self::new("1-productCategories"));
