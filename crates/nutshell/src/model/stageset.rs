//! Pipelines.

use super::{StageId, StagesetId, model};
use crate::envelope::Record;
use leads_core::open_enum;

open_enum! {
    /// Whether a pipeline is in use, by the vendor's digit.
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
        /// The id.
        id: required StagesetId,
        /// The type, `stagesets`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// Whether new leads go into it.
        default: scalar bool,
        /// Whether the user of the credentials may use it.
        can_access: scalar bool,
        /// Whether it is in use: a digit, as number or text. See [`Stageset::state`].
        status: scalar String,
        /// Its relations.
        links: links StagesetLinks,
    }
}

model! {
    /// The relations of a pipeline.
    pub struct StagesetLinks {
        /// Its stages in their order.
        stages: scalars StageId,
    }
}

impl Stageset {
    /// Whether it is in use; `None` where the vendor does not say.
    #[must_use]
    pub fn state(&self) -> Option<StagesetStatus> {
        self.status.as_deref().map(StagesetStatus::from)
    }
}

impl Record for Stageset {
    const PLURAL: &'static str = "stagesets";
    const ALIASES: &'static [&'static str] = &["stageSets"];
}
