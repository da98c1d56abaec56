//! `POST /v2/Task.svc/Retrieve`

use crate::api::prelude::*;
use crate::model::offset_unit::{ListPosition, check_offset};
use crate::model::{
    Columns, LookupName, OffsetPaging, OffsetUnit, SentTime, Sorting, Task, TaskTypeId, UserId, WireNumber,
};
use chrono::{DateTime, Utc};
use leads_core::Personal;
use leads_core::vendor::{Page, Paged, Window};

/// Lists the tasks of an owner.
///
/// `POST /v2/Task.svc/Retrieve`. [`Client::items`](crate::Client::items) reads all pages, by due date unless another
/// order is set. Rows that tie can be missed, or appear twice between pages; the stream drops duplicates by their id.
/// The note on `Offset` in [`ListActivitiesOfLead`](crate::api::activities::ListActivitiesOfLead) applies here too.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/retrieve-tasks/).
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::tasks::ListTasks;
///
/// let request = ListTasks::of_owner("1a50c565-8525-11ea-a93b-0aa4c559f4ca").open();
/// let mut tasks = client.items(request);
/// while let Some(task) = tasks.next().await {
///     let task = task?;
///     println!("{:?}: {:?}", task.id(), task.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/Retrieve")]
#[doc(alias = "Task.svc/Retrieve")]
#[doc(alias = "list tasks")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTasks {
    #[serde(default, skip_serializing_if = "ListPosition::is_new")]
    walk: ListPosition,
    body: ListTasksBody,
}

/// The wire body of [`ListTasks`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListTasksBody {
    parameter: TasksOf,
    columns: Option<Columns>,
    sorting: Option<Sorting>,
    paging: Option<OffsetPaging>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TasksOf {
    lookup_name: LookupName,
    lookup_value: Personal<String>,
    from_date: Option<SentTime>,
    to_date: Option<SentTime>,
    status_code: Option<WireNumber>,
    type_name: Option<TaskTypeId>,
}

impl ListTasks {
    /// Lists the tasks of a user, 500 per page.
    pub fn of_owner(user: impl Into<UserId>) -> Self {
        Self::of(LookupName::OwnerId, user.into().as_str().to_owned())
    }

    /// Lists the tasks of the user with an e-mail address, 500 per page.
    pub fn of_owner_email(email: impl Into<String>) -> Self {
        Self::of(LookupName::OwnerEmailAddress, email.into())
    }

    fn of(lookup_name: LookupName, value: String) -> Self {
        Self {
            walk: ListPosition::default(),
            body: ListTasksBody {
                parameter: TasksOf {
                    lookup_name,
                    lookup_value: Personal(value),
                    from_date: None,
                    to_date: None,
                    status_code: None,
                    type_name: None,
                },
                columns: None,
                sorting: Some(Sorting::ascending("DueDate")),
                paging: Some(OffsetPaging::new(0, 500)),
            },
        }
    }

    setters! { body;
        /// Sets the columns to omit, as [`Columns::exclude`] does.
        columns: Columns,
        /// Sets the order.
        sorting: Sorting,
        /// Sets which rows to read.
        paging: OffsetPaging,
    }

    /// Lists only open tasks.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.body.parameter.status_code = Some(WireNumber::number(0));
        self
    }

    /// Lists only completed tasks.
    #[must_use]
    pub fn done(mut self) -> Self {
        self.body.parameter.status_code = Some(WireNumber::number(1));
        self
    }

    /// Lists only tasks in this window.
    #[must_use]
    pub fn window(mut self, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        self.body.parameter.from_date = Some(from.into());
        self.body.parameter.to_date = Some(to.into());
        self
    }

    /// Lists only tasks of a type, by its id: see [`ListTaskTypes`](super::ListTaskTypes). The member is called
    /// `TypeName` nevertheless.
    #[must_use]
    pub fn type_id(mut self, id: impl Into<TaskTypeId>) -> Self {
        self.body.parameter.type_name = Some(id.into());
        self
    }

    /// Sets the unit of an offset, if it is known for the account.
    #[must_use]
    pub fn offset_unit(mut self, unit: OffsetUnit) -> Self {
        self.walk = ListPosition::by(unit);
        self
    }
}

impl Request for ListTasks {
    type Vendor = LeadSquared;
    type Response = Listing<Task>;
    const OPERATION: Operation = op::post("list_tasks", "/v2/Task.svc/Retrieve", Safety::Read)
        .docs("https://apidocs.leadsquared.com/retrieve-tasks/");

    fn parts(&self) -> Result<Parts> {
        let of = &self.body.parameter;
        let owner = matches!(of.lookup_name, LookupName::OwnerId | LookupName::OwnerEmailAddress);
        let ordered = match (&of.from_date, &of.to_date) {
            (Some(from), Some(to)) => from.as_str() <= to.as_str(),
            (None, None) => true,
            _ => false,
        };
        Parts::new()
            .require(
                owner,
                "lookup_name",
                "must be `OwnerId` or `OwnerEmailAddress`: no other field can be searched by here",
            )
            .require(!of.lookup_value.trim().is_empty(), "owner", "must not be empty")
            .check(SentTime::check(of.from_date.as_ref(), "from"))
            .check(SentTime::check(of.to_date.as_ref(), "to"))
            .require(ordered, "from", "must not be after `to`, and both are required")
            .check(Sorting::check(self.body.sorting.as_ref()))
            .check(check_offset(self.body.paging.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListTasks => ListTasksBody);

impl Paged for ListTasks {
    type Item = Raw<Task>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        self.walk.step(response, self.body.paging.as_ref(), |paging, walk| Self { walk, ..self.clone() }.paging(paging))
    }

    fn window(&self) -> Option<Window> {
        self.walk.window(self.body.paging.as_ref())
    }

    fn at(&self, start: u64, limit: Option<u64>) -> Self {
        match self.walk.at(self.body.paging.as_ref(), start, limit) {
            Some(paging) => self.clone().paging(paging),
            None => self.clone(),
        }
    }

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListTasks: Self::of_owner("0d0e0f00-0102-4304-8506-0708090a0b0c")
    .open()
    .window(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1))
    .columns(Columns::exclude(["Description"])));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_tasks_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListTasks::of_owner("7").open().columns(Columns::exclude(["Description"]))),
            r#"POST /v2/Task.svc/Retrieve {"Parameter":{"LookupName":"OwnerId","LookupValue":"7","StatusCode":0},"Columns":{"Exclude_CSV":"Description"},"Sorting":{"ColumnName":"DueDate","Direction":"0"},"Paging":{"Offset":"0","RowCount":"500"}}"#
        );
        let done = ListTasks::of_owner_email("o@example.com").done().type_id("4");
        assert!(wire(&done).contains(
            r#""LookupName":"OwnerEmailAddress","LookupValue":"o@example.com","StatusCode":1,"TypeName":"4""#
        ));
        assert!(!format!("{done:?}").contains("o@example"));
    }

    #[test]
    fn list_tasks_rejects_filters_that_would_be_ignored() {
        let (start, end) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(1));
        assert_eq!(ListTasks::of_owner("7").window(end, start).parts().unwrap_err().field(), Some("from"));
        assert_eq!(ListTasks::of_owner(" ").parts().unwrap_err().field(), Some("owner"));
        for (stored, field) in [
            (r#"{"body":{"Parameter":{"LookupName":"Phone","LookupValue":"7"}}}"#, "lookup_name"),
            (
                r#"{"body":{"Parameter":{"LookupName":"OwnerId","LookupValue":"7","FromDate":"2026-01-01 00:00:00"}}}"#,
                "from",
            ),
            (
                r#"{"body":{"Parameter":{"LookupName":"OwnerId","LookupValue":"7"},"Paging":{"Offset":-1,"RowCount":5}}}"#,
                "paging",
            ),
        ] {
            let request: ListTasks = serde_json::from_str(stored).unwrap();
            assert_eq!(request.parts().unwrap_err().field(), Some(field), "{stored}");
        }
    }

    #[test]
    fn list_without_count_ends_with_an_empty_page_only() {
        let page = |request: &ListTasks, ids: std::ops::Range<u32>| {
            let rows = ids.map(|id| Raw::parse(&format!(r#"{{"UserTaskId":"{id}"}}"#)).unwrap()).collect();
            request.page(Listing::for_test(None, rows)).next
        };
        use leads_core::vendor::{EndReason, NextPage};
        let first = ListTasks::of_owner("7").paging(OffsetPaging::new(0, 4));
        let NextPage::Next(second) = page(&first, 0..3) else { panic!() };
        assert!(matches!(page(&second, 1..3), NextPage::Next(_)), "a short page ends nothing");
        assert_eq!(page(&second, 0..0), NextPage::End(EndReason::EmptyPage));
        assert!(matches!(page(&second, 1..4), NextPage::Next(_)));
    }
}
