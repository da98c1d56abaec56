//! One account.

use crate::VendorClient;
use crate::config::Connection;
use leads_core::LeadClient;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// An account of [`Accounts`](super::Accounts), with its clients. Clones are cheap.
///
/// It can be used like the common client, and it gives access to the vendor's typed client.
///
/// ```no_run
/// use leads::{Accounts, LeadClientExt, LeadId, VendorClient};
/// # async fn run(accounts: &Accounts) -> leads::Result<()> {
/// let account = accounts.get("crm").await?;
/// account.mark_won(&LeadId::new("1003-leads")).await?;
/// # #[cfg(feature = "nutshell")]
/// if let VendorClient::Nutshell(client) = account.typed() {
///     client.send(&nutshell::api::leads::GetLead::new("1003-leads")).await?;
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Account {
    name: Arc<str>,
    connection: Arc<Connection>,
}

impl Account {
    pub(super) fn new(name: Arc<str>, connection: Arc<Connection>) -> Self {
        Self { name, connection }
    }

    /// Returns the account's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the common client, to be kept or passed on.
    #[must_use]
    pub fn leads(&self) -> Arc<dyn LeadClient> {
        Arc::clone(&self.connection.leads)
    }

    /// Returns the vendor's typed client.
    #[must_use]
    pub fn typed(&self) -> &VendorClient {
        &self.connection.typed
    }
}

impl Deref for Account {
    type Target = dyn LeadClient;

    fn deref(&self) -> &Self::Target {
        &*self.connection.leads
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("name", &self.name).field("client", &self.connection.typed).finish()
    }
}
