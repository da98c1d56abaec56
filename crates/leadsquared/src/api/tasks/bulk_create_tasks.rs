//! `POST /v2/Task.svc/Bulk/Create`

use crate::api::prelude::*;
use crate::bulk::{self, Bulk, BulkResponse};
use crate::model::TaskFields;
use crate::model::task_fields::check_url;
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Creates tasks, at most 50 per call. The vendor queues them.
///
/// `POST /v2/Task.svc/Bulk/Create`. A queued row is not yet a task: the final result is reported to the
/// [`status_webhook`](Self::status_webhook), if one is set. [`Client::send_all`](crate::Client::send_all) accepts any
/// number of rows and reports each of them.
///
/// If the response is lost, the outcome cannot be verified automatically: a task has no client-supplied key. To check
/// by hand, list the owner's tasks with `ListTasks`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-tasks-in-bulk/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, every row is
/// unknown and the request is not retried: a second call creates second tasks.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::{TimeZone, Utc};
/// use leadsquared::{api::tasks::BulkCreateTasks, model::TaskFields};
///
/// let due = Utc.with_ymd_and_hms(2026, 11, 11, 10, 30, 0).unwrap();
/// let request =
///     BulkCreateTasks::new(["Call Jane", "Call John"].map(|name| TaskFields::new(name, due)))
///     .status_webhook("https://example.com/tasks-made");
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/Bulk/Create")]
#[doc(alias = "Task.svc/Bulk/Create")]
#[doc(alias = "bulk create tasks")]
#[doc(alias = "bulk create")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkCreateTasks {
    body: BulkCreateTasksBody,
}

/// The wire body of [`BulkCreateTasks`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct BulkCreateTasksBody {
    task_list: Vec<TaskFields>,
    #[serde(rename = "StatusWebhookURL")]
    status_webhook_url: Option<String>,
}

impl BulkCreateTasks {
    /// Creates a request that creates these tasks.
    pub fn new(tasks: impl IntoIterator<Item = TaskFields>) -> Self {
        Self { body: BulkCreateTasksBody { task_list: tasks.into_iter().collect(), status_webhook_url: None } }
    }

    /// Sets the URL to which the result of each row is reported.
    #[must_use]
    pub fn status_webhook(mut self, url: impl Into<String>) -> Self {
        self.body.status_webhook_url = Some(url.into());
        self
    }
}

impl Request for BulkCreateTasks {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation = op::post("bulk_create_tasks", "/v2/Task.svc/Bulk/Create", Safety::NonIdempotent)
        .rate(BULK_CALLS)
        .docs("https://apidocs.leadsquared.com/create-tasks-in-bulk/");

    fn parts(&self) -> Result<Parts> {
        let mut parts = bulk::parts(self.body.task_list.len(), Self::MAX_ROWS, "tasks")
            .check(check_url(self.body.status_webhook_url.as_deref(), "status_webhook"));
        for task in &self.body.task_list {
            parts = parts.check(task.check(true));
        }
        parts.json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the owner's tasks with ListTasks".to_owned())
    }
}

has_body!(BulkCreateTasks => BulkCreateTasksBody);

impl Bulk for BulkCreateTasks {
    const MAX_ROWS: usize = 50;
    const QUEUED: bool = true;

    fn rows(&self) -> usize {
        self.body.task_list.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        // The response does not name rows: a task is identified only by its position.
        let _ = row;
        None
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let task_list = self.body.task_list.get(rows).unwrap_or_default().to_vec();
        Self { body: BulkCreateTasksBody { task_list, status_webhook_url: self.body.status_webhook_url.clone() } }
    }
}

sample!(BulkCreateTasks: Self::new([TaskFields::new("Call Jane", chrono::DateTime::UNIX_EPOCH).owner_email("owner@example.com")])
    .status_webhook("https://example.com/tasks-made"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    fn tasks(count: usize) -> BulkCreateTasks {
        BulkCreateTasks::new((0..count).map(|row| TaskFields::new(row.to_string(), chrono::DateTime::UNIX_EPOCH)))
            .status_webhook("https://example.com/x")
    }

    #[test]
    fn bulk_create_tasks_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&tasks(1)),
            r#"POST /v2/Task.svc/Bulk/Create {"TaskList":[{"Name":"0","RelatedEntity":0,"RelatedEntityId":"","DueDate":"1970-01-01 00:00:00"}],"StatusWebhookURL":"https://example.com/x"}"#
        );
    }

    #[test]
    fn bulk_create_tasks_checks_sizes_and_rows_before_sending() {
        assert!(tasks(51).parts().unwrap_err().help().unwrap().contains("50"));
        assert_eq!(tasks(0).parts().unwrap_err().field(), Some("tasks"));
        let rest = tasks(51).slice(50..51);
        assert!(wire(&rest).contains(r#""Name":"50""#) && wire(&rest).contains("StatusWebhookURL"));
        assert_eq!(tasks(1).status_webhook("no address").parts().unwrap_err().field(), Some("status_webhook"));
        let nameless = BulkCreateTasks::new([TaskFields::changes()]);
        assert_eq!(nameless.parts().unwrap_err().field(), Some("name"));
    }
}
