//! Lists filters that users saved. To filter a list, see [`query`](crate::query).
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ListFilters`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/filters` | read | list of [`SavedFilter`](crate::model::SavedFilter) |
//!
//! <!-- operations: end -->

mod list_filters;

pub use list_filters::ListFilters;

leads_core::operations! { crate::Nutshell;
    ListFilters: [crate::model::SavedFilter],
}
