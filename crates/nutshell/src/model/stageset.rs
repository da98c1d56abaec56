//! Pipelines.

use super::{StageId, StagesetId, model};
use crate::record::Record;
use leads_core::open_enum;

open_enum! {
    /// The state of a pipeline, from the vendor's digit.
    pub enum StagesetStatus {
        /// In use.
        Active = "1",
        /// Not yet in use.
        Draft = "2",
        /// No longer in use.
        Retired = "3",
    }
}

model! {
    /// A pipeline: the stages that a lead goes through.
    pub struct Stageset {
        /// The record's id.
        id: required StagesetId,
        /// The type, `stagesets`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// Whether new leads are assigned to it.
        default: scalar bool,
        /// Whether the authenticated user may use it.
        can_access: scalar bool,
        /// The state: a digit, as number or text. See [`Stageset::state`].
        status: scalar String,
        /// Related records.
        links: first StagesetLinks,
    }
}

model! {
    /// The related records of a pipeline.
    pub struct StagesetLinks {
        /// The stages, in order.
        stages: scalars StageId,
    }
}

impl Stageset {
    /// Returns the state; `None` if the vendor does not provide it.
    #[must_use]
    pub fn state(&self) -> Option<StagesetStatus> {
        self.status.as_deref().map(StagesetStatus::from)
    }
}

impl Record for Stageset {
    const PLURAL: &'static str = "stagesets";
    const ALIASES: &'static [&'static str] = &["stageSets"];
}
