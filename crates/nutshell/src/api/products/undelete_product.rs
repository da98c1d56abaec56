//! `POST /rest/products/{id}/undelete`

use super::GetProduct;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Product, ProductId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Restores a deleted product.
///
/// `POST /rest/products/{id}/undelete` without a body. The response is the product.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// # Errors
///
/// Returns [`Rejected`](leads_core::ErrorKind::Rejected) for a 400, which the vendor declares without describing its
/// body, and [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::products::UndeleteProduct::new("1-products");
/// ```
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
    const OPERATION: Operation =
        Operation::new("undelete_product", Method::Post, "/rest/products/{id}/undelete", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Product>> {
        evidence::record(response)
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

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UndeleteProduct {
    fn sample() -> Self {
        Self::new("1-products")
    }
}
