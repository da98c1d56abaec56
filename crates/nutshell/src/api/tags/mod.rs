//! Tags.

mod create_tag;
mod delete_tag;
mod list_tags;
mod undelete_tag;

pub use create_tag::{CreateTag, CreateTagBody, NewTag, NewTagLinks, TagColor, TagTarget};
pub use delete_tag::{DeleteTag, DeleteTags};
pub use list_tags::ListTags;
pub use undelete_tag::UndeleteTag;

leads_core::operations! { crate::Nutshell;
    DeleteTag resolve,
    ListTags: [crate::model::Tag],
    CreateTag body,
    UndeleteTag resolve,
}
