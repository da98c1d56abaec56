//! `POST /rest/notes/{id}/undelete`

use super::GetNote;
use crate::api::prelude::*;
use crate::model::{Note, NoteId};

/// Restores a deleted note.
///
/// `POST /rest/notes/{id}/undelete` without a body. The response is the note.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::notes::UndeleteNote;
///
/// let note = client.send(&UndeleteNote::new("3-notes")).await?;
/// println!("{}: {:?}", note.id, note.body);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/notes/{id}/undelete")]
#[doc(alias = "notes/{id}/undelete")]
#[doc(alias = "undelete note")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteNote {
    id: NoteId,
}

impl UndeleteNote {
    /// Creates a request that restores the note `id`.
    pub fn new(id: impl Into<NoteId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteNote {
    type Vendor = Nutshell;
    type Response = One<Note>;
    const OPERATION: Operation = op::post("undelete_note", "/rest/notes/{id}/undelete", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for UndeleteNote {
    type Check = GetNote;
    const FOUND_WHEN: &'static str = "the note shows that it has no deletion time";

    fn check(&self) -> Option<GetNote> {
        Some(GetNote::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::undeleted(seen.map(|one| one.record()))
    }
}

sample!(UndeleteNote: Self::new("3-notes"));
