//! Tasks.

use super::{EntityId, TaskId, Time, UserId, model};
use crate::envelope::Record;
use leads_core::{Personal, open_enum};

model! {
    /// A task.
    ///
    /// The vendor describes only the id, the page and the recurrence. The other members are those of a new task
    /// (inferred); any other member is available through [`Raw::field`](leads_core::Raw::field).
    pub struct Task {
        /// The record's id.
        id: required TaskId,
        /// The type, `tasks`.
        kind as "type": scalar String,
        /// The title.
        title: scalar Personal<String>,
        /// The description.
        description: scalar Personal<String>,
        /// When it is due.
        due_time: either Time,
        /// When the record was created.
        created_time: either Time,
        /// When the record was updated.
        modified_time: either Time,
        /// When it was done.
        completed_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// The recurrence; `None` if there is none.
        recurrence_rule: object RecurrenceRule,
        /// The record's URL in this API.
        href: scalar String,
        /// The record's page in the web application.
        html_url: scalar String,
        /// The path of the record's page in the web application.
        html_url_path: scalar String,
        /// Related records.
        links: first TaskLinks,
    }
}

impl Record for Task {
    const PLURAL: &'static str = "tasks";
}

model! {
    /// The related records of a task.
    pub struct TaskLinks {
        /// The record it is attached to.
        related_entity: scalar EntityId,
        /// The assignee.
        assignee: scalar UserId,
        /// Who created the record.
        creator: scalar EntityId,
    }
}

model! {
    /// The recurrence of a task.
    pub struct RecurrenceRule {
        /// The record's id.
        id: scalar EntityId,
        /// The record's type.
        kind as "type": scalar String,
        /// An RFC 5545 rule: `FREQ=WEEKLY;BYDAY=MO`.
        rule: scalar String,
        /// What the next due time is calculated from.
        mode: scalar RecurrenceMode,
        /// The record's page in the web application.
        html_url: scalar String,
        /// The path of the record's page in the web application.
        html_url_path: scalar String,
    }
}

open_enum! {
    /// What the next due time of a task is calculated from.
    pub enum RecurrenceMode {
        /// From the previous due time, whenever the task was done.
        DueDate = "dueDate",
        /// From when the task was done.
        Completion = "completion",
    }
}
