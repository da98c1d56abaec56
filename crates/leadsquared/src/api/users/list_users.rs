//! `GET /v2/UserManagement.svc/Users.Get`

use crate::api::prelude::*;
use crate::model::User;

/// Lists all users of the account, including inactive ones.
///
/// `GET /v2/UserManagement.svc/Users.Get`. The response is a bare array, without pages.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-users).
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::users::ListUsers;
///
/// let users = client.send(&ListUsers::new()).await?;
/// for user in &users.rows {
///     println!("{:?}: {:?}", user.id(), user.role());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/UserManagement.svc/Users.Get")]
#[doc(alias = "UserManagement.svc/Users.Get")]
#[doc(alias = "list users")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListUsers {}

impl ListUsers {
    /// Lists all users.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListUsers {
    type Vendor = LeadSquared;
    type Response = Listing<User>;
    const OPERATION: Operation = op::get("list_users", "/v2/UserManagement.svc/Users.Get", Safety::Read)
        .docs("https://apidocs.leadsquared.com/get-users");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListUsers: Self::new());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_users_serializes_to_the_wire_form() {
        assert_eq!(wire(&ListUsers::new()), "GET /v2/UserManagement.svc/Users.Get");
    }
}
