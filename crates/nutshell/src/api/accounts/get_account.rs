//! `GET /rest/accounts/{id}`

use crate::Nutshell;
use crate::envelope::{self, One, Records};
use crate::model::{Account, AccountId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads an account.
///
/// `GET /rest/accounts/{id}`; companions such as `creators`, `owners` and `contacts` are in the
/// [envelope](crate::One::envelope).
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id; a decode error for an answer without the record.
///
/// ```
/// let request = nutshell::api::accounts::GetAccount::new("1-accounts");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetAccount {
    id: AccountId,
}

impl GetAccount {
    /// Reads the account `id`.
    pub fn new(id: impl Into<AccountId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetAccount {
    type Vendor = Nutshell;
    type Response = One<Account>;
    const OPERATION: Operation =
        Operation::new("get_account", Method::Get, "/rest/accounts/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Account>> {
        envelope::one(response)
    }
}

/// Reads several accounts in one call, `GET /rest/accounts/{id},{id}`: the ids are joined by commas in the path.
///
/// The vendor declares several ids for this path. Match the rows by their ids.
///
/// # Errors
/// An empty list, and an id that is empty, are refused before anything is sent; otherwise as any call.
///
/// ```
/// let request = nutshell::api::accounts::GetAccounts::new(["1-accounts", "3-accounts"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetAccounts {
    ids: Vec<AccountId>,
}

impl GetAccounts {
    /// Reads the accounts `ids`.
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

    fn read(response: &HttpResponse) -> Result<Records<Account>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetAccount {
    fn sample() -> Self {
        Self::new("1-accounts")
    }
}
