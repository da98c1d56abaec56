//! `GET /rest/tasks/{id}`

use crate::api::prelude::*;
use crate::model::{Task, TaskId};

/// Reads a task.
///
/// `GET /rest/tasks/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::tasks::GetTask::new("1-tasks");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetTask {
    id: TaskId,
}

impl GetTask {
    /// Creates a request that reads the task `id`.
    pub fn new(id: impl Into<TaskId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetTask {
    type Vendor = Nutshell;
    type Response = One<Task>;
    const OPERATION: Operation = op::get("get_task", "/rest/tasks/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetTask: Self::new("1-tasks"));
