//! The counts of one account.

use std::sync::{Arc, Once, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use leads_core::http::limit::{Denied, PermitRequest, PermitUse, SharedCounts, Window};
use leads_core::{Error, ErrorKind, Result};

use crate::account::{Account, Settings};
use crate::clock::Clock;
use crate::link::Link;
use crate::on_loss::{Fresh, OnLoss};
use crate::share::RENEW;

/// The counts of one account on the server, for [`Limiter::with_counts`](leads_core::http::limit::Limiter::with_counts).
///
/// Created by [`Shared::counts`](crate::Shared::counts). Every machine that uses the same name on the same server shares
/// the counts. Create one value per process and account: each counts as a separate machine.
///
/// ```no_run
/// use leads_redis::{OnLoss, Shared};
/// use leadsquared::leads_core::http::limit::{Limiter, Window};
/// use std::{sync::Arc, time::Duration};
/// # async fn run() -> leads_core::Result<()> {
/// let redis = Shared::connect("redis://127.0.0.1").await?;
/// let counts = redis.counts("leadsquared/eu/acme").on_loss(OnLoss::Share);
/// let limiter = Limiter::with_counts(
///     [Window::new("calls", 25, Duration::from_secs(5))],
///     Arc::new(counts),
/// );
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct RedisCounts {
    link: Link,
    name: String,
    settings: Settings,
    account: OnceLock<Arc<Account>>,
    renewing: Once,
}

impl RedisCounts {
    pub(crate) fn new(link: Link, name: String) -> Self {
        let settings = Settings { on_loss: OnLoss::default(), fresh: Fresh::default(), clock: Clock::system() };
        Self { link, name, settings, account: OnceLock::new(), renewing: Once::new() }
    }

    /// Sets what this machine does when it cannot reach the server. The default is [`OnLoss::Refuse`].
    #[must_use]
    pub fn on_loss(mut self, on_loss: OnLoss) -> Self {
        self.settings.on_loss = on_loss;
        self
    }

    /// Sets how an account begins of which the server knows nothing. The default is [`Fresh::Guarded`].
    #[must_use]
    pub fn fresh(mut self, fresh: Fresh) -> Self {
        self.settings.fresh = fresh;
        self
    }

    /// Uses the time of a test, in milliseconds, for this machine and on the server, whose clock may be ahead.
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    #[must_use]
    pub fn set_time(
        mut self,
        time: Arc<std::sync::atomic::AtomicU64>,
        ahead: Arc<std::sync::atomic::AtomicI64>,
    ) -> Self {
        self.settings.clock = Clock::Set(time, ahead);
        self
    }

    /// Cuts this machine off from the server, or reconnects it.
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    pub fn cut_off(&self, cut: bool) {
        self.account().cut(cut);
    }

    /// Renews the share now.
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    pub async fn renew_share(&self) {
        let _ = self.account().keep_share().await;
    }

    /// Returns this machine's share to the others and waits until everything it has to report has been sent.
    ///
    /// Call it when a program ends. Without it, the permits of the latest calls return a little later, and with
    /// [`OnLoss::Share`] the machine's share stays occupied for five minutes.
    ///
    /// # Errors
    ///
    /// Returns a connection error if the server cannot be reached. Nothing is lost then: permits and shares return by
    /// themselves.
    pub async fn leave(&self) -> Result<()> {
        let unreachable =
            |_| Error::new(ErrorKind::Connect, "the Redis server could not be reached").with_retryable(true);
        self.account().leave().await.map_err(unreachable)
    }

    fn account(&self) -> &Arc<Account> {
        self.account.get_or_init(|| Arc::new(Account::new(self.link.clone(), &self.name, self.settings.clone())))
    }

    /// Returns the account, and starts renewing its share with the first permit.
    fn running(&self) -> &Arc<Account> {
        let account = self.account();
        self.renewing.call_once(|| {
            if account.settings().on_loss == OnLoss::Share && matches!(account.settings().clock, Clock::System(_)) {
                let weak = Arc::downgrade(account);
                let renewing = async move {
                    loop {
                        tokio::time::sleep(Duration::from_millis(RENEW / 2)).await;
                        let Some(account) = weak.upgrade() else { return };
                        let _ = account.keep_share().await;
                    }
                };
                self.link.adopt(tokio::spawn(renewing).abort_handle());
            }
        });
        account
    }
}

#[async_trait]
impl SharedCounts for RedisCounts {
    async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied> {
        self.running().take(request).await
    }

    fn settle(&self, ticket: u64, how: PermitUse) {
        self.account().settle(ticket, how);
    }

    fn pause(&self, class: Option<&str>, length: Duration) {
        self.account().pause(class, length);
    }

    fn learn(&self, window: &Window) {
        self.account().learn(window);
    }
}
