//! `POST /v2/Task.svc/DeleteTasks`

use crate::api::prelude::*;
use crate::bulk::{self, Bulk, BulkResponse};
use crate::model::TaskId;
use crate::model::task_fields::check_url;
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Permanently deletes tasks, at most 5,000 per call. The vendor queues them.
///
/// `POST /v2/Task.svc/DeleteTasks`. A queued row is not yet deleted: its outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted). The final result is reported to the
/// [`status_webhook`](Self::status_webhook), if one is set. The vendor's page shows a response that counts the deleted
/// tasks; it may be what is sent to the webhook. If the count is smaller than the number of rows, every row is
/// [`Unknown`](leads_core::WriteOutcome::Unknown). [`Client::send_all`](crate::Client::send_all) accepts any number of
/// rows.
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read accepts a task id. To
/// check by hand, look for the tasks among the owner's tasks with `ListTasks`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/delete-tasks-in-bulk/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::tasks::BulkDeleteTasks;
///
/// let request = BulkDeleteTasks::new(["04901f02-4d0c-11ec-993a-06f221480cd8"])
///     .status_webhook("https://example.com/tasks-deleted");
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/DeleteTasks")]
#[doc(alias = "Task.svc/DeleteTasks")]
#[doc(alias = "bulk delete tasks")]
#[doc(alias = "bulk delete")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkDeleteTasks {
    body: BulkDeleteTasksBody,
}

/// The wire body of [`BulkDeleteTasks`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct BulkDeleteTasksBody {
    task_ids: Vec<TaskId>,
    #[serde(rename = "StatusWebhookURL")]
    status_webhook_url: Option<String>,
}

impl BulkDeleteTasks {
    /// Deletes these tasks.
    pub fn new<T: Into<TaskId>>(tasks: impl IntoIterator<Item = T>) -> Self {
        let task_ids = tasks.into_iter().map(Into::into).collect();
        Self { body: BulkDeleteTasksBody { task_ids, status_webhook_url: None } }
    }

    /// Sets the URL to which the result is reported.
    #[must_use]
    pub fn status_webhook(mut self, url: impl Into<String>) -> Self {
        self.body.status_webhook_url = Some(url.into());
        self
    }
}

impl Request for BulkDeleteTasks {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation = op::post("bulk_delete_tasks", "/v2/Task.svc/DeleteTasks", Safety::Idempotent)
        .rate(BULK_CALLS)
        .docs("https://apidocs.leadsquared.com/delete-tasks-in-bulk/");

    fn parts(&self) -> Result<Parts> {
        let parts = bulk::parts(self.body.task_ids.len(), Self::MAX_ROWS, "tasks")
            .check(check_url(self.body.status_webhook_url.as_deref(), "status_webhook"));
        let ids = self.body.task_ids.iter();
        ids.fold(parts, |parts, id| parts.check(crate::model::check_id(id.as_str(), "tasks"))).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("look for the tasks among the owner's tasks with ListTasks".to_owned())
    }
}

has_body!(BulkDeleteTasks => BulkDeleteTasksBody);

impl Bulk for BulkDeleteTasks {
    const MAX_ROWS: usize = 5_000;
    const QUEUED: bool = true;

    fn rows(&self) -> usize {
        self.body.task_ids.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        Some(self.body.task_ids.get(row)?.as_str().to_owned())
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let task_ids = self.body.task_ids.get(rows).unwrap_or_default().to_vec();
        Self { body: BulkDeleteTasksBody { task_ids, status_webhook_url: self.body.status_webhook_url.clone() } }
    }
}

sample!(BulkDeleteTasks: Self::new(["0e0f0a0b-0c0d-4a4b-8c8d-101112131415"]).status_webhook("https://example.com/done"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn bulk_delete_tasks_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&BulkDeleteTasks::new(["4", "5"]).status_webhook("https://example.com/x")),
            r#"POST /v2/Task.svc/DeleteTasks {"TaskIds":["4","5"],"StatusWebhookURL":"https://example.com/x"}"#
        );
    }

    #[test]
    fn bulk_delete_tasks_checks_sizes_and_rows_before_sending() {
        let many = BulkDeleteTasks::new((0..5_001).map(|row| row.to_string()));
        assert!(many.parts().unwrap_err().help().unwrap().contains("5000"));
        assert_eq!((many.slice(4_999..5_001).rows(), many.slice(4_999..5_001).key(1)), (2, Some("5000".to_owned())));
        assert!(many.slice(0..5_000).parts().is_ok());
        assert_eq!(many.slice(0..0).parts().unwrap_err().field(), Some("tasks"));
        assert_eq!(BulkDeleteTasks::new([" "]).parts().unwrap_err().field(), Some("tasks"));
        let url = BulkDeleteTasks::new(["4"]).status_webhook("no address");
        assert_eq!(url.parts().unwrap_err().field(), Some("status_webhook"));
    }
}
