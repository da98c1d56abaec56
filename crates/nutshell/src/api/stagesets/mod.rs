//! Lists and exports pipelines, which the vendor calls stagesets.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ExportStageset`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/stagesets/{id}/export` | read | `Personal<String>` |
//! | [`ListStagesets`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/stagesets` | read | list of [`Stageset`](crate::model::Stageset) |
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
