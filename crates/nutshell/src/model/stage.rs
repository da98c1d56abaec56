//! Stages of pipelines.

use super::{StageId, StagesetId, model};
use crate::envelope::Record;

model! {
    /// A stage of a pipeline.
    pub struct Stage {
        /// The record's id.
        id: required StageId,
        /// The type, `stages`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The description.
        description: scalar String,
        /// The position in the pipeline.
        position: scalar i64,
        /// The picture while a lead is in it.
        active_avatar_url: scalar String,
        /// The picture after a lead has left it.
        complete_avatar_url: scalar String,
        /// The picture before a lead reaches it.
        incomplete_avatar_url: scalar String,
        /// The picture when a lead is overdue.
        overdue_avatar_url: scalar String,
        /// The number of steps.
        num_steps: scalar i64,
        /// Whether a lead can advance from it.
        can_advance_stage: scalar bool,
        /// The record's URL in this API.
        href: scalar String,
        /// Related records. Declared as a list, an object in live responses; both are read.
        links: first StageLinks,
    }
}

impl Record for Stage {
    const PLURAL: &'static str = "stages";
}

model! {
    /// The related records of a stage.
    pub struct StageLinks {
        /// The pipeline.
        stageset: scalar StagesetId,
    }
}
