//! `POST /v2/Task.svc/RetrieveToDos/ByUserId`

use super::to_dos::ToDosOfUsersBody;
use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Paging, Task, UserId};
use chrono::NaiveDate;
use leads_core::Personal;
use leads_core::vendor::{Page, Paged};

/// Lists the to-dos of users, given by id.
///
/// `POST /v2/Task.svc/RetrieveToDos/ByUserId`. Both days are included (inferred), and can be at most 100 days apart; the
/// vendor does not document which date of a to-do counts. [`Client::items`](crate::Client::items) reads all pages. The
/// vendor does not document their order: a to-do that changes meanwhile can be missed.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-to-dos-by-user-id/).
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
/// use leadsquared::api::tasks::ListTodosByUserId;
///
/// let from = NaiveDate::from_ymd_opt(2026, 5, 25).unwrap();
/// let to = NaiveDate::from_ymd_opt(2026, 7, 25).unwrap();
/// let request = ListTodosByUserId::new(["1a50c565-8525-11ea-a93b-0aa4c559f4ca"], from, to);
/// let mut tasks = client.items(request);
/// while let Some(task) = tasks.next().await {
///     let task = task?;
///     println!("{:?}: {:?}", task.id(), task.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/RetrieveToDos/ByUserId")]
#[doc(alias = "Task.svc/RetrieveToDos/ByUserId")]
#[doc(alias = "list todos by user id")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTodosByUserId {
    body: ToDosOfUsersBody,
}

impl ListTodosByUserId {
    /// Lists the to-dos of these users between two days, 200 per page.
    pub fn new<U: Into<UserId>>(users: impl IntoIterator<Item = U>, from: NaiveDate, to: NaiveDate) -> Self {
        let users = users.into_iter().map(|user| Personal(user.into().as_str().to_owned())).collect();
        Self { body: ToDosOfUsersBody::new(users, from, to) }
    }

    setters! { body;
        /// Sets the page, 1 to 1,000 rows (inferred: the vendor documents no maximum for this call).
        paging: Paging,
    }
}

impl Request for ListTodosByUserId {
    type Vendor = LeadSquared;
    type Response = Listing<Task>;
    const OPERATION: Operation = op::post("list_todos_by_user_id", "/v2/Task.svc/RetrieveToDos/ByUserId", Safety::Read)
        .docs("https://apidocs.leadsquared.com/get-to-dos-by-user-id/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }
}

has_body!(ListTodosByUserId => ToDosOfUsersBody);

impl Paged for ListTodosByUserId {
    type Item = Raw<Task>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListTodosByUserId: {
    let day = NaiveDate::default();
    Self::new(["0d0e0f00-0102-4304-8506-0708090a0b0c"], day, day + chrono::Days::new(60))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_todos_by_user_id_serializes_to_the_wire_form() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 25).unwrap();
        let request = ListTodosByUserId::new(["7"], day, day + chrono::Days::new(61));
        assert_eq!(
            wire(&request),
            r#"POST /v2/Task.svc/RetrieveToDos/ByUserId {"FromDate":"2026-05-25","ToDate":"2026-07-25","Users":["7"],"Paging":{"PageIndex":1,"PageSize":200}}"#
        );
        let too_large = request.paging(Paging::new(1, 1_001));
        assert_eq!(too_large.parts().unwrap_err().field(), Some("paging"));
    }
}
