//! `DELETE /rest/notes/{id}`

use super::GetNote;
use crate::Nutshell;
use crate::envelope::{One, Records};
use crate::evidence;
use crate::model::{Note, NoteId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Deletes a note. [`UndeleteNote`](crate::api::notes::UndeleteNote) brings it back.
///
/// `DELETE /rest/notes/{id}`; the response holds the note. An empty one leaves the outcome unknown.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::notes::DeleteNote::new("3-notes");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteNote {
    id: NoteId,
}

impl DeleteNote {
    /// Deletes the note `id`.
    pub fn new(id: impl Into<NoteId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteNote {
    type Vendor = Nutshell;
    type Response = Option<One<Note>>;
    const OPERATION: Operation =
        Operation::new("delete_note", Method::Delete, "/rest/notes/{id}", Safety::NonIdempotent).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Note>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for DeleteNote {
    type Check = GetNote;
    const FOUND_WHEN: &'static str = "the vendor knows the note no more, or it shows when it was deleted";

    fn check(&self) -> Option<GetNote> {
        Some(GetNote::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several notes in one call, `DELETE /rest/notes/{id},{id}`: the ids are joined by commas in the path, which
/// the vendor declares as a list.
///
/// What happens when one of them is unknown is not documented: look at the rows of the answer, or read the notes again.
///
/// After a lost answer, [`Client::resolve`](crate::Client::resolve) of a [`DeleteNote`] of each id, with the
/// error of this call, tells of each.
///
/// # Errors
/// As [`DeleteNote`]; an empty list is refused before anything is sent.
///
/// ```
/// let request = nutshell::api::notes::DeleteNotes::new(["3-notes", "4-notes"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteNotes {
    ids: Vec<NoteId>,
}

impl DeleteNotes {
    /// Deletes the notes `ids`.
    pub fn new<I: Into<NoteId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for DeleteNotes {
    type Vendor = Nutshell;
    type Response = Option<Records<Note>>;
    const OPERATION: Operation = DeleteNote::OPERATION;

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<Records<Note>>> {
        evidence::records_or_nothing::<Self, _>(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteNote {
    fn sample() -> Self {
        Self::new("3-notes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_ids_share_a_segment() {
        let path = |request: &DeleteNotes| request.parts().and_then(|parts| parts.render(DeleteNotes::OPERATION.path));
        assert_eq!(path(&DeleteNotes::new(["3-notes", "4-notes"])).unwrap(), "/rest/notes/3-notes,4-notes");
        assert_eq!(path(&DeleteNotes::new(Vec::<NoteId>::new())).unwrap_err().field(), Some("id"));
    }
}
