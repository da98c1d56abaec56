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

/// Brings a deleted account back. The vendor keeps deleted accounts for 30 days.
///
/// `POST /rest/accounts/{id}/undelete`; without a body; the answer is the account.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
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
    /// Brings the account `id` back.
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
    const FOUND_WHEN: &'static str = "the account shows that it has no time of deletion";

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
