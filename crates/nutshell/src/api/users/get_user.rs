//! `GET /rest/users/{id}`

use crate::api::prelude::*;
use crate::model::{User, UserId};

/// Reads a user.
///
/// `GET /rest/users/{id}`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::users::GetUser;
///
/// let user = client.send(&GetUser::new("1-users")).await?;
/// println!("{}: {:?}", user.id, user.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/users/{id}")]
#[doc(alias = "users/{id}")]
#[doc(alias = "get user")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetUser {
    id: UserId,
}

impl GetUser {
    /// Creates a request that reads the user `id`.
    pub fn new(id: impl Into<UserId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetUser {
    type Vendor = Nutshell;
    type Response = One<User>;
    const OPERATION: Operation = op::get("get_user", "/rest/users/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetUser: Self::new("1-users"));
