//! `GET /rest/notes/{id}`

use crate::api::prelude::*;
use crate::model::{Note, NoteId};

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
    const OPERATION: Operation = op::get("get_note", "/rest/notes/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetNote: Self::new("3-notes"));
