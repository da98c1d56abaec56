//! `GET /rest/accounts/list/fields`

use crate::api::prelude::*;
use crate::model::FieldSet;

/// Lists the built-in and custom account fields: the valid keys for filters and sort orders.
///
/// `GET /rest/accounts/list/fields`
///
/// # Errors
///
/// Returns a decode error if the response has no fields.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::accounts::ListAccountFields::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAccountFields {}

impl ListAccountFields {
    /// Creates a request that lists the fields.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListAccountFields {
    type Vendor = Nutshell;
    type Response = Raw<FieldSet>;
    const OPERATION: Operation = op::get("list_account_fields", "/rest/accounts/list/fields", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListAccountFields: Self::new());
