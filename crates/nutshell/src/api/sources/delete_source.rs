//! `DELETE /rest/sources/{id}`

use super::ListSources;
use crate::Nutshell;
use crate::envelope::{One, Records};
use crate::evidence;
use crate::model::{Source, SourceId};
use crate::verification;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Error, Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Deletes a source. [`UndeleteSource`](crate::api::sources::UndeleteSource) brings it back within 30 days.
///
/// `DELETE /rest/sources/{id}`; the response holds the source. An empty one leaves the outcome unknown.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::sources::DeleteSource::new("1-sources");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteSource {
    id: SourceId,
}

impl DeleteSource {
    /// Deletes the source `id`.
    pub fn new(id: impl Into<SourceId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteSource {
    type Vendor = Nutshell;
    type Response = Option<One<Source>>;
    const OPERATION: Operation =
        Operation::new("delete_source", Method::Delete, "/rest/sources/{id}", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Source>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

/// Lists them all, because the vendor has no read of one source. Where it is not listed nobody can tell: no document
/// says that the list is whole.
impl Resolve for DeleteSource {
    type Check = ListSources;
    const FOUND_WHEN: &'static str = "the list has the source with the time when it was deleted";

    fn check(&self) -> Option<ListSources> {
        Some(ListSources::new())
    }

    fn interpret(&self, seen: Result<&Records<Source>, &Error>) -> Resolution {
        verification::row(true, seen.ok().and_then(|rows| rows.iter().find(|row| row.id == self.id)))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteSource {
    fn sample() -> Self {
        Self::new("1-sources")
    }
}
