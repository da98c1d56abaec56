//! Events: the log of everything that happens.

use super::{EntityId, EventId, StageId, Time, model};
use crate::Json;
use crate::envelope::Record;
use leads_core::open_enum;

open_enum! {
    /// What happened. `create` and `stagechange` were observed; `edit` and `delete` are reported by a third party.
    pub enum EventAction {
        /// A record was created.
        Create = "create",
        /// A lead moved to another stage.
        StageChange = "stagechange",
        /// A record was edited.
        Edit = "edit",
        /// A record was deleted.
        Delete = "delete",
    }
}

model! {
    /// An entry in the event log.
    pub struct Event {
        /// The record's id.
        id: required EventId,
        /// The type, `events`.
        kind as "type": scalar String,
        /// When it happened.
        created_time: either Time,
        /// The actor's type: `users`, `origins`.
        actor_type: scalar String,
        /// The payload's type: `leads`, `contacts`.
        payload_type: scalar String,
        /// What happened.
        action: scalar EventAction,
        /// The changes.
        changes: list EventChange,
        /// Its meaning is not documented.
        count: scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// Related records.
        links: first EventLinks,
    }
}

impl Record for Event {
    const PLURAL: &'static str = "events";
}

model! {
    /// One change in an event.
    pub struct EventChange {
        /// The member that changed.
        attribute: scalar String,
        /// The old value: a text, or a record such as a stage. Absent if it was empty.
        old_value: json crate::Json,
        /// The description.
        new_value: json crate::Json,
    }
}

impl EventChange {
    /// Returns the old value as a stage: id, name and position.
    #[must_use]
    pub fn old_stage(&self) -> Option<EventStage> {
        self.old_value.as_ref().and_then(stage)
    }

    /// Returns the new value as a stage: id, name and position.
    #[must_use]
    pub fn new_stage(&self) -> Option<EventStage> {
        self.new_value.as_ref().and_then(stage)
    }
}

fn stage(value: &Json) -> Option<EventStage> {
    value.text().starts_with('{').then(|| value.read().ok()).flatten()
}

model! {
    /// A record in a change, usually a stage.
    pub struct EventStage {
        /// The record's id.
        id: required StageId,
        /// The type.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The position in the pipeline.
        position: scalar i64,
    }
}

model! {
    /// The related records of an event.
    pub struct EventLinks {
        /// The actor: among the response's `actors`, or missing there.
        actor: scalar EntityId,
        /// The record the event refers to: among the response's `payloads`, or missing there.
        payloads: scalars EntityId,
        /// The comments.
        comments: scalars EntityId,
    }
}
