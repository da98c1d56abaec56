//! `GET /rest/tasks/{id}`

use crate::api::prelude::*;
use crate::model::{Task, TaskId};

/// Reads a task.
///
/// `GET /rest/tasks/{id}`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::tasks::GetTask;
///
/// let task = client.send(&GetTask::new("1-tasks")).await?;
/// println!("{}: {:?}", task.id, task.title);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tasks/{id}")]
#[doc(alias = "tasks/{id}")]
#[doc(alias = "get task")]
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
