//! `GET /v2/UserManagement.svc/Users.Get`

use crate::LeadSquared;
use crate::model::{Listing, User};
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists all users of the account, including inactive ones.
///
/// `GET /v2/UserManagement.svc/Users.Get`. The response is a bare array, without pages.
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// use leadsquared::api::users::ListUsers;
/// let request = ListUsers::new();
/// ```
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
    const OPERATION: Operation =
        Operation::new("list_users", Method::Get, "/v2/UserManagement.svc/Users.Get", Safety::Read)
            .rate(CALLS_ONLY)
            .docs("https://apidocs.leadsquared.com/get-users");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        Listing::read(response, &["Users", "List"])
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListUsers {
    fn sample() -> Self {
        Self::new()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn serializes_to_the_vendors_wire_form() {
        assert_eq!(wire(&ListUsers::new()), "GET /v2/UserManagement.svc/Users.Get");
    }
}
