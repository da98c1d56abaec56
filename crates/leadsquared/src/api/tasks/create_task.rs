//! `POST /v2/Task.svc/Create`

use crate::api::prelude::*;
use crate::model::{Acknowledged, TaskFields, TaskId};

/// Creates a task: a call, a meeting or a to-do.
///
/// `POST /v2/Task.svc/Create`. See [`TaskFields`] for its contents.
///
/// If the response is lost, the outcome cannot be verified automatically: a task has no client-supplied key. To check
/// by hand, list the owner's tasks with `ListTasks`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-task/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried: a second call creates a second task.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::{TimeZone, Utc};
/// use leadsquared::{api::tasks::CreateTask, model::TaskFields};
///
/// let due = Utc.with_ymd_and_hms(2026, 11, 11, 10, 30, 0).unwrap();
/// let request = CreateTask::new(
///     TaskFields::new("Call Jane", due)
///         .lead("3aee22bd-8419-422a-8242-c510df9af021")
///         .task_type("Phone Call")
///         .owner_email("owner@example.com")
///         .reminder_minutes(20),
/// );
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/Create")]
#[doc(alias = "Task.svc/Create")]
#[doc(alias = "create task")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTask {
    body: CreateTaskBody,
}

/// The wire body of [`CreateTask`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreateTaskBody(TaskFields);

impl CreateTask {
    /// Creates a task.
    pub fn new(task: impl Into<TaskFields>) -> Self {
        Self { body: CreateTaskBody(task.into()) }
    }
}

impl Request for CreateTask {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<TaskId>>;
    const OPERATION: Operation = op::post("create_task", "/v2/Task.svc/Create", Safety::NonIdempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/create-task/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.0.check(true)).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the owner's tasks with ListTasks".to_owned())
    }
}

has_body!(CreateTask => CreateTaskBody);

sample!(CreateTask: Self::new(
    TaskFields::new("Call Jane", chrono::DateTime::UNIX_EPOCH)
        .description("about the kitchen")
        .lead("0a0b0c0d-0e0f-4a4b-8c8d-101112131415")
        .task_type("Phone Call")
        .owner_email("owner@example.com")
        .reminder_minutes(20)
        .notify_by_email(true)
        .location("Pune")
        .custom_field("mx_Custom_1", "x"),
));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    use chrono::{TimeZone, Utc};

    #[test]
    fn create_task_serializes_to_the_wire_form() {
        let due = Utc.with_ymd_and_hms(2026, 11, 11, 10, 12, 45).unwrap();
        let request = CreateTask::new(TaskFields::new("Call", due).reminder_minutes(20).task_type("Phone Call"));
        assert_eq!(
            wire(&request),
            r#"POST /v2/Task.svc/Create {"Name":"Call","RelatedEntity":0,"RelatedEntityId":"","DueDate":"2026-11-11 10:12:45","Reminder":20,"TaskType":{"Name":"Phone Call"}}"#
        );
        assert_eq!(CreateTask::new(TaskFields::new("", due)).parts().unwrap_err().field(), Some("name"));
        assert_eq!(CreateTask::OPERATION.safety, Safety::NonIdempotent);
    }
}
