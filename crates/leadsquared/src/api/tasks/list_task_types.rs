//! `GET /v2/Task.svc/RetrieveTaskType`

use crate::api::prelude::*;
use crate::model::{TaskCategory, TaskType, TaskTypeId};

/// Lists the account's task types, with the ids that [`ListTasks`](super::ListTasks) requires.
///
/// `GET /v2/Task.svc/RetrieveTaskType?ColumnName=&ColumnValue=`. The response is a bare array of all types, or of those
/// that match the filter.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-list-of-task-types-2/).
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::tasks::ListTaskTypes, model::TaskCategory};
///
/// let all = ListTaskTypes::new();
/// let to_dos = ListTaskTypes::new().category(TaskCategory::ToDo);
/// let task_types = client.send(&all).await?;
/// for task_type in &task_types.rows {
///     println!("{:?}: {:?}", task_type.id(), task_type.name());
/// }
/// client.send(&to_dos).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/RetrieveTaskType")]
#[doc(alias = "Task.svc/RetrieveTaskType")]
#[doc(alias = "list task types")]
#[doc(alias = "list types")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTaskTypes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    filter: Option<Filter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Filter {
    column: String,
    value: String,
}

impl ListTaskTypes {
    /// Lists all types.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lists only the type with this id.
    #[must_use]
    pub fn id(self, id: impl Into<TaskTypeId>) -> Self {
        self.filter("TaskTypeId", id.into().as_str())
    }

    /// Lists only types of a category.
    #[must_use]
    pub fn category(self, category: impl Into<TaskCategory>) -> Self {
        self.filter("Category", category.into().as_str())
    }

    /// Lists only types with a value in a column. Revisions of the vendor's page differ on the column of the name:
    /// `TaskTypeName` or `TaskName`.
    #[must_use]
    pub fn filter(mut self, column: impl Into<String>, value: impl Into<String>) -> Self {
        self.filter = Some(Filter { column: column.into(), value: value.into() });
        self
    }
}

impl Request for ListTaskTypes {
    type Vendor = LeadSquared;
    type Response = Listing<TaskType>;
    const OPERATION: Operation = op::get("list_task_types", "/v2/Task.svc/RetrieveTaskType", Safety::Read)
        .docs("https://apidocs.leadsquared.com/get-list-of-task-types-2/");

    fn parts(&self) -> Result<Parts> {
        let Some(Filter { column, value }) = &self.filter else { return Parts::new().empty() };
        Parts::new()
            .require(!column.trim().is_empty(), "column", "must not be empty")
            .require(!value.trim().is_empty(), "value", "must not be empty")
            .query("ColumnName", column)
            .query("ColumnValue", value)
            .empty()
    }
}

sample!(ListTaskTypes: Self::new().category(TaskCategory::ToDo));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_task_types_serializes_to_the_wire_form() {
        assert_eq!(wire(&ListTaskTypes::new()), "GET /v2/Task.svc/RetrieveTaskType");
        assert_eq!(
            wire(&ListTaskTypes::new().category(TaskCategory::Appointment)),
            "GET /v2/Task.svc/RetrieveTaskType?ColumnName=Category&ColumnValue=0"
        );
        assert!(wire(&ListTaskTypes::new().id("4")).ends_with("?ColumnName=TaskTypeId&ColumnValue=4"));
        assert_eq!(ListTaskTypes::new().id("").parts().unwrap_err().field(), Some("value"));
        assert_eq!(ListTaskTypes::new().filter("", "x").parts().unwrap_err().field(), Some("column"));
        assert_eq!(serde_json::to_string(&ListTaskTypes::new()).unwrap(), "{}");
    }
}
