//! Lead sources.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateSource`] | POST `/rest/sources` | non-idempotent | [`Source`](crate::model::Source) | [page](https://developers.nutshell.com/reference) |
//! | [`DeleteSource`] | DELETE `/rest/sources/{id}` | non-idempotent | [`Source`](crate::model::Source) | [page](https://developers.nutshell.com/reference) |
//! | [`ListSources`] | GET `/rest/sources` | read | list of [`Source`](crate::model::Source) | [page](https://developers.nutshell.com/reference) |
//! | [`UndeleteSource`] | POST `/rest/sources/{id}/undelete` | non-idempotent | [`Source`](crate::model::Source) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod create_source;
mod delete_source;
mod list_sources;
mod undelete_source;

pub use create_source::{CreateSource, NewSource};
pub use delete_source::DeleteSource;
pub use list_sources::ListSources;
pub use undelete_source::UndeleteSource;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_source::CreateSourceBody;
}

leads_core::operations! { crate::Nutshell;
    DeleteSource resolve,
    UndeleteSource resolve,
    ListSources: [crate::model::Source],
    CreateSource body,
}
