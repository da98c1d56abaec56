//! `GET /rest/productmaps/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{LeadProductMap, ProductMapId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a product of a lead, with its price and quantity on the lead.
///
/// `GET /rest/productmaps/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::product_maps::GetProductMap::new("1-productMaps");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetProductMap {
    id: ProductMapId,
}

impl GetProductMap {
    /// Creates a request that reads the lead's product `id`.
    pub fn new(id: impl Into<ProductMapId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetProductMap {
    type Vendor = Nutshell;
    type Response = One<LeadProductMap>;
    const OPERATION: Operation =
        Operation::new("get_product_map", Method::Get, "/rest/productmaps/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<LeadProductMap>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetProductMap {
    fn sample() -> Self {
        Self::new("1-productMaps")
    }
}
