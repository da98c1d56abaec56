//! Filters saved by users. To filter a list, see [`query`](crate::query).

mod list_filters;

pub use list_filters::ListFilters;

leads_core::operations! { crate::Nutshell;
    ListFilters: [crate::model::SavedFilter],
}
