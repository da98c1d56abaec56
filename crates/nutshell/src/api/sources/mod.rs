//! Lead sources.

mod create_source;
mod delete_source;
mod list_sources;
mod undelete_source;

pub use create_source::{CreateSource, CreateSourceBody, NewSource};
pub use delete_source::DeleteSource;
pub use list_sources::ListSources;
pub use undelete_source::UndeleteSource;

leads_core::operations! { crate::Nutshell;
    DeleteSource resolve,
    UndeleteSource resolve,
    ListSources: [crate::model::Source],
    CreateSource body,
}
