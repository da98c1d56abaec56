//! `GET /rest/accounttypes`

use crate::api::prelude::*;
use crate::model::AccountType;

/// Lists the account types in one response.
///
/// `GET /rest/accounttypes`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::account_types::ListAccountTypes;
///
/// let account_types = client.send(&ListAccountTypes::new()).await?;
/// for account_type in account_types.iter() {
///     println!("{}: {:?}", account_type.id, account_type.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounttypes")]
#[doc(alias = "accounttypes")]
#[doc(alias = "list account types")]
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
