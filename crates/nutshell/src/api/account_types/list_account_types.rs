//! `GET /rest/accounttypes`

use crate::api::prelude::*;
use crate::model::AccountType;

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
    const OPERATION: Operation = op::get("list_account_types", "/rest/accounttypes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListAccountTypes: Self::new());
