//! `GET /v2/Task.svc/MarkComplete`

use crate::api::prelude::*;
use crate::model::{Acknowledged, TaskId};
use leads_core::vendor::Evidence;

/// Marks a task as completed, with the current time as the time of completion.
///
/// `GET /v2/Task.svc/MarkComplete?id=` (observed on one account). Although the method is `GET`, this is a write.
/// [`UpdateTask`](super::UpdateTask) does not complete a task. A second call can move the time of completion
/// (inferred).
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read accepts a task id. To
/// check by hand, look for the task among the owner's completed tasks with `ListTasks`.
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::tasks::CompleteTask;
///
/// let request = CompleteTask::new("04901f02-4d0c-11ec-993a-06f221480cd8");
/// let completed = client.send(&request).await?;
/// println!("completed: {:?}", completed.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/MarkComplete")]
#[doc(alias = "Task.svc/MarkComplete")]
#[doc(alias = "complete task")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompleteTask {
    task_id: TaskId,
}

impl CompleteTask {
    /// Completes a task.
    pub fn new(task: impl Into<TaskId>) -> Self {
        Self { task_id: task.into() }
    }
}

impl Request for CompleteTask {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<TaskId>>;
    const OPERATION: Operation = op::get("complete_task", "/v2/Task.svc/MarkComplete", Safety::Idempotent)
        .names_record()
        .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(crate::model::check_id(self.task_id.as_str(), "task_id")).query("id", &self.task_id).empty()
    }

    fn trace(&self) -> Option<String> {
        Some("look for the task among the owner's completed tasks with ListTasks".to_owned())
    }
}

sample!(CompleteTask: Self::new("0e0f0a0b-0c0d-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn completion_is_a_get_and_a_write() {
        assert_eq!(wire(&CompleteTask::new("4")), "GET /v2/Task.svc/MarkComplete?id=4");
        assert!(CompleteTask::OPERATION.safety.is_write());
        assert_eq!(CompleteTask::new("").parts().unwrap_err().field(), Some("task_id"));
    }
}
