//! `GET /rest/tasks/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Task, TaskId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

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
    const OPERATION: Operation =
        Operation::new("get_task", Method::Get, "/rest/tasks/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Task>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetTask {
    fn sample() -> Self {
        Self::new("1-tasks")
    }
}
