//! Notes on leads, people and companies.

mod create_note;
mod delete_note;
mod get_note;
mod list_notes;
mod undelete_note;

pub use create_note::{CreateNote, CreateNoteBody, NewNote, NewNoteLinks};
pub use delete_note::{DeleteNote, DeleteNotes};
pub use get_note::GetNote;
pub use list_notes::ListNotes;
pub use undelete_note::UndeleteNote;

leads_core::operations! { crate::Nutshell;
    GetNote,
    DeleteNote resolve,
    UndeleteNote resolve,
    ListNotes: [crate::model::Note],
    CreateNote body,
}
