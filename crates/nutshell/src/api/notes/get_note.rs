//! `GET /rest/notes/{id}`

use crate::api::prelude::*;
use crate::model::{Note, NoteId};

/// Reads a note.
///
/// `GET /rest/notes/{id}`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::notes::GetNote;
///
/// let note = client.send(&GetNote::new("3-notes")).await?;
/// println!("{}: {:?}", note.id, note.body);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/notes/{id}")]
#[doc(alias = "notes/{id}")]
#[doc(alias = "get note")]
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
