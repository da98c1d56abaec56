//! Notes on leads, people and companies.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateNote`] | POST `/rest/notes` | non-idempotent | [`Note`](crate::model::Note) | [page](https://developers.nutshell.com/reference) |
//! | [`DeleteNote`] | DELETE `/rest/notes/{id}` | non-idempotent | [`Note`](crate::model::Note) | [page](https://developers.nutshell.com/reference) |
//! | [`GetNote`] | GET `/rest/notes/{id}` | read | [`Note`](crate::model::Note) | [page](https://developers.nutshell.com/reference) |
//! | [`ListNotes`] | GET `/rest/notes` | read | list of [`Note`](crate::model::Note) | [page](https://developers.nutshell.com/reference) |
//! | [`UndeleteNote`] | POST `/rest/notes/{id}/undelete` | non-idempotent | [`Note`](crate::model::Note) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod create_note;
mod delete_note;
mod get_note;
mod list_notes;
mod undelete_note;

pub use create_note::{CreateNote, NewNote, NewNoteLinks};
pub use delete_note::{DeleteNote, DeleteNotes};
pub use get_note::GetNote;
pub use list_notes::ListNotes;
pub use undelete_note::UndeleteNote;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_note::CreateNoteBody;
}

leads_core::operations! { crate::Nutshell;
    GetNote,
    DeleteNote resolve,
    UndeleteNote resolve,
    ListNotes: [crate::model::Note],
    CreateNote body,
}
