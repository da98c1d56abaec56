//! `POST /v2/Task.svc/RetrieveToDos/ByUserEmailAddress`

use super::to_dos::ToDosOfUsersBody;
use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Paging, Task};
use chrono::NaiveDate;
use leads_core::Personal;
use leads_core::vendor::{Page, Paged};

/// Lists the to-dos of users, given by e-mail address.
///
/// `POST /v2/Task.svc/RetrieveToDos/ByUserEmailAddress`. Both days are included (inferred), and can be at most 100 days apart; the
/// vendor does not document which date of a to-do counts. [`Client::items`](crate::Client::items) reads all pages. The
/// vendor does not document their order: a to-do that changes meanwhile can be missed.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-to-dos-by-email-address/).
///
/// # Errors
///
/// Returns an error before sending if there is no user, or if the days are in the wrong order or too far apart. If the
/// vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::NaiveDate;
/// use leadsquared::api::tasks::ListTodosByUserEmail;
///
/// let from = NaiveDate::from_ymd_opt(2026, 5, 25).unwrap();
/// let to = NaiveDate::from_ymd_opt(2026, 7, 25).unwrap();
/// let request = ListTodosByUserEmail::new(["ida@example.com", "bob@example.com"], from, to);
/// let mut tasks = client.items(request);
/// while let Some(task) = tasks.next().await {
///     let task = task?;
///     println!("{:?}: {:?}", task.id(), task.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/RetrieveToDos/ByUserEmailAddress")]
#[doc(alias = "Task.svc/RetrieveToDos/ByUserEmailAddress")]
#[doc(alias = "list todos by user email")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTodosByUserEmail {
    body: ToDosOfUsersBody,
}

impl ListTodosByUserEmail {
    /// Lists the to-dos of these users between two days, 200 per page.
    pub fn new<U: Into<String>>(users: impl IntoIterator<Item = U>, from: NaiveDate, to: NaiveDate) -> Self {
        let users = users.into_iter().map(|user| Personal(user.into())).collect();
        Self { body: ToDosOfUsersBody::new(users, from, to) }
    }

    setters! { body;
        /// Sets the page, 1 to 1,000 rows (inferred: the vendor documents no maximum for this call).
        paging: Paging,
    }
}

impl Request for ListTodosByUserEmail {
    type Vendor = LeadSquared;
    type Response = Listing<Task>;
    const OPERATION: Operation =
        op::post("list_todos_by_user_email", "/v2/Task.svc/RetrieveToDos/ByUserEmailAddress", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-to-dos-by-email-address/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }
}

has_body!(ListTodosByUserEmail => ToDosOfUsersBody);

impl Paged for ListTodosByUserEmail {
    type Item = Raw<Task>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListTodosByUserEmail: {
    let day = NaiveDate::default();
    Self::new(["owner@example.com"], day, day + chrono::Days::new(60))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_todos_by_user_email_serializes_to_the_wire_form() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 25).unwrap();
        let request = ListTodosByUserEmail::new(["ida@example.com"], day, day + chrono::Days::new(61));
        assert_eq!(
            wire(&request),
            r#"POST /v2/Task.svc/RetrieveToDos/ByUserEmailAddress {"FromDate":"2026-05-25","ToDate":"2026-07-25","Users":["ida@example.com"],"Paging":{"PageIndex":1,"PageSize":200}}"#
        );
        assert!(!format!("{request:?}").contains("ida@"));
        let none = ListTodosByUserEmail::new(Vec::<String>::new(), day, day);
        assert_eq!(none.parts().unwrap_err().field(), Some("users"));
    }
}
