//! Many accounts of all vendors in one process.

mod account;
mod builder;
mod calls;
mod counts;
mod file;
#[cfg(feature = "journal")]
mod journal;
mod limits;
mod loader;
mod slot;
mod stats;

pub use account::Account;
pub use builder::AccountsBuilder;
pub use calls::CallStats;
pub use counts::SavedCounts;
pub use file::AccountsFile;
pub use loader::{AccountConfig, AccountLoader};
pub use stats::{AccountStats, WindowStats};

use crate::config::within;
use builder::Settings;
use leads_core::http::ConcurrencyLimit;
use leads_core::{Error, Result};
use limits::{Limits, LimitsByName};
use slot::Slot;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::time::{Instant, timeout};

/// The accounts of an application, of any number and of all vendors.
///
/// An account's clients are built when they are first needed and shared by all callers. All accounts use one transport,
/// so connections are pooled by host. Each account has one limiter, which stays when its credentials change, when its
/// client was idle, and when two accounts have equal keys at different hosts. The account's name is its label in
/// [spans and observers](leads_core::observe), so it must be neither a credential nor personal data.
///
/// # Examples
///
/// A file describes the accounts. A secret can be in the file, in an environment variable, or in a separate file:
///
/// ```toml
/// [accounts.crm]
/// vendor = "nutshell"
/// user = "ann@example.com"
/// api_key = { env = "CRM_KEY" }
///
/// [accounts.northside]
/// vendor = "dealerstudio"
/// api_key = { file = "/run/secrets/northside" }
/// dealership = "northside"
/// category = "General Enquiry"
/// source = "Website"
///
/// [accounts.acme]
/// vendor = "leadsquared"
/// region = "india_mumbai"
/// access_key = { env = "ACME_ACCESS_KEY" }
/// secret_key = { env = "ACME_SECRET_KEY" }
/// plan = "pro"
/// opportunities = { event_code = 12000 }
/// ```
///
/// ```no_run
/// use leads::{Accounts, LeadClientExt, LeadId};
/// # async fn run() -> leads::Result<()> {
/// let accounts = Accounts::from_file("accounts.toml")?;
/// let crm = accounts.get("crm").await?;
/// crm.mark_won(&LeadId::new("1003-leads")).await?;
/// # Ok(()) }
/// ```
///
/// The accounts can also come from a database or a secret store: see [`AccountLoader`]. Reading files in TOML needs the
/// feature `toml`; JSON is always read.
#[derive(Clone)]
pub struct Accounts {
    shared: Arc<Shared>,
}

struct Shared {
    loader: Arc<dyn AccountLoader>,
    settings: Settings,
    total: ConcurrencyLimit,
    state: Mutex<State>,
}

struct State {
    slots: BTreeMap<Arc<str>, Arc<Slot>>,
    limits: LimitsByName,
    /// When unused clients were last dropped.
    swept: Instant,
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accounts")
            .field("loader", &self.shared.loader)
            .field("in_use", &self.state().slots.len())
            .field("total", &self.shared.total)
            .finish()
    }
}

impl Accounts {
    /// Reads the accounts from a file, with the default settings.
    ///
    /// # Errors
    /// Returns a configuration error that names the path of the setting, `accounts.crm.api_key`. It never shows a value.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        Self::builder().file(path)?.build()
    }

    /// Returns a builder.
    pub fn builder() -> AccountsBuilder {
        AccountsBuilder::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns an account, and builds its client if it has none. Several callers wait for the same client.
    ///
    /// # Errors
    /// Returns a configuration error that names the account if it is unknown, if its configuration cannot be loaded in
    /// time, or if a setting is missing or invalid. Nothing is sent.
    pub async fn get(&self, name: &str) -> Result<Account> {
        self.drop_unused(false);
        let slot = self.slot(name);
        let base = &self.shared.settings.client;
        let built = slot.connected(base, || self.load(name), |config| self.limits(name, config)).await;
        match built {
            Ok(connection) => Ok(Account::new(Arc::clone(slot.name()), connection)),
            Err(error) => {
                self.forget(&slot);
                Err(within(error, &format!("accounts.{name}")))
            }
        }
    }

    /// Loads the configuration of an account again and replaces its credentials, also in clients that are in use. The
    /// next [`get`](Self::get) returns a client with the other settings as well.
    ///
    /// If the account has another host now, clients that are in use keep the old credentials: the new ones must not be
    /// sent to the old host.
    ///
    /// The limiter and its counts stay. If the plan changed, its windows change.
    ///
    /// # Errors
    /// As [`get`](Self::get). The account is then left unchanged.
    pub async fn rotate(&self, name: &str) -> Result<()> {
        let Some(slot) = self.state().slots.get(name).cloned() else { return self.get(name).await.map(drop) };
        let rotated = async { slot.rotate(self.load(name).await?) };
        rotated.await.map_err(|error| within(error, &format!("accounts.{name}")))
    }

    /// Removes an account. Clients that are in use keep working.
    ///
    /// A later [`get`](Self::get) loads it again. Its counts are forgotten when none of its calls counts any more. Returns
    /// whether it was in use.
    pub fn remove(&self, name: &str) -> bool {
        let mut state = self.state();
        let removed = state.slots.remove(name).is_some();
        state.limits.drop_unused();
        removed
    }

    /// Drops the clients that were not used for the [idle time](AccountsBuilder::idle), and returns how many. Their
    /// counts stay.
    ///
    /// [`get`](Self::get) does this from time to time, so only an application that stops calling it needs this method.
    pub fn drop_idle(&self) -> usize {
        self.drop_unused(true)
    }

    /// Returns the state of each account that was used, by name.
    #[must_use]
    pub fn stats(&self) -> Vec<AccountStats> {
        let slots: Vec<_> = self.state().slots.values().cloned().collect();
        slots.iter().map(|slot| slot.stats()).collect()
    }

    /// Returns the names of all accounts, if the loader knows them: those of a file.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.shared.loader.names()
    }

    /// Returns the counts of all limiters, to be stored and passed to [`AccountsBuilder::counts`].
    #[must_use]
    pub fn counts(&self) -> SavedCounts {
        self.state().limits.counts()
    }

    /// Writes the counts to the [`counts_file`](AccountsBuilder::counts_file), for the next process. Call this when the
    /// process ends, after its last call.
    ///
    /// # Errors
    /// Returns a configuration error if no file is set or if it cannot be written.
    pub fn save_counts(&self) -> Result<()> {
        let file = self.shared.settings.counts_file.as_ref();
        let file = file.ok_or_else(|| Error::config("counts_file", "is missing"))?;
        file.write(&self.counts())
    }

    /// Returns the limit on the requests in flight of all accounts together.
    #[must_use]
    pub fn concurrency(&self) -> &ConcurrencyLimit {
        &self.shared.total
    }

    fn slot(&self, name: &str) -> Arc<Slot> {
        let mut state = self.state();
        if let Some(slot) = state.slots.get(name) {
            return Arc::clone(slot);
        }
        let name: Arc<str> = Arc::from(name);
        let limit = ConcurrencyLimit::new(self.shared.settings.per_account).within(&self.shared.total);
        let slot = Arc::new(Slot::new(Arc::clone(&name), limit));
        state.slots.insert(name, Arc::clone(&slot));
        slot
    }

    /// Removes an account whose first client could not be built, so that unknown names take no memory.
    fn forget(&self, slot: &Arc<Slot>) {
        let mut state = self.state();
        let same = state.slots.get(slot.name()).is_some_and(|known| Arc::ptr_eq(known, slot));
        if same && !slot.was_built() {
            state.slots.remove(slot.name());
        }
    }

    fn limits(&self, name: &str, config: &AccountConfig) -> Result<Arc<Limits>> {
        let name = config.limits.as_deref().unwrap_or(name);
        self.state().limits.get(name, config.vendor.windows(), &self.shared.settings)
    }

    async fn load(&self, name: &str) -> Result<AccountConfig> {
        let loading = self.shared.loader.load(name);
        let loaded = timeout(self.shared.settings.load_timeout, loading).await;
        let known = loaded.map_err(|_| Error::config("", "was not loaded in time"))??;
        known.ok_or_else(|| Error::config("", "is not an account"))
    }

    fn drop_unused(&self, now: bool) -> usize {
        let idle = self.shared.settings.idle;
        let mut state = self.state();
        if !now && state.swept.elapsed() < idle / 4 {
            return 0;
        }
        state.swept = Instant::now();
        state.limits.drop_unused();
        let dropped: Vec<_> = state.slots.values().filter_map(|slot| slot.take_idle(idle)).collect();
        // Dropping a client can take time, so it happens after the lock.
        drop(state);
        dropped.len()
    }
}
