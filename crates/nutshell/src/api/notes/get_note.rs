//! `GET /rest/notes/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Note, NoteId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a note.
///
/// `GET /rest/notes/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::notes::GetNote::new("3-notes");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetNote {
    id: NoteId,
}

impl GetNote {
    /// Creates a request that reads the note `id`.
    pub fn new(id: impl Into<NoteId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetNote {
    type Vendor = Nutshell;
    type Response = One<Note>;
    const OPERATION: Operation =
        Operation::new("get_note", Method::Get, "/rest/notes/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Note>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetNote {
    fn sample() -> Self {
        Self::new("3-notes")
    }
}
