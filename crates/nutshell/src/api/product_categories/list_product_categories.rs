//! `GET /rest/productcategories`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::ProductCategory;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the product categories in one response.
///
/// `GET /rest/productcategories`
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::product_categories::ListProductCategories::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListProductCategories {}

impl ListProductCategories {
    /// Creates a request that lists the product categories.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListProductCategories {
    type Vendor = Nutshell;
    type Response = Records<ProductCategory>;
    const OPERATION: Operation =
        Operation::new("list_product_categories", Method::Get, "/rest/productcategories", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<ProductCategory>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListProductCategories {
    fn sample() -> Self {
        Self::new()
    }
}
