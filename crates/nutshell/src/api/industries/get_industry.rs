//! `GET /rest/industries/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Industry, IndustryId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads an industry.
///
/// `GET /rest/industries/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::industries::GetIndustry::new("1-industries");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetIndustry {
    id: IndustryId,
}

impl GetIndustry {
    /// Creates a request that reads the industry `id`.
    pub fn new(id: impl Into<IndustryId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetIndustry {
    type Vendor = Nutshell;
    type Response = One<Industry>;
    const OPERATION: Operation =
        Operation::new("get_industry", Method::Get, "/rest/industries/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Industry>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetIndustry {
    fn sample() -> Self {
        Self::new("1-industries")
    }
}
