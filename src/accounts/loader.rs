//! Where the configuration of an account comes from.

use crate::VendorConfig;
use leads_core::Result;
use std::fmt::Debug;

/// The configuration of an account.
///
/// ```
/// use leads::{AccountConfig, VendorConfig};
/// # #[cfg(feature = "nutshell")] {
/// let vendor: VendorConfig = serde_json::from_str(r#"{
///     "vendor": "nutshell", "user": "ann@example.com", "api_key": "hush"
/// }"#).unwrap();
/// let config = AccountConfig::new(vendor);
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountConfig {
    /// The vendor and the credentials.
    pub vendor: VendorConfig,
    /// The name of the limits. Accounts with the same name share one limiter; by default it is the account's own name.
    ///
    /// Two accounts over one account of the vendor, such as the leads and the opportunities of one LeadSquared account,
    /// must share their limits, because the vendor counts their calls together.
    pub limits: Option<String>,
}

impl AccountConfig {
    /// Creates the configuration of an account with its own limits.
    #[must_use]
    pub fn new(vendor: VendorConfig) -> Self {
        Self { vendor, limits: None }
    }

    /// Sets the name of the [limits](Self::limits).
    #[must_use]
    pub fn limits(mut self, name: impl Into<String>) -> Self {
        self.limits = Some(name.into());
        self
    }
}

impl From<VendorConfig> for AccountConfig {
    fn from(vendor: VendorConfig) -> Self {
        Self::new(vendor)
    }
}

/// Loads the configuration of accounts, for example from a database or a secret store.
///
/// ```
/// use leads::{AccountConfig, AccountLoader, Accounts, Result, VendorConfig};
///
/// #[derive(Debug)]
/// struct Database;
///
/// impl Database {
///     async fn row(&self, name: &str) -> Option<String> {
///         // SELECT config FROM accounts WHERE name = $1
///         # let _ = name;
///         None
///     }
/// }
///
/// #[async_trait::async_trait]
/// impl AccountLoader for Database {
///     async fn load(&self, name: &str) -> Result<Option<AccountConfig>> {
///         let Some(row) = self.row(name).await else { return Ok(None) };
///         let config: VendorConfig = serde_json::from_str(&row)
///             .map_err(|error| leads::Error::config("config", error.to_string()))?;
///         Ok(Some(config.into()))
///     }
/// }
///
/// let accounts = Accounts::builder().loader(Database).build()?;
/// # Ok::<(), leads::Error>(())
/// ```
#[async_trait::async_trait]
pub trait AccountLoader: Debug + Send + Sync + 'static {
    /// Returns the current configuration of an account; `None` if there is no such account.
    ///
    /// It is called when an account's client is built and by [`Accounts::rotate`](super::Accounts::rotate). A call that
    /// takes longer than [`load_timeout`](super::AccountsBuilder::load_timeout) is dropped.
    ///
    /// # Errors
    /// Returns a configuration error that names the setting. Its text must not contain the value.
    async fn load(&self, name: &str) -> Result<Option<AccountConfig>>;

    /// Returns the names of all accounts, if they are known. Returns none by default.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}
