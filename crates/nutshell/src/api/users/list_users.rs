//! `GET /rest/users`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::User;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

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
    const OPERATION: Operation =
        Operation::new("list_users", Method::Get, "/rest/users", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<User>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListUsers {
    fn sample() -> Self {
        Self::new()
    }
}
