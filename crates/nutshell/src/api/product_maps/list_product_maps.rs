//! `GET /rest/productmaps`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::LeadProductMap;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the products of every lead, with their prices and quantities there, all at once.
///
/// `GET /rest/productmaps`
///
/// # Errors
/// A decode error for an answer that has no place for the list.
///
/// ```
/// let request = nutshell::api::product_maps::ListProductMaps::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListProductMaps {}

impl ListProductMaps {
    /// Lists the products of every lead, with their prices and quantities there.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListProductMaps {
    type Vendor = Nutshell;
    type Response = Records<LeadProductMap>;
    const OPERATION: Operation =
        Operation::new("list_product_maps", Method::Get, "/rest/productmaps", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<LeadProductMap>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListProductMaps {
    fn sample() -> Self {
        Self::new()
    }
}
