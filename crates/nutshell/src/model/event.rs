//! Events: the log of everything that happens.

use super::{EntityId, EventId, StageId, model};
use crate::Json;
use crate::envelope::Record;
use leads_core::open_enum;

open_enum! {
    /// What happened. `create` and `stagechange` were seen, `edit` and `delete` are told of by a third party.
    pub enum EventAction {
        /// A record was made.
        Create = "create",
        /// A lead went to another stage.
        StageChange = "stagechange",
        /// A record was changed.
        Edit = "edit",
        /// A record was deleted.
        Delete = "delete",
    }
}

model! {
    /// An entry of the log.
    pub struct Event {
        /// The id.
        id: required EventId,
        /// The type, `events`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// When it happened.
        created_time: time,
        /// The type of whoever did it: `users`, `origins`.
        actor_type: scalar String,
        /// The type of what it happened to: `leads`, `contacts`.
        payload_type: scalar String,
        /// What happened.
        action: scalar EventAction,
        /// What changed.
        changes: list EventChange,
        /// Its meaning is not documented.
        count: scalar String,
        /// Its address in this API.
        href: scalar String,
        /// Its relations.
        links: links EventLinks,
    }
}

impl Record for Event {
    const PLURAL: &'static str = "events";
}

model! {
    /// One change of an event.
    pub struct EventChange {
        /// The member that changed.
        attribute: scalar String,
        /// What it was: a text, or a record like a stage. Absent when it was empty.
        old_value: json,
        /// What it is.
        new_value: json,
    }
}

impl EventChange {
    /// What it was as a stage: id, name and position.
    #[must_use]
    pub fn old_stage(&self) -> Option<EventStage> {
        self.old_value.as_ref().and_then(stage)
    }

    /// What it is as a stage: id, name and position.
    #[must_use]
    pub fn new_stage(&self) -> Option<EventStage> {
        self.new_value.as_ref().and_then(stage)
    }
}

fn stage(value: &Json) -> Option<EventStage> {
    value.text().starts_with('{').then(|| value.read().ok()).flatten()
}

model! {
    /// A record in a change, for the most part a stage.
    pub struct EventStage {
        /// The id.
        id: required StageId,
        /// The type.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// Its place in the pipeline.
        position: scalar i64,
    }
}

model! {
    /// The relations of an event.
    pub struct EventLinks {
        /// Whoever did it: among the `actors` of the answer, or missing there.
        actor: scalar EntityId,
        /// What it happened to: among the `payloads` of the answer, or missing there.
        payloads: scalars EntityId,
        /// Its comments.
        comments: scalars EntityId,
    }
}
