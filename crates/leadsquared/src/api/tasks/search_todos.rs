//! `POST /v2/Task.svc/RetrieveToDos/ByUserSearchCriteria`

use super::to_dos::{check_days, check_page};
use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Junction, Paging, Task, UserGroup};
use chrono::NaiveDate;
use leads_core::vendor::{Page, Paged};

/// Lists the to-dos of the users that match conditions.
///
/// `POST /v2/Task.svc/RetrieveToDos/ByUserSearchCriteria`. The conditions are those of
/// [`SearchUsers`](crate::api::users::SearchUsers). Both days are included (inferred), and can be at most 100 days
/// apart; the vendor does not document which date of a to-do counts. Pages are not documented for this call, so the
/// request asks for none unless [`paging`](Self::paging) is set.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-to-dos-by-search-criteria/).
///
/// # Errors
///
/// Returns an error before sending if there is no condition, or if the days are in the wrong order or too far apart. If
/// the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::NaiveDate;
/// use leadsquared::{api::tasks::SearchTodos, model::{UserCondition, UserGroup}};
///
/// let from = NaiveDate::from_ymd_opt(2026, 5, 25).unwrap();
/// let to = NaiveDate::from_ymd_opt(2026, 7, 25).unwrap();
/// let request =
///     SearchTodos::new(UserGroup::all([UserCondition::like("FirstName", "Ida")]), from, to);
/// let mut tasks = client.items(request);
/// while let Some(task) = tasks.next().await {
///     let task = task?;
///     println!("{:?}: {:?}", task.id(), task.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/Task.svc/RetrieveToDos/ByUserSearchCriteria")]
#[doc(alias = "Task.svc/RetrieveToDos/ByUserSearchCriteria")]
#[doc(alias = "search todos")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchTodos {
    body: SearchTodosBody,
}

/// The wire body of [`SearchTodos`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SearchTodosBody {
    from_date: NaiveDate,
    to_date: NaiveDate,
    user_search_criteria: Criteria,
    paging: Option<Paging>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Criteria {
    group_conditions: Vec<UserGroup>,
}

impl SearchTodos {
    /// Lists the to-dos between two days of the users that match a group of conditions.
    #[must_use]
    pub fn new(users: UserGroup, from: NaiveDate, to: NaiveDate) -> Self {
        let user_search_criteria = Criteria { group_conditions: vec![users] };
        Self { body: SearchTodosBody { from_date: from, to_date: to, user_search_criteria, paging: None } }
    }

    /// Adds a group of conditions that a user must match in addition to the preceding ones.
    #[must_use]
    pub fn group(self, group: UserGroup) -> Self {
        self.joined(Junction::And, group)
    }

    /// Adds a group of conditions that a user may match instead of the preceding ones.
    #[must_use]
    pub fn or_group(self, group: UserGroup) -> Self {
        self.joined(Junction::Or, group)
    }

    fn joined(mut self, junction: Junction, group: UserGroup) -> Self {
        UserGroup::append(&mut self.body.user_search_criteria.group_conditions, junction, group);
        self
    }

    setters! { body;
        /// Sets the page, 1 to 1,000 rows (inferred from the other lists of to-dos).
        paging: Paging,
    }
}

impl Request for SearchTodos {
    type Vendor = LeadSquared;
    type Response = Listing<Task>;
    const OPERATION: Operation =
        op::post("search_todos", "/v2/Task.svc/RetrieveToDos/ByUserSearchCriteria", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-to-dos-by-search-criteria/");

    fn parts(&self) -> Result<Parts> {
        let SearchTodosBody { from_date, to_date, user_search_criteria, paging } = &self.body;
        let groups = &user_search_criteria.group_conditions;
        let parts = Parts::new()
            .require(!groups.is_empty(), "group", "must be set: without one it matches every user")
            .check(check_days(*from_date, *to_date))
            .check(check_page(paging.as_ref()));
        groups.iter().fold(parts, |parts, group| parts.check(group.check())).json(&self.body)
    }
}

has_body!(SearchTodos => SearchTodosBody);

impl Paged for SearchTodos {
    type Item = Raw<Task>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(SearchTodos: {
    let day = NaiveDate::default();
    let users = UserGroup::all([crate::model::UserCondition::like("FirstName", "Ja")]);
    Self::new(users, day, day + chrono::Days::new(60))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UserCondition;
    use crate::wire::wire;

    #[test]
    fn search_todos_serializes_to_the_wire_form() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 25).unwrap();
        let group = |name: &str| UserGroup::all([UserCondition::like("FirstName", name)]);
        let request = SearchTodos::new(group("Ida"), day, day).or_group(group("Bo")).paging(Paging::new(1, 50));
        assert_eq!(
            wire(&request),
            r#"POST /v2/Task.svc/RetrieveToDos/ByUserSearchCriteria {"FromDate":"2026-05-25","ToDate":"2026-05-25","UserSearchCriteria":{"GroupConditions":[{"Condition":[{"LookupName":"FirstName","Operator":"lik","LookupValue":"Ida","ConditionOperator":null}],"GroupOperator":"OR"},{"Condition":[{"LookupName":"FirstName","Operator":"lik","LookupValue":"Bo","ConditionOperator":null}],"GroupOperator":null}]},"Paging":{"PageIndex":1,"PageSize":50}}"#
        );
        assert!(!format!("{request:?}").contains("Ida"));
    }

    #[test]
    fn search_todos_names_invalid_fields() {
        let day = NaiveDate::default();
        let field = |request: SearchTodos| request.parts().unwrap_err().field().map(str::to_owned);
        let users = UserGroup::all([UserCondition::like("FirstName", "Ida")]);
        assert_eq!(field(SearchTodos::new(UserGroup::all([]), day, day)).as_deref(), Some("group"));
        let late = day + chrono::Days::new(101);
        assert_eq!(field(SearchTodos::new(users.clone(), day, late)).as_deref(), Some("to"));
        assert_eq!(field(SearchTodos::new(users, late, day)).as_deref(), Some("from"));
    }
}
