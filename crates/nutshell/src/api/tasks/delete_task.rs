//! `DELETE /rest/tasks/{id}`

use super::GetTask;
use crate::Nutshell;
use crate::envelope::{One, Records};
use crate::evidence;
use crate::model::{Task, TaskId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Deletes a task. There is no documented way to bring it back.
///
/// `DELETE /rest/tasks/{id}`; the response holds the task. An empty one leaves the outcome unknown.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::tasks::DeleteTask::new("1-tasks");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTask {
    id: TaskId,
}

impl DeleteTask {
    /// Deletes the task `id`.
    pub fn new(id: impl Into<TaskId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteTask {
    type Vendor = Nutshell;
    type Response = Option<One<Task>>;
    const OPERATION: Operation =
        Operation::new("delete_task", Method::Delete, "/rest/tasks/{id}", Safety::NonIdempotent).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Task>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for DeleteTask {
    type Check = GetTask;
    const FOUND_WHEN: &'static str = "the vendor knows the task no more, or it shows when it was deleted";

    fn check(&self) -> Option<GetTask> {
        Some(GetTask::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several tasks in one call, `DELETE /rest/tasks/{id},{id}`: the ids are joined by commas in the path, which
/// the vendor declares as a list.
///
/// What happens when one of them is unknown is not documented: look at the rows of the answer, or read the tasks again.
///
/// After a lost answer, [`Client::resolve`](crate::Client::resolve) of a [`DeleteTask`] of each id, with the
/// error of this call, tells of each.
///
/// # Errors
/// As [`DeleteTask`]; an empty list is refused before anything is sent.
///
/// ```
/// let request = nutshell::api::tasks::DeleteTasks::new(["1-tasks", "2-tasks"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTasks {
    ids: Vec<TaskId>,
}

impl DeleteTasks {
    /// Deletes the tasks `ids`.
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

    fn read(response: &HttpResponse) -> Result<Option<Records<Task>>> {
        evidence::records_or_nothing::<Self, _>(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteTask {
    fn sample() -> Self {
        Self::new("1-tasks")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_ids_share_a_segment() {
        let path = |request: &DeleteTasks| request.parts().and_then(|parts| parts.render(DeleteTasks::OPERATION.path));
        assert_eq!(path(&DeleteTasks::new(["1-tasks", "2-tasks"])).unwrap(), "/rest/tasks/1-tasks,2-tasks");
        assert_eq!(path(&DeleteTasks::new(Vec::<TaskId>::new())).unwrap_err().field(), Some("id"));
    }
}
