//! `GET /rest/accounts/{id}/customfields`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::{AccountId, CustomField};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists an account's custom fields with their values.
///
/// `GET /rest/accounts/{id}/customfields`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::accounts::ListAccountCustomFields::new("1-accounts");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAccountCustomFields {
    id: AccountId,
}

impl ListAccountCustomFields {
    /// Creates a request that lists the custom fields of the account `id`.
    pub fn new(id: impl Into<AccountId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ListAccountCustomFields {
    type Vendor = Nutshell;
    type Response = Records<CustomField>;
    const OPERATION: Operation =
        Operation::new("list_account_custom_fields", Method::Get, "/rest/accounts/{id}/customfields", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<CustomField>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListAccountCustomFields {
    fn sample() -> Self {
        Self::new("1-accounts")
    }
}
