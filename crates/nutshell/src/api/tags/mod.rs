//! Creates, lists, deletes and restores tags.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateTag`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/tags` | non-idempotent | [`Tag`](crate::model::Tag) |
//! | [`DeleteTag`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/tags/{id}` | non-idempotent | [`Tag`](crate::model::Tag) |
//! | [`ListTags`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/tags` | read | list of [`Tag`](crate::model::Tag) |
//! | [`UndeleteTag`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/tags/{id}/undelete` | non-idempotent | [`Tag`](crate::model::Tag) |
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
