//! `GET /rest/users/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{User, UserId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a user.
///
/// `GET /rest/users/{id}`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::users::GetUser::new("1-users");
/// ```
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
    const OPERATION: Operation =
        Operation::new("get_user", Method::Get, "/rest/users/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<User>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetUser {
    fn sample() -> Self {
        Self::new("1-users")
    }
}
