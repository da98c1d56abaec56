//! `GET /rest/users`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::User;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the users of the company, all at once. It is a cheap proof of the credentials.
///
/// `GET /rest/users`
///
/// # Errors
/// An answer that cannot be read is a decode error with its JSON path.
///
/// ```
/// let request = nutshell::api::users::ListUsers::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListUsers {}

impl ListUsers {
    /// Lists the users.
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
