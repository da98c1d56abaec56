//! `GET /rest/productmaps`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::LeadProductMap;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the products of all leads, with their prices and quantities there, in one response.
///
/// `GET /rest/productmaps`
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::product_maps::ListProductMaps::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListProductMaps {}

impl ListProductMaps {
    /// Creates a request that lists the products of all leads.
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
