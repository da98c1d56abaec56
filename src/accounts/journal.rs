//! Accounts for the worker of a journal.

use super::{Account, Accounts};
#[cfg(any(feature = "capillary", feature = "nutshell", feature = "leadsquared", feature = "dealerstudio"))]
use crate::VendorClient;
use async_trait::async_trait;
use leads_core::Result;
#[cfg(any(feature = "capillary", feature = "nutshell", feature = "leadsquared", feature = "dealerstudio"))]
use leads_journal::VendorAccount;
use leads_journal::{AccountSource, CommonAccount};
use std::sync::Arc;

impl Account {
    /// Returns the account in the form that the worker of a journal needs: it sends the vendor's own requests and those of
    /// the common builders.
    ///
    /// [`Accounts`] itself is a source of accounts for a worker: pass it to `Worker::accounts`.
    ///
    /// ```no_run
    /// use leads::Accounts;
    /// use leads_journal::{Journal, Worker};
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let accounts = Accounts::from_file("accounts.toml")?;
    /// let crm = accounts.get("crm").await?;
    /// let journal = Journal::open("journal.db").await?;
    /// let worker = Worker::new(journal).account("crm", crm.for_journal());
    /// # let _ = worker; Ok(()) }
    /// ```
    #[must_use]
    pub fn for_journal(&self) -> Arc<dyn leads_journal::Account> {
        match self.typed() {
            #[cfg(feature = "capillary")]
            VendorClient::Capillary(client) => {
                let account = VendorAccount::new(capillary_leads::api::registry(), client.clone());
                Arc::new(account.common(self.leads()))
            }
            #[cfg(feature = "nutshell")]
            VendorClient::Nutshell(client) => {
                let account = VendorAccount::new(nutshell::api::registry(), client.clone());
                Arc::new(account.common(self.leads()))
            }
            #[cfg(feature = "leadsquared")]
            VendorClient::LeadSquared(client) => {
                let account = VendorAccount::new(leadsquared::api::registry(), client.clone());
                Arc::new(account.common(self.leads()))
            }
            #[cfg(feature = "dealerstudio")]
            VendorClient::DealerStudio(client) => {
                let account = VendorAccount::new(dealerstudio::api::registry(), client.clone());
                Arc::new(account.common(self.leads()))
            }
            #[allow(unreachable_patterns)] // without vendors there is no typed client
            _ => Arc::new(CommonAccount::new(self.leads())),
        }
    }
}

/// The worker of a journal sends the entries of all accounts that the loader names, each with the account's own limits.
///
/// ```no_run
/// use leads::Accounts;
/// use leads_journal::{Journal, Worker};
/// use std::sync::Arc;
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let accounts = Accounts::from_file("accounts.toml")?;
/// let worker = Worker::new(Journal::open("journal.db").await?).accounts(Arc::new(accounts));
/// # let _ = worker; Ok(()) }
/// ```
///
/// A loader that does not know its names ([`AccountLoader::names`](super::AccountLoader::names)) gives the worker none: add
/// those accounts with `Worker::account`. On many machines, share the limits with
/// [`AccountsBuilder::shared_counts`](super::AccountsBuilder::shared_counts).
#[async_trait]
impl AccountSource for Accounts {
    async fn names(&self) -> Vec<String> {
        Self::names(self)
    }

    async fn account(&self, name: &str) -> Result<Arc<dyn leads_journal::Account>> {
        Ok(self.get(name).await?.for_journal())
    }
}
