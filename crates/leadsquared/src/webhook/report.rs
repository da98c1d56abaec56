//! Reports of bulk calls.

use crate::model::Record;
use serde::{Deserialize, Serialize};

/// What the vendor posts to the `StatusWebhookURL` of a bulk call when it is done.
///
/// Only the report of a bulk deletion of tasks is documented; every other object is read too, with its members in
/// [`record`](Self::record).
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{Batch, BulkReport};
/// let body = br#"{"Status":"Success","Operation":"Bulk Delete Tasks","TasksCount":67,
///     "DeletedTasksCount":66,
///     "FailureReason":null}"#;
/// let reports = Batch::<BulkReport>::read(body)?;
/// assert!(reports[0].is_success());
/// assert_eq!(
///     (reports[0].tasks_count(), reports[0].deleted_tasks_count()),
///     (Some(67), Some(66)),
/// );
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkReport(Record);

impl BulkReport {
    /// Returns the vendor's word for the result, for example `Success`.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.0.text("Status")
    }

    /// Returns whether the vendor reports success. Compare the counts too: they are what was done.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status().is_some_and(|word| word.trim().eq_ignore_ascii_case("success"))
    }

    /// Returns the vendor's name of the bulk call, for example `Bulk Delete Tasks`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.text("Operation")
    }

    /// Returns how many tasks the call named.
    #[must_use]
    pub fn tasks_count(&self) -> Option<u64> {
        self.0.read("TasksCount")
    }

    /// Returns how many tasks were deleted.
    #[must_use]
    pub fn deleted_tasks_count(&self) -> Option<u64> {
        self.0.read("DeletedTasksCount")
    }

    /// Returns why the call failed, if it did.
    #[must_use]
    pub fn failure_reason(&self) -> Option<&str> {
        self.0.text("FailureReason")
    }

    /// Returns every member as it came.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::webhook::Batch;

    #[test]
    fn report_is_read_in_every_form() {
        let text = r#"{"Status":"Error","Operation":"Bulk Delete Tasks","TasksCount":"67","DeletedTasksCount":0,"FailureReason":"no rights"}"#;
        let reports = Batch::<BulkReport>::read(text.as_bytes()).unwrap();
        let report = &reports[0];
        assert_eq!((report.is_success(), report.status()), (false, Some("Error")));
        assert_eq!(report.operation(), Some("Bulk Delete Tasks"));
        assert_eq!((report.tasks_count(), report.deleted_tasks_count()), (Some(67), Some(0)));
        assert_eq!(report.failure_reason(), Some("no rights"));
        assert_eq!(serde_json::to_string(&reports).unwrap(), text);
        assert!(!format!("{report:?}").contains("rights"));
    }

    #[test]
    fn other_objects_are_kept() {
        let reports = Batch::<BulkReport>::read(br#"{"Rows":[{"Id":"7"}],"TasksCount":"many"}"#).unwrap();
        assert_eq!((reports[0].is_success(), reports[0].tasks_count()), (false, None));
        assert_eq!(reports[0].record().len(), 2);
    }
}
