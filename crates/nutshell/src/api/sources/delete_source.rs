//! `DELETE /rest/sources/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Source, SourceId};
use leads_core::Result;
use leads_core::request::{Answer, Operation, Parts, Request, Safety, Verb};
use serde::{Deserialize, Serialize};

/// Deletes a source. [`UndeleteSource`](crate::api::sources::UndeleteSource) brings it back within 30 days.
///
/// `DELETE /rest/sources/{id}`; the answer holds the source, or nothing.
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
        Operation::new("delete_source", Verb::Delete, "/rest/sources/{id}", Safety::OnceOnly).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(answer: &Answer) -> Result<Option<One<Source>>> {
        envelope::maybe(answer)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteSource {
    fn sample() -> Self {
        Self::new("1-sources")
    }
}
