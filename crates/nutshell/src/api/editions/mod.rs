//! Reads and lists editions of newsletters.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetEdition`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/editions/{id}` | read | [`Edition`](crate::model::Edition) |
//! | [`ListEditions`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/editions` | read | list of [`Edition`](crate::model::Edition) |
//!
//! <!-- operations: end -->

mod get_edition;
mod list_editions;

pub use get_edition::GetEdition;
pub use list_editions::ListEditions;

leads_core::operations! { crate::Nutshell;
    ListEditions: [crate::model::Edition],
    GetEdition,
}
