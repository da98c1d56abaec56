//! Tasks.

use super::{EntityId, TaskId, UserId, model};
use crate::envelope::Record;
use leads_core::open_enum;

model! {
    /// A task.
    ///
    /// The vendor describes only the id, the page and the recurrence. The other members are those that a new task is
    /// made with (inferred); whatever else comes is in [`Raw::field`](leads_core::Raw::field).
    pub struct Task {
        /// The id.
        id: required TaskId,
        /// The type, `tasks`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What is to be done.
        title: personal,
        /// More about it.
        description: personal,
        /// When it is due.
        due_time: time,
        /// When it was made.
        created_time: time,
        /// When it was changed.
        modified_time: time,
        /// When it was done.
        completed_time: time,
        /// When it was deleted.
        deleted_time: time,
        /// How it comes again; `None` where it does not.
        recurrence_rule: object RecurrenceRule,
        /// Its address in this API.
        href: scalar String,
        /// Its page.
        html_url: scalar String,
        /// The path of its page.
        html_url_path: scalar String,
        /// Its relations.
        links: links TaskLinks,
    }
}

impl Record for Task {
    const PLURAL: &'static str = "tasks";
}

model! {
    /// The relations of a task.
    pub struct TaskLinks {
        /// What it is about.
        related_entity: scalar EntityId,
        /// Who does it.
        assignee: scalar UserId,
        /// Who made it.
        creator: scalar EntityId,
    }
}

model! {
    /// How a task comes again.
    pub struct RecurrenceRule {
        /// The id.
        id: scalar EntityId,
        /// The type of the record.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The rule in the words of RFC 5545: `FREQ=WEEKLY;BYDAY=MO`.
        rule: scalar String,
        /// What the next due time is counted from.
        mode: scalar RecurrenceMode,
        /// Its page.
        html_url: scalar String,
        /// The path of its page.
        html_url_path: scalar String,
    }
}

open_enum! {
    /// What the next due time of a task is counted from.
    pub enum RecurrenceMode {
        /// From the due time before, whenever the task was done.
        DueDate = "dueDate",
        /// From when the task was done.
        Completion = "completion",
    }
}
