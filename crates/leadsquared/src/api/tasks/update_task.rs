//! `POST /v2/Task.svc/Update`

use crate::api::prelude::*;
use crate::model::{Acknowledged, TaskFields, TaskId};

/// Updates a task.
///
/// `POST /v2/Task.svc/Update`. The members that are set replace those of the task. Start from
/// [`TaskFields::changes`](crate::model::TaskFields::changes), which sets none. To complete a task, use
/// [`CompleteTask`](super::CompleteTask): this call does not (observed).
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read accepts a task id. To
/// check by hand, find the task in the owner's tasks with `ListTasks`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-task/).
///
/// # Errors
///
/// A rejected request, for example for an unknown task, is [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::tasks::UpdateTask, model::TaskFields};
///
/// let request = UpdateTask::new(
///     "04901f02-4d0c-11ec-993a-06f221480cd8", TaskFields::changes().description("moved"),
/// );
/// let updated = client.send(&request).await?;
/// println!("updated: {:?}", updated.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/Update")]
#[doc(alias = "Task.svc/Update")]
#[doc(alias = "update task")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateTask {
    body: UpdateTaskBody,
}

/// The wire body of [`UpdateTask`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpdateTaskBody(TaskFields);

impl UpdateTask {
    /// Updates a task.
    pub fn new(task: impl Into<TaskId>, changes: impl Into<TaskFields>) -> Self {
        Self { body: UpdateTaskBody(changes.into().of_task(task.into())) }
    }
}

impl Request for UpdateTask {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<TaskId>>;
    const OPERATION: Operation = op::post("update_task", "/v2/Task.svc/Update", Safety::Idempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/update-task/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.body.0.is_empty(), "changes", "must set something: nothing would change")
            .check(self.body.0.check(false))
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("find the task in the owner's tasks with ListTasks".to_owned())
    }
}

has_body!(UpdateTask => UpdateTaskBody);

sample!(UpdateTask: Self::new("0e0f0a0b-0c0d-4a4b-8c8d-101112131415", TaskFields::changes().name("Call again").description("moved")));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn update_task_serializes_to_the_wire_form() {
        let request = UpdateTask::new("4", TaskFields::changes().description("moved").lead("7"));
        assert_eq!(
            wire(&request),
            r#"POST /v2/Task.svc/Update {"UserTaskId":"4","Description":"moved","RelatedEntity":1,"RelatedEntityId":"7"}"#
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<UpdateTask>(&stored).unwrap(), request);
        assert!(serde_json::from_str::<UpdateTaskBody>(r#"{"UserTaskId":"4","Colour":"red"}"#).is_err());
        let without_id: UpdateTask = serde_json::from_str(r#"{"body":{"Name":"x"}}"#).unwrap();
        assert_eq!(without_id.parts().unwrap_err().field(), Some("task_id"));
    }

    #[test]
    fn update_task_without_changes_is_rejected() {
        assert_eq!(UpdateTask::new("4", TaskFields::changes()).parts().unwrap_err().field(), Some("changes"));
        let without_id = UpdateTask::new("", TaskFields::changes().name("x"));
        assert_eq!(without_id.parts().unwrap_err().field(), Some("task_id"));
        let nameless = UpdateTask::new("4", TaskFields::changes().name(" "));
        assert_eq!(nameless.parts().unwrap_err().field(), Some("name"));
    }
}
