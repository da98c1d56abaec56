//! `DELETE /rest/accounts/{id}`

use super::GetAccount;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Account, AccountId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Deletes an account. [`UndeleteAccount`](crate::api::accounts::UndeleteAccount) brings it back within 30 days.
///
/// `DELETE /rest/accounts/{id}`; the response holds the account. An empty one leaves the outcome unknown.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::accounts::DeleteAccount::new("1-accounts");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteAccount {
    id: AccountId,
}

impl DeleteAccount {
    /// Deletes the account `id`.
    pub fn new(id: impl Into<AccountId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteAccount {
    type Vendor = Nutshell;
    type Response = Option<One<Account>>;
    const OPERATION: Operation =
        Operation::new("delete_account", Method::Delete, "/rest/accounts/{id}", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Account>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for DeleteAccount {
    type Check = GetAccount;
    const FOUND_WHEN: &'static str = "the vendor knows the account no more, or it shows when it was deleted";

    fn check(&self) -> Option<GetAccount> {
        Some(GetAccount::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteAccount {
    fn sample() -> Self {
        Self::new("1-accounts")
    }
}
