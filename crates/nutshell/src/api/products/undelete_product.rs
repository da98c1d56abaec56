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

/// Brings a deleted product back.
///
/// `POST /rest/products/{id}/undelete`, without a body; the answer is the product.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`Rejected`](leads_core::ErrorKind::Rejected) for a declared 400 without a described body;
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id.
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
    /// Brings back the product `id`.
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
    const FOUND_WHEN: &'static str = "the product shows that it has no time of deletion";

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
