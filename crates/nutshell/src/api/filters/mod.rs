//! Filters saved by users. To filter a list, see [`query`](crate::query).
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`ListFilters`] | GET `/rest/filters` | read | list of [`SavedFilter`](crate::model::SavedFilter) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod list_filters;

pub use list_filters::ListFilters;

leads_core::operations! { crate::Nutshell;
    ListFilters: [crate::model::SavedFilter],
}
