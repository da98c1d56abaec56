//! `GET /rest/accounts/{id}`

use crate::api::prelude::*;
use crate::model::{Account, AccountId};

/// Reads an account.
///
/// `GET /rest/accounts/{id}`. Companion records such as `creators`, `owners` and `contacts` are in the
/// [envelope](crate::One::envelope).
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::accounts::GetAccount;
///
/// let account = client.send(&GetAccount::new("1-accounts")).await?;
/// println!("{}: {:?}", account.id, account.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/{id}")]
#[doc(alias = "accounts/{id}")]
#[doc(alias = "get account")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetAccount {
    id: AccountId,
}

impl GetAccount {
    /// Creates a request that reads the account `id`.
    pub fn new(id: impl Into<AccountId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetAccount {
    type Vendor = Nutshell;
    type Response = One<Account>;
    const OPERATION: Operation = op::get("get_account", "/rest/accounts/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

/// Reads several accounts in one call, `GET /rest/accounts/{id},{id}`, with the ids joined by commas in the path.
///
/// The vendor declares several ids for this path. Match the rows by their ids.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns an error, before anything is sent, if the list or one of its ids is empty.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::accounts::GetAccounts;
///
/// let accounts = client.send(&GetAccounts::new(["1-accounts", "3-accounts"])).await?;
/// for account in accounts.iter() {
///     println!("{}: {:?}", account.id, account.name);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetAccounts {
    ids: Vec<AccountId>,
}

impl GetAccounts {
    /// Creates a request that reads the accounts `ids`.
    pub fn new<I: Into<AccountId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for GetAccounts {
    type Vendor = Nutshell;
    type Response = Records<Account>;
    const OPERATION: Operation = GetAccount::OPERATION;

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }
}

sample!(GetAccount: Self::new("1-accounts"));
