//! Stages of pipelines.

use super::{StageId, StagesetId, model};
use crate::envelope::Record;

model! {
    /// A stage of a pipeline.
    pub struct Stage {
        /// The id.
        id: required StageId,
        /// The type, `stages`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// The description.
        description: scalar String,
        /// Its place in the pipeline.
        position: scalar i64,
        /// Its picture while a lead is in it.
        active_avatar_url: scalar String,
        /// Its picture once a lead has left it.
        complete_avatar_url: scalar String,
        /// Its picture before a lead reaches it.
        incomplete_avatar_url: scalar String,
        /// Its picture when a lead is late.
        overdue_avatar_url: scalar String,
        /// How many steps it has.
        num_steps: scalar i64,
        /// Whether a lead can go on from it.
        can_advance_stage: scalar bool,
        /// Its address in this API.
        href: scalar String,
        /// Its relations: declared as a list, an object in live answers; both are read.
        links: links StageLinks,
    }
}

impl Record for Stage {
    const PLURAL: &'static str = "stages";
}

model! {
    /// The relations of a stage.
    pub struct StageLinks {
        /// The pipeline.
        stageset: scalar StagesetId,
    }
}
