//! `POST /rest/sources/{id}/undelete`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Source, SourceId};
use leads_core::Result;
use leads_core::request::{Answer, Operation, Parts, Request, Safety, Verb};
use serde::{Deserialize, Serialize};

/// Brings a deleted source back.
///
/// `POST /rest/sources/{id}/undelete`; without a body; the answer is the source.
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
        Operation::new("undelete_source", Verb::Post, "/rest/sources/{id}/undelete", Safety::OnceOnly)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(answer: &Answer) -> Result<One<Source>> {
        envelope::one(answer)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UndeleteSource {
    fn sample() -> Self {
        Self::new("1-sources")
    }
}
