//! Creates, lists, deletes and restores the sources of leads.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateSource`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/sources` | non-idempotent | [`Source`](crate::model::Source) |
//! | [`DeleteSource`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/sources/{id}` | non-idempotent | [`Source`](crate::model::Source) |
//! | [`ListSources`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/sources` | read | list of [`Source`](crate::model::Source) |
//! | [`UndeleteSource`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/sources/{id}/undelete` | non-idempotent | [`Source`](crate::model::Source) |
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
