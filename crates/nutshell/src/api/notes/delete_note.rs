//! `DELETE /rest/notes/{id}`

use super::GetNote;
use crate::api::prelude::*;
use crate::model::{Note, NoteId};

/// Deletes a note. [`UndeleteNote`](crate::api::notes::UndeleteNote) restores it.
///
/// `DELETE /rest/notes/{id}`. The response contains the note; an empty response leaves the outcome unknown.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::notes::DeleteNote;
///
/// let reply = client.send(&DeleteNote::new("3-notes")).await?;
/// if let Some(note) = reply.into_inner() {
///     println!("{}: {:?}", note.id, note.body);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/notes/{id}")]
#[doc(alias = "notes/{id}")]
#[doc(alias = "delete note")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteNote {
    id: NoteId,
}

impl DeleteNote {
    /// Creates a request that deletes the note `id`.
    pub fn new(id: impl Into<NoteId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteNote {
    type Vendor = Nutshell;
    type Response = Option<One<Note>>;
    const OPERATION: Operation = op::delete("delete_note", "/rest/notes/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for DeleteNote {
    type Check = GetNote;
    const FOUND_WHEN: &'static str = "the vendor no longer knows the note, or the note has a deletion time";

    fn check(&self) -> Option<GetNote> {
        Some(GetNote::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several notes in one call, `DELETE /rest/notes/{id},{id}`, with the ids joined by commas in the path, which
/// the vendor declares as a list.
///
/// The behaviour if one of the ids is unknown is not documented: check the rows of the response, or read the notes
/// again.
///
/// If the response is lost, resolve each id separately: pass a [`DeleteNote`] of the id and the error of this call to
/// [`Client::resolve`](crate::Client::resolve).
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// As for [`DeleteNote`]. Also returns an error, before anything is sent, if the list is empty.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::notes::DeleteNotes;
///
/// let reply = client.send(&DeleteNotes::new(["3-notes", "4-notes"])).await?;
/// if let Some(notes) = reply.into_inner() {
///     println!("{} notes", notes.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteNotes {
    ids: Vec<NoteId>,
}

impl DeleteNotes {
    /// Creates a request that deletes the notes `ids`.
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
}

sample!(DeleteNote: Self::new("3-notes"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delete_note_puts_several_ids_into_a_path_segment() {
        let path = |request: &DeleteNotes| request.parts().and_then(|parts| parts.render(DeleteNotes::OPERATION.path));
        assert_eq!(path(&DeleteNotes::new(["3-notes", "4-notes"])).unwrap(), "/rest/notes/3-notes,4-notes");
        assert_eq!(path(&DeleteNotes::new(Vec::<NoteId>::new())).unwrap_err().field(), Some("id"));
    }
}
