//! `DELETE /rest/accounts/{id}`

use super::GetAccount;
use crate::api::prelude::*;
use crate::model::{Account, AccountId};

/// Deletes an account. [`UndeleteAccount`](crate::api::accounts::UndeleteAccount) restores it within 30 days.
///
/// `DELETE /rest/accounts/{id}`. The response contains the account; an empty response leaves the outcome unknown.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::accounts::DeleteAccount;
///
/// let reply = client.send(&DeleteAccount::new("1-accounts")).await?;
/// if let Some(account) = reply.into_inner() {
///     println!("{}: {:?}", account.id, account.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/{id}")]
#[doc(alias = "accounts/{id}")]
#[doc(alias = "delete account")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteAccount {
    id: AccountId,
}

impl DeleteAccount {
    /// Creates a request that deletes the account `id`.
    pub fn new(id: impl Into<AccountId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteAccount {
    type Vendor = Nutshell;
    type Response = Option<One<Account>>;
    const OPERATION: Operation = op::delete("delete_account", "/rest/accounts/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for DeleteAccount {
    type Check = GetAccount;
    const FOUND_WHEN: &'static str = "the vendor no longer knows the account, or the account has a deletion time";

    fn check(&self) -> Option<GetAccount> {
        Some(GetAccount::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

sample!(DeleteAccount: Self::new("1-accounts"));
