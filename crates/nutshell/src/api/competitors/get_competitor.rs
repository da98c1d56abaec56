//! `GET /rest/competitors/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Competitor, CompetitorId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a competitor.
///
/// `GET /rest/competitors/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::competitors::GetCompetitor::new("1-competitors");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetCompetitor {
    id: CompetitorId,
}

impl GetCompetitor {
    /// Creates a request that reads the competitor `id`.
    pub fn new(id: impl Into<CompetitorId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetCompetitor {
    type Vendor = Nutshell;
    type Response = One<Competitor>;
    const OPERATION: Operation =
        Operation::new("get_competitor", Method::Get, "/rest/competitors/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Competitor>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetCompetitor {
    fn sample() -> Self {
        Self::new("1-competitors")
    }
}
