//! Pipelines.

mod export_stageset;
mod list_stagesets;

pub use export_stageset::ExportStageset;
pub use list_stagesets::ListStagesets;

leads_core::operations! { crate::Nutshell;
    ListStagesets: [crate::model::Stageset],
    ExportStageset,
}
