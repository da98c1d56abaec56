//! Stages of pipelines.

mod list_stages;

pub use list_stages::ListStages;

leads_core::operations! { crate::Nutshell;
    ListStages: [crate::model::Stage],
}
