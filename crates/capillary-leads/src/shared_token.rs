//! Tokens that several clients or machines share through a store.

use crate::auth::{BEAT, lock};
use leads_core::http::{StoredToken, TokenClaim, TokenKey, TokenStore, TokenTurn};
use leads_core::vendor::Vendor;
use leads_core::{SecretString, SecretText};
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How long keeping a token in the store may take. The call that fetched it waits for that.
const KEEPING: Duration = Duration::from_secs(5);

/// A store, the host that its tokens are for, and the version of the latest token that the vendor rejected.
#[derive(Debug)]
pub(crate) struct SharedTokens {
    store: Arc<dyn TokenStore>,
    url: String,
    refused: Mutex<Option<String>>,
}

/// What the store has for a client.
pub(crate) enum Claimed<'a> {
    /// A token, and when the store was asked.
    Token { token: StoredToken, asked: Instant },
    /// The turn to fetch one.
    Turn(SharedTurn<'a>),
    /// The store cannot be reached: the client fetches a token for itself.
    Alone,
}

/// The turn to fetch a token. It ends when it is dropped.
pub(crate) struct SharedTurn<'a> {
    shared: &'a SharedTokens,
    key: TokenKey,
    turn: TokenTurn,
}

impl SharedTokens {
    pub(crate) fn new(store: Arc<dyn TokenStore>, url: &str) -> Self {
        Self { store, url: url.to_owned(), refused: Mutex::default() }
    }

    /// Records that the vendor rejected a token, so that the store removes it if it is still the same.
    pub(crate) fn refused(&self, version: &str) {
        *lock(&self.refused) = Some(version.to_owned());
    }

    /// Waits for a token or for the turn to fetch one. Calls `beat` regularly, to show that the call is still polled.
    pub(crate) async fn claim(&self, key: &SecretString, secret: &SecretString, beat: impl Fn()) -> Claimed<'_> {
        let (key, secret) = (SecretText::from(key.clone()), SecretText::from(secret.clone()));
        let key = TokenKey::new(<crate::Capillary as Vendor>::NAME, self.url.clone(), key, secret);
        loop {
            beat();
            let refused = lock(&self.refused).clone();
            let asked = Instant::now();
            match with_beat(self.store.claim(&key, refused.as_deref()), &beat).await {
                Ok(TokenClaim::Token(token)) => return Claimed::Token { token, asked },
                Ok(TokenClaim::Turn(turn)) => return Claimed::Turn(SharedTurn { shared: self, key, turn }),
                Ok(TokenClaim::Wait(wait)) => sleep(wait.clamp(Duration::from_millis(1), BEAT)).await,
                _ => return Claimed::Alone,
            }
        }
    }
}

async fn with_beat<T>(work: impl Future<Output = T>, beat: impl Fn()) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        match timeout(BEAT, work.as_mut()).await {
            Ok(done) => return done,
            Err(_) => beat(),
        }
    }
}

impl SharedTurn<'_> {
    /// Shows the store that the client is still fetching.
    pub(crate) async fn extend(&self) {
        drop(timeout(BEAT, self.shared.store.extend(&self.key, &self.turn)).await);
    }

    /// Keeps a fetched token in the store, and returns its version there.
    pub(crate) async fn keep(&self, token: &SecretString, until: Instant) -> Option<String> {
        let life = until.saturating_duration_since(Instant::now());
        timeout(KEEPING, self.shared.store.keep(&self.key, &self.turn, token, life)).await.ok()?.ok()
    }
}

impl Drop for SharedTurn<'_> {
    fn drop(&mut self) {
        self.shared.store.release(&self.key, &self.turn);
    }
}
