//! Tags.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateTag`] | POST `/rest/tags` | non-idempotent | [`Tag`](crate::model::Tag) | [page](https://developers.nutshell.com/reference) |
//! | [`DeleteTag`] | DELETE `/rest/tags/{id}` | non-idempotent | [`Tag`](crate::model::Tag) | [page](https://developers.nutshell.com/reference) |
//! | [`ListTags`] | GET `/rest/tags` | read | list of [`Tag`](crate::model::Tag) | [page](https://developers.nutshell.com/reference) |
//! | [`UndeleteTag`] | POST `/rest/tags/{id}/undelete` | non-idempotent | [`Tag`](crate::model::Tag) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod create_tag;
mod delete_tag;
mod list_tags;
mod undelete_tag;

pub use create_tag::{CreateTag, NewTag, NewTagLinks, TagColor, TagTarget};
pub use delete_tag::{DeleteTag, DeleteTags};
pub use list_tags::ListTags;
pub use undelete_tag::UndeleteTag;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_tag::CreateTagBody;
}

leads_core::operations! { crate::Nutshell;
    DeleteTag resolve,
    ListTags: [crate::model::Tag],
    CreateTag body,
    UndeleteTag resolve,
}
