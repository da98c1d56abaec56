//! `POST /v2/UserManagement.svc/User/AdvancedSearch`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Columns, Junction, Paging, Sorting, User, UserGroup};
use leads_core::vendor::{Page, Paged};

/// Searches users by conditions.
///
/// `POST /v2/UserManagement.svc/User/AdvancedSearch`. Conditions are grouped; without a group, every user matches.
/// [`Client::items`](crate::Client::items) reads all pages, in the order of the unique column `UserID` unless another
/// order is set. Requesting a computed column is rejected with "User search has some invalid Attributes".
///
/// See [the vendor's page](https://apidocs.leadsquared.com/user-advanced-search/).
///
/// # Errors
///
/// A rejected request changes nothing. Returns an error before sending if a group has no conditions or a condition has
/// no name.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::users::SearchUsers, model::{Columns, UserCondition, UserGroup}};
///
/// let named = ["FirstName", "LastName"].map(|name| UserCondition::like(name, "Bo"));
/// let request = SearchUsers::new()
///     .columns(Columns::include(["UserID", "FirstName", "LastName"]))
///     .group(UserGroup::any(named));
/// let mut users = client.items(request);
/// while let Some(user) = users.next().await {
///     let user = user?;
///     println!("{:?}: {:?}", user.id(), user.role());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/UserManagement.svc/User/AdvancedSearch")]
#[doc(alias = "UserManagement.svc/User/AdvancedSearch")]
#[doc(alias = "search users")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchUsers {
    body: SearchUsersBody,
}

/// The wire body of [`SearchUsers`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SearchUsersBody {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    columns: Option<Columns>,
    #[serde(default)]
    group_conditions: Vec<UserGroup>,
    // The vendor's sample sends null.
    #[serde(default)]
    group_operator: Option<Junction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sorting: Option<Vec<Sorting>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paging: Option<Paging>,
}

impl SearchUsers {
    /// Searches all users, 1,000 per page.
    #[must_use]
    pub fn new() -> Self {
        Self {
            body: SearchUsersBody {
                columns: None,
                group_conditions: Vec::new(),
                group_operator: None,
                sorting: Some(vec![Sorting::ascending("UserID").with_number()]),
                paging: Some(Paging::new(1, 1_000)),
            },
        }
    }

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
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
        UserGroup::append(&mut self.body.group_conditions, junction, group);
        self
    }

    /// Sets the order; several are applied in sequence. Rows that tie can be missed or appear twice between pages.
    #[must_use]
    pub fn sorting(mut self, sorting: impl IntoIterator<Item = Sorting>) -> Self {
        self.body.sorting = Some(sorting.into_iter().map(Sorting::with_number).collect());
        self
    }
}

impl Default for SearchUsers {
    fn default() -> Self {
        Self::new()
    }
}

impl Request for SearchUsers {
    type Vendor = LeadSquared;
    type Response = Listing<User>;
    const OPERATION: Operation = op::post("search_users", "/v2/UserManagement.svc/User/AdvancedSearch", Safety::Read)
        .docs("https://apidocs.leadsquared.com/user-advanced-search/");

    fn parts(&self) -> Result<Parts> {
        let mut parts = Parts::new().check(Paging::check(self.body.paging.as_ref(), 1_000));
        for group in &self.body.group_conditions {
            parts = parts.check(group.check());
        }
        for sorting in self.body.sorting.iter().flatten() {
            parts = parts.check(Sorting::check(Some(sorting)));
        }
        parts.json(&self.body)
    }
}

has_body!(SearchUsers => SearchUsersBody);

impl Paged for SearchUsers {
    type Item = Raw<User>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(SearchUsers: {
    use crate::model::UserCondition;
    Self::new()
        .columns(Columns::include(["UserID", "FirstName"]))
        .group(UserGroup::any([UserCondition::like("FirstName", "Ja"), UserCondition::like("LastName", "Ja")]))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UserCondition;
    use crate::wire::wire;

    #[test]
    fn search_users_serializes_to_the_wire_form() {
        let request = SearchUsers::new()
            .columns(Columns::include(["UserID"]))
            .group(UserGroup::any([UserCondition::like("FirstName", "Bo"), UserCondition::like("LastName", "Bo")]))
            .sorting([Sorting::ascending("FirstName")])
            .paging(Paging::new(1, 5));
        assert_eq!(
            wire(&request),
            r#"POST /v2/UserManagement.svc/User/AdvancedSearch {"Columns":{"Include_CSV":"UserID"},"GroupConditions":[{"Condition":[{"LookupName":"FirstName","Operator":"lik","LookupValue":"Bo","ConditionOperator":"OR"},{"LookupName":"LastName","Operator":"lik","LookupValue":"Bo","ConditionOperator":null}],"GroupOperator":null}],"GroupOperator":null,"Sorting":[{"ColumnName":"FirstName","Direction":0}],"Paging":{"PageIndex":1,"PageSize":5}}"#
        );
        let two = request.or_group(UserGroup::all([UserCondition::new("Role", "eq", "Administrator")]));
        assert!(wire(&two).contains(
            r#""ConditionOperator":null}],"GroupOperator":"OR"},{"Condition":[{"LookupName":"Role","Operator":"eq""#
        ));
        assert!(!format!("{two:?}").contains("\"Bo\""));
    }

    #[test]
    fn search_users_rejects_filters_that_would_be_ignored() {
        for group in [
            UserGroup::any([]),
            UserGroup::all([UserCondition::like("", "x")]),
            UserGroup::all([UserCondition::new("Role", "", "x")]),
        ] {
            assert_eq!(SearchUsers::new().group(group).parts().unwrap_err().field(), Some("group"));
        }
        let big = SearchUsers::new().paging(Paging::new(1, 1_001));
        assert_eq!(big.parts().unwrap_err().field(), Some("paging"));
    }
}
