//! `GET /rest/productcategories/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{ProductCategory, ProductCategoryId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a product category.
///
/// `GET /rest/productcategories/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::product_categories::GetProductCategory::new("1-productCategories");
/// ```
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
    const OPERATION: Operation =
        Operation::new("get_product_category", Method::Get, "/rest/productcategories/{id}", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<ProductCategory>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetProductCategory {
    fn sample() -> Self {
        Self::new("1-productCategories")
    }
}
