//! Lists the stages of pipelines.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ListStages`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/stages` | read | list of [`Stage`](crate::model::Stage) |
//!
//! <!-- operations: end -->

mod list_stages;

pub use list_stages::ListStages;

leads_core::operations! { crate::Nutshell;
    ListStages: [crate::model::Stage],
}
