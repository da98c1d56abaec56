//! Stages of pipelines.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`ListStages`] | GET `/rest/stages` | read | list of [`Stage`](crate::model::Stage) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod list_stages;

pub use list_stages::ListStages;

leads_core::operations! { crate::Nutshell;
    ListStages: [crate::model::Stage],
}
