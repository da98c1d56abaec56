//! `GET /rest/users`

use crate::api::prelude::*;
use crate::model::User;

/// Lists the company's users in one response. It is a cheap way to verify the credentials.
///
/// `GET /rest/users`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::users::ListUsers;
///
/// let users = client.send(&ListUsers::new()).await?;
/// for user in users.iter() {
///     println!("{}: {:?}", user.id, user.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/users")]
#[doc(alias = "users")]
#[doc(alias = "list users")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListUsers {}

impl ListUsers {
    /// Creates a request that lists the users.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListUsers {
    type Vendor = Nutshell;
    type Response = Records<User>;
    const OPERATION: Operation = op::get("list_users", "/rest/users", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListUsers: Self::new());
