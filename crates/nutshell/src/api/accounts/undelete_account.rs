//! `POST /rest/accounts/{id}/undelete`

use super::GetAccount;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Account, AccountId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Restores a deleted account. The vendor keeps deleted accounts for 30 days.
///
/// `POST /rest/accounts/{id}/undelete` without a body. The response is the account.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. The call is not retried after a lost
/// response, which leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::accounts::UndeleteAccount::new("1-accounts");
/// ```
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
    const OPERATION: Operation =
        Operation::new("undelete_account", Method::Post, "/rest/accounts/{id}/undelete", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Account>> {
        evidence::record(response)
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

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UndeleteAccount {
    fn sample() -> Self {
        Self::new("1-accounts")
    }
}
