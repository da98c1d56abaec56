//! Settings of all accounts.

use super::counts::CountsFile;
use super::limits::LimitsByName;
use super::{AccountLoader, Accounts, AccountsFile, SavedCounts, Shared, State};
use leads_core::http::ConcurrencyLimit;
use leads_core::http::limit::{Limiter, SharedCounts, Window};
use leads_core::{ClientConfig, Error, Result};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

type CountsOf = Arc<dyn Fn(&str) -> Arc<dyn SharedCounts> + Send + Sync>;

/// What all accounts have in common.
pub(super) struct Settings {
    pub(super) client: ClientConfig,
    pub(super) per_account: usize,
    pub(super) idle: Duration,
    pub(super) load_timeout: Duration,
    pub(super) counts_file: Option<CountsFile>,
    shared_counts: Option<CountsOf>,
}

impl Settings {
    /// Creates the limiter of an account.
    pub(super) fn limiter(&self, name: &str, windows: Vec<Window>) -> Result<Limiter> {
        Limiter::try_new(windows, self.shared_counts.as_ref().map(|counts| counts(name)))
    }
}

/// Builds [`Accounts`].
///
/// # Examples
///
/// ```no_run
/// use leads::Accounts;
/// use std::time::Duration;
/// let accounts = Accounts::builder()
///     .file("accounts.toml")?
///     .per_account(16)
///     .total(512)
///     .idle(Duration::from_secs(900))
///     .counts_file("/var/lib/app/counts.json")
///     .build()?;
/// # Ok::<(), leads::Error>(())
/// ```
#[must_use]
pub struct AccountsBuilder {
    loader: Option<Arc<dyn AccountLoader>>,
    settings: Settings,
    total: usize,
    counts: Option<SavedCounts>,
}

impl Default for AccountsBuilder {
    fn default() -> Self {
        let settings = Settings {
            client: ClientConfig::new(),
            per_account: 16,
            idle: Duration::from_secs(900),
            load_timeout: Duration::from_secs(30),
            counts_file: None,
            shared_counts: None,
        };
        Self { loader: None, settings, total: 512, counts: None }
    }
}

impl fmt::Debug for AccountsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountsBuilder")
            .field("loader", &self.loader)
            .field("per_account", &self.settings.per_account)
            .field("total", &self.total)
            .field("idle", &self.settings.idle)
            .finish_non_exhaustive()
    }
}

impl AccountsBuilder {
    /// Reads the accounts from a file: TOML if its name ends in `.toml`, otherwise JSON.
    ///
    /// # Errors
    /// Returns a configuration error that names the path of the setting.
    pub fn file(self, path: impl AsRef<Path>) -> Result<Self> {
        Ok(self.loader(AccountsFile::read(path)?))
    }

    /// Sets where the configuration of an account comes from.
    pub fn loader(mut self, loader: impl AccountLoader) -> Self {
        self.loader = Some(Arc::new(loader));
        self
    }

    /// Sets the settings of all clients: timeouts, retries, transport. Its limiter and its concurrency are not used.
    pub fn client_config(mut self, config: ClientConfig) -> Self {
        self.settings.client = config;
        self
    }

    /// Sets how many requests of one account can be in flight; 16 by default.
    pub fn per_account(mut self, requests: usize) -> Self {
        self.settings.per_account = requests;
        self
    }

    /// Sets how many requests of all accounts together can be in flight; 512 by default.
    ///
    /// The transport has a [limit of its own](leads_core::http::TransportOptions::max_connections), which is set to this
    /// number unless [`client_config`](Self::client_config) has a transport.
    pub fn total(mut self, requests: usize) -> Self {
        self.total = requests;
        self
    }

    /// Sets after which time an unused client is dropped, with its tokens; 15 minutes by default. The counts of its
    /// limiter stay.
    pub fn idle(mut self, time: Duration) -> Self {
        self.settings.idle = time;
        self
    }

    /// Sets how long the loader can take for one account; 30 seconds by default.
    pub fn load_timeout(mut self, time: Duration) -> Self {
        self.settings.load_timeout = time;
        self
    }

    /// Sets counts outside this process for each account, for accounts that several machines use.
    pub fn shared_counts<F>(mut self, counts: F) -> Self
    where
        F: Fn(&str) -> Arc<dyn SharedCounts> + Send + Sync + 'static,
    {
        self.settings.shared_counts = Some(Arc::new(counts));
        self
    }

    /// Sets the counts of the last run. An account without counts starts with used windows: its first call waits for one
    /// window.
    ///
    /// Without this setting and [`counts_file`](Self::counts_file), all windows start empty, which is right if nothing was
    /// sent in the last seconds.
    pub fn counts(mut self, counts: SavedCounts) -> Self {
        self.counts = Some(counts);
        self
    }

    /// Keeps the counts in a file over restarts. [`Accounts::save_counts`] writes it when the process ends, and
    /// [`build`](Self::build) reads and removes it. After a crash there is no file, and every account starts with used
    /// windows.
    pub fn counts_file(mut self, path: impl AsRef<Path>) -> Self {
        self.settings.counts_file = Some(CountsFile::new(path.as_ref()));
        self
    }

    /// Builds the accounts. Sends nothing, and builds no client yet.
    ///
    /// # Errors
    /// Returns a configuration error if there is no file and no loader, if the counts cannot be read, or if the transport
    /// cannot be built.
    pub fn build(mut self) -> Result<Accounts> {
        let loader = self.loader.ok_or_else(|| {
            Error::config("accounts", "have no source").with_help("set a file or a loader before `build`")
        })?;
        self.settings.client = self.settings.client.share_transport(self.total)?;
        let counts = match (self.counts, &self.settings.counts_file) {
            (Some(counts), _) => Some(counts),
            (None, Some(file)) => Some(file.take()?),
            (None, None) => None,
        };
        let state = State { slots: BTreeMap::new(), limits: LimitsByName::new(counts), swept: Instant::now() };
        let total = ConcurrencyLimit::new(self.total);
        let shared = Shared { loader, settings: self.settings, total, state: Mutex::new(state) };
        Ok(Accounts { shared: Arc::new(shared) })
    }
}
