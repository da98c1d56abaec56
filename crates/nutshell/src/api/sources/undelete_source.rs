//! `POST /rest/sources/{id}/undelete`

use super::ListSources;
use crate::Nutshell;
use crate::envelope::{One, Records};
use crate::evidence;
use crate::model::{Source, SourceId};
use crate::verification;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Error, Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Brings a deleted source back.
///
/// `POST /rest/sources/{id}/undelete`; without a body; the answer is the source.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::sources::UndeleteSource::new("1-sources");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteSource {
    id: SourceId,
}

impl UndeleteSource {
    /// Brings the source `id` back.
    pub fn new(id: impl Into<SourceId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteSource {
    type Vendor = Nutshell;
    type Response = One<Source>;
    const OPERATION: Operation =
        Operation::new("undelete_source", Method::Post, "/rest/sources/{id}/undelete", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Source>> {
        evidence::record(response)
    }
}

/// Lists them all, because the vendor has no read of one source. Where it is not listed nobody can tell: no document
/// says that the list is whole.
impl Resolve for UndeleteSource {
    type Check = ListSources;
    const FOUND_WHEN: &'static str = "the list has the source without a time of deletion";

    fn check(&self) -> Option<ListSources> {
        Some(ListSources::new())
    }

    fn interpret(&self, seen: Result<&Records<Source>, &Error>) -> Resolution {
        verification::row(false, seen.ok().and_then(|rows| rows.iter().find(|row| row.id == self.id)))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UndeleteSource {
    fn sample() -> Self {
        Self::new("1-sources")
    }
}
