//! `GET /rest/accounts/{id}/customfields`

use crate::api::prelude::*;
use crate::model::{AccountId, CustomField};

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
        op::get("list_account_custom_fields", "/rest/accounts/{id}/customfields", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(ListAccountCustomFields: Self::new("1-accounts"));
