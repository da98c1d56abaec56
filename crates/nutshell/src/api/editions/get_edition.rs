//! `GET /rest/editions/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Edition, EditionId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a newsletter edition.
///
/// `GET /rest/editions/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::editions::GetEdition::new("1-editions");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetEdition {
    id: EditionId,
}

impl GetEdition {
    /// Creates a request that reads the newsletter edition `id`.
    pub fn new(id: impl Into<EditionId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetEdition {
    type Vendor = Nutshell;
    type Response = One<Edition>;
    const OPERATION: Operation =
        Operation::new("get_edition", Method::Get, "/rest/editions/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Edition>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetEdition {
    fn sample() -> Self {
        Self::new("1-editions")
    }
}
