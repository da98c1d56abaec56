//! `GET /rest/users`

use crate::api::prelude::*;
use crate::model::User;

/// Lists the company's users in one response. It is a cheap way to verify the credentials.
///
/// `GET /rest/users`
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::users::ListUsers::new();
/// ```
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
