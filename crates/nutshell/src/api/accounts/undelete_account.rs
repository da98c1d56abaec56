//! `POST /rest/accounts/{id}/undelete`

use super::GetAccount;
use crate::api::prelude::*;
use crate::model::{Account, AccountId};

/// Restores a deleted account. The vendor keeps deleted accounts for 30 days.
///
/// `POST /rest/accounts/{id}/undelete` without a body. The response is the account.
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
/// use nutshell::api::accounts::UndeleteAccount;
///
/// let account = client.send(&UndeleteAccount::new("1-accounts")).await?;
/// println!("{}: {:?}", account.id, account.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/{id}/undelete")]
#[doc(alias = "accounts/{id}/undelete")]
#[doc(alias = "undelete account")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteAccount {
    id: AccountId,
}

impl UndeleteAccount {
    /// Creates a request that restores the account `id`.
    pub fn new(id: impl Into<AccountId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteAccount {
    type Vendor = Nutshell;
    type Response = One<Account>;
    const OPERATION: Operation = op::post("undelete_account", "/rest/accounts/{id}/undelete", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for UndeleteAccount {
    type Check = GetAccount;
    const FOUND_WHEN: &'static str = "the account shows that it has no deletion time";

    fn check(&self) -> Option<GetAccount> {
        Some(GetAccount::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::undeleted(seen.map(|one| one.record()))
    }
}

sample!(UndeleteAccount: Self::new("1-accounts"));
