//! Creates, reads, lists, deletes and restores notes on leads, people and companies.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateNote`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/notes` | non-idempotent | [`Note`](crate::model::Note) |
//! | [`DeleteNote`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/notes/{id}` | non-idempotent | [`Note`](crate::model::Note) |
//! | [`GetNote`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/notes/{id}` | read | [`Note`](crate::model::Note) |
//! | [`ListNotes`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/notes` | read | list of [`Note`](crate::model::Note) |
//! | [`UndeleteNote`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/notes/{id}/undelete` | non-idempotent | [`Note`](crate::model::Note) |
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
