//! `GET /rest/accounttypes`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::AccountType;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the account types in one response.
///
/// `GET /rest/accounttypes`
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::account_types::ListAccountTypes::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAccountTypes {}

impl ListAccountTypes {
    /// Creates a request that lists the types.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListAccountTypes {
    type Vendor = Nutshell;
    type Response = Records<AccountType>;
    const OPERATION: Operation =
        Operation::new("list_account_types", Method::Get, "/rest/accounttypes", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<AccountType>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListAccountTypes {
    fn sample() -> Self {
        Self::new()
    }
}
