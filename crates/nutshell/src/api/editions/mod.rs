//! Newsletter editions.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetEdition`] | GET `/rest/editions/{id}` | read | [`Edition`](crate::model::Edition) | [page](https://developers.nutshell.com/reference) |
//! | [`ListEditions`] | GET `/rest/editions` | read | list of [`Edition`](crate::model::Edition) | [page](https://developers.nutshell.com/reference) |
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
