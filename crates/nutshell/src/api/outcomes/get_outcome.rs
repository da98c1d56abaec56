//! `GET /rest/outcomes/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Outcome, OutcomeId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads an outcome.
///
/// `GET /rest/outcomes/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::outcomes::GetOutcome::new("1-outcomes");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetOutcome {
    id: OutcomeId,
}

impl GetOutcome {
    /// Creates a request that reads the outcome `id`.
    pub fn new(id: impl Into<OutcomeId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetOutcome {
    type Vendor = Nutshell;
    type Response = One<Outcome>;
    const OPERATION: Operation =
        Operation::new("get_outcome", Method::Get, "/rest/outcomes/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Outcome>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetOutcome {
    fn sample() -> Self {
        Self::new("1-outcomes")
    }
}
