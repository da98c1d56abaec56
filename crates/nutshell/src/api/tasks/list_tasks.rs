//! `GET /rest/tasks`

use crate::api::prelude::*;
use crate::model::{EntityId, Task, UserId};
use crate::query::{self, Filter, LeadSort, paged_by_number, search_setters};
use chrono::NaiveDate;
use leads_core::Personal;

/// Lists tasks, one page at a time.
///
/// `GET /rest/tasks`; [`Client::items`](crate::Client::items) reads every page. The vendor does not describe the
/// response.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`ErrorCode::InvalidFilter`](crate::ErrorCode::InvalidFilter) if the list does not support a filter.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::tasks::ListTasks;
///
/// let request = ListTasks::new().assignee("1-users").related_to("456-leads").limit(100);
/// let mut tasks = client.items(request);
/// while let Some(task) = tasks.next().await {
///     let task = task?;
///     println!("{}: {:?}", task.id, task.title);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tasks")]
#[doc(alias = "tasks")]
#[doc(alias = "list tasks")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListTasks {
    text: Option<Personal<String>>,
    assignees: Vec<UserId>,
    related_to: Option<EntityId>,
    created_from: Option<NaiveDate>,
    created_until: Option<NaiveDate>,
    filters: Vec<Filter>,
    page: Option<u32>,
    limit: Option<u32>,
}

impl ListTasks {
    /// Creates a request that lists every task.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { text }

    /// Includes only tasks assigned to this user. Repeated calls match any of them.
    #[must_use]
    pub fn assignee(mut self, id: impl Into<UserId>) -> Self {
        self.assignees.push(id.into());
        self
    }

    /// Includes only tasks of this lead, contact or account.
    #[must_use]
    pub fn related_to(mut self, id: impl Into<EntityId>) -> Self {
        self.related_to = Some(id.into());
        self
    }

    /// Includes only those created since this day. Its time zone is not documented.
    #[must_use]
    pub fn created_from(mut self, day: NaiveDate) -> Self {
        self.created_from = Some(day);
        self
    }

    /// Includes only those created up to this day. Its time zone is not documented.
    #[must_use]
    pub fn created_until(mut self, day: NaiveDate) -> Self {
        self.created_until = Some(day);
        self
    }

    search_setters! { filter }
    search_setters! { page }
}

impl Request for ListTasks {
    type Vendor = Nutshell;
    type Response = Records<Task>;
    const OPERATION: Operation = op::get("list_tasks", "/rest/tasks", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        let mut parts = Parts::new()
            .require(self.assignees.iter().all(|id| !id.as_str().is_empty()), "assignee", "must not be empty")
            .require(
                self.related_to.as_ref().is_none_or(|id| !id.as_str().is_empty()),
                "related_to",
                "must not be empty",
            )
            .query_opt("q", self.text.as_ref());
        // One value is sent alone, several as a list, as the vendor's filter guide says.
        parts = match self.assignees.as_slice() {
            [assignee] => parts.query("filter[assignee]", assignee),
            several => several.iter().fold(parts, |parts, id| parts.query("filter[assignee][]", id)),
        };
        parts = parts
            .query_opt("filter[relatedEntity]", self.related_to.as_ref())
            .query_opt("filter[dateMin]", self.created_from)
            .query_opt("filter[dateMax]", self.created_until);
        parts = query::search::<LeadSort>(parts, None, &self.filters, None);
        query::page(parts, self.page, self.limit).empty()
    }
}

paged_by_number! { ListTasks of Task }

sample!(ListTasks: Self::new()
    .text("call")
    .assignee("1-users")
    .assignee("2-users")
    .related_to("456-leads")
    .created_from(NaiveDate::default())
    .created_until(NaiveDate::default())
    .page(1)
    .limit(50));

#[cfg(test)]
mod tests {
    use super::*;

    fn query(request: &ListTasks) -> String {
        request.parts().unwrap().render("").unwrap().replace("%5B", "[").replace("%5D", "]")
    }

    #[test]
    fn list_tasks_query_uses_wire_names() {
        let one = ListTasks::new().assignee("1-users").related_to("456-leads");
        assert_eq!(query(&one), "?filter[assignee]=1-users&filter[relatedEntity]=456-leads");
        let two = ListTasks::new().text("call").assignee("1-users").assignee("2-users").page(1).limit(5);
        assert_eq!(
            query(&two),
            "?q=call&filter[assignee][]=1-users&filter[assignee][]=2-users&page[page]=1&page[limit]=5"
        );
        let days =
            ListTasks::new().created_from("2026-01-02".parse().unwrap()).created_until("2026-02-03".parse().unwrap());
        assert_eq!(query(&days), "?filter[dateMin]=2026-01-02&filter[dateMax]=2026-02-03");
    }

    #[test]
    fn empty_ids_are_rejected() {
        assert_eq!(ListTasks::new().assignee("").parts().unwrap_err().field(), Some("assignee"));
        assert_eq!(ListTasks::new().related_to("").parts().unwrap_err().field(), Some("related_to"));
    }
}
