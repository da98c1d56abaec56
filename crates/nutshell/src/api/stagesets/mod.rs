//! Pipelines.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`ExportStageset`] | GET `/rest/stagesets/{id}/export` | read | `Personal<String>` | [page](https://developers.nutshell.com/reference) |
//! | [`ListStagesets`] | GET `/rest/stagesets` | read | list of [`Stageset`](crate::model::Stageset) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod export_stageset;
mod list_stagesets;

pub use export_stageset::ExportStageset;
pub use list_stagesets::ListStagesets;

leads_core::operations! { crate::Nutshell;
    ListStagesets: [crate::model::Stageset],
    ExportStageset,
}
