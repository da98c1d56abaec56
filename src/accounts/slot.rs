//! What is kept of an account.

use super::AccountConfig;
use super::calls::CallCounter;
use super::limits::Limits;
use super::stats::{AccountStats, Sources};
use crate::config::{Connection, Current, VendorConfig};
use leads_core::http::ConcurrencyLimit;
use leads_core::observe::Observer;
use leads_core::{ClientConfig, Result};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio::time::Instant;

/// An account: its limits, which stay, and its client, which comes and goes.
pub(super) struct Slot {
    name: Arc<str>,
    concurrency: ConcurrencyLimit,
    calls: Arc<CallCounter>,
    state: Mutex<State>,
}

struct State {
    limits: Option<Arc<Limits>>,
    current: Option<Current>,
    vendor: &'static str,
    client: Arc<OnceCell<Arc<Connection>>>,
    used: Instant,
}

impl Slot {
    pub(super) fn new(name: Arc<str>, concurrency: ConcurrencyLimit) -> Self {
        let state = State { limits: None, current: None, vendor: "", client: Arc::default(), used: Instant::now() };
        Self { name, concurrency, calls: Arc::default(), state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(super) fn was_built(&self) -> bool {
        self.state().limits.is_some()
    }

    /// Returns the client, and builds it with what `load` returns if there is none. `limits` returns the limits that the
    /// configuration names.
    pub(super) async fn connected<F: Future<Output = Result<AccountConfig>>>(
        &self,
        base: &ClientConfig,
        load: impl FnOnce() -> F,
        limits: impl FnOnce(&AccountConfig) -> Result<Arc<Limits>>,
    ) -> Result<Arc<Connection>> {
        let cell = {
            let mut state = self.state();
            state.used = Instant::now();
            Arc::clone(&state.client)
        };
        let build = async {
            let config = load().await?;
            let limits = limits(&config)?;
            self.build(&cell, config.vendor, limits, base)
        };
        Ok(Arc::clone(cell.get_or_try_init(|| build).await?))
    }

    fn build(
        &self,
        cell: &Arc<OnceCell<Arc<Connection>>>,
        config: VendorConfig,
        limits: Arc<Limits>,
        base: &ClientConfig,
    ) -> Result<Arc<Connection>> {
        let vendor = config.vendor();
        let base = base.clone().account(Arc::clone(&self.name)).concurrency(self.concurrency.clone());
        let base = base.limiter(limits.limiter().clone()).observer(Arc::clone(&self.calls) as Arc<dyn Observer>);
        let mut state = self.state();
        // Whether this configuration is the newest: `rotate` can have loaded another one meanwhile.
        let newest = Arc::ptr_eq(&state.client, cell);
        // Clients of earlier builds that are in use share the credentials, so that `rotate` reaches them.
        let current = match state.current.clone() {
            Some(current) if newest && current.replace(&config)? => current,
            _ => Current::of(&config)?,
        };
        let connection = Arc::new(config.connection(base, Some(&current))?);
        if newest {
            (state.limits, state.current, state.vendor) = (Some(limits), Some(current), vendor);
        }
        Ok(connection)
    }

    /// Replaces the credentials, and lets the next caller build a client with the other settings.
    pub(super) fn rotate(&self, config: AccountConfig) -> Result<()> {
        Current::of(&config.vendor)?;
        let mut state = self.state();
        if let Some(current) = &state.current {
            current.replace(&config.vendor)?;
        }
        state.client = Arc::default();
        Ok(())
    }

    /// Takes the client if it was not used for this long and no caller has it.
    pub(super) fn take_idle(&self, idle: Duration) -> Option<Arc<Connection>> {
        let mut state = self.state();
        let client = Arc::clone(state.client.get()?);
        // The cell has one owner, this function another; every further owner is a caller.
        if state.used.elapsed() < idle || Arc::strong_count(&client) > 2 {
            return None;
        }
        state.client = Arc::default();
        Some(client)
    }

    pub(super) fn stats(&self) -> AccountStats {
        let state = self.state();
        let limiter = state.limits.as_ref().map(|limits| limits.limiter().clone());
        let (vendor, client, idle) = (state.vendor, state.client.get().cloned(), state.used.elapsed());
        drop(state);
        AccountStats::read(&Sources {
            account: &self.name,
            vendor,
            client: client.as_deref(),
            idle,
            concurrency: &self.concurrency,
            limiter: limiter.as_ref(),
            calls: self.calls.stats(),
        })
    }
}
