//! `GET /rest/products/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Product, ProductId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a product.
///
/// `GET /rest/products/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::products::GetProduct::new("1-products");
/// ```
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
    const OPERATION: Operation =
        Operation::new("get_product", Method::Get, "/rest/products/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Product>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetProduct {
    fn sample() -> Self {
        Self::new("1-products")
    }
}
