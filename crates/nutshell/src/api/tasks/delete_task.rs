//! `DELETE /rest/tasks/{id}`

use super::GetTask;
use crate::api::prelude::*;
use crate::model::{Task, TaskId};

/// Deletes a task. There is no documented way to restore it.
///
/// `DELETE /rest/tasks/{id}`. The response contains the task; an empty response leaves the outcome unknown.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::tasks::DeleteTask;
///
/// let reply = client.send(&DeleteTask::new("1-tasks")).await?;
/// if let Some(task) = reply.into_inner() {
///     println!("{}: {:?}", task.id, task.title);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tasks/{id}")]
#[doc(alias = "tasks/{id}")]
#[doc(alias = "delete task")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTask {
    id: TaskId,
}

impl DeleteTask {
    /// Creates a request that deletes the task `id`.
    pub fn new(id: impl Into<TaskId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteTask {
    type Vendor = Nutshell;
    type Response = Option<One<Task>>;
    const OPERATION: Operation = op::delete("delete_task", "/rest/tasks/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for DeleteTask {
    type Check = GetTask;
    const FOUND_WHEN: &'static str = "the vendor no longer knows the task, or the task has a deletion time";

    fn check(&self) -> Option<GetTask> {
        Some(GetTask::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several tasks in one call, `DELETE /rest/tasks/{id},{id}`, with the ids joined by commas in the path, which
/// the vendor declares as a list.
///
/// The behaviour if one of the ids is unknown is not documented: check the rows of the response, or read the tasks
/// again.
///
/// If the response is lost, resolve each id separately: pass a [`DeleteTask`] of the id and the error of this call to
/// [`Client::resolve`](crate::Client::resolve).
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// As for [`DeleteTask`]. Also returns an error, before anything is sent, if the list is empty.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::tasks::DeleteTasks;
///
/// let reply = client.send(&DeleteTasks::new(["1-tasks", "2-tasks"])).await?;
/// if let Some(tasks) = reply.into_inner() {
///     println!("{} tasks", tasks.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTasks {
    ids: Vec<TaskId>,
}

impl DeleteTasks {
    /// Creates a request that deletes the tasks `ids`.
    pub fn new<I: Into<TaskId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for DeleteTasks {
    type Vendor = Nutshell;
    type Response = Option<Records<Task>>;
    const OPERATION: Operation = DeleteTask::OPERATION;

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }
}

sample!(DeleteTask: Self::new("1-tasks"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delete_task_puts_several_ids_into_a_path_segment() {
        let path = |request: &DeleteTasks| request.parts().and_then(|parts| parts.render(DeleteTasks::OPERATION.path));
        assert_eq!(path(&DeleteTasks::new(["1-tasks", "2-tasks"])).unwrap(), "/rest/tasks/1-tasks,2-tasks");
        assert_eq!(path(&DeleteTasks::new(Vec::<TaskId>::new())).unwrap_err().field(), Some("id"));
    }
}
