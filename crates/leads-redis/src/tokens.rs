//! Tokens on the server, sealed.

use std::time::Duration;

use async_trait::async_trait;
use leads_core::http::{StoredToken, TokenClaim, TokenKey, TokenStore, TokenTurn};
use leads_core::{Error, ErrorKind, Result, SecretString};
use redis::Value;

use crate::link::{Link, Unreachable};
use crate::script::{CLAIM, Invocation, KEEP, RELEASE, Reply};
use crate::seal::SealingKey;

/// How long a machine's turn to fetch a token lasts unless it is extended. After a machine has ended in its turn, the
/// others wait that long.
const TURN: Duration = Duration::from_secs(5);
/// How long a client waits for the server before it fetches its own token: for one try if the server refuses connections,
/// for all of them if it is slow. A token is fetched rarely, and once too often is worse than a little later.
const PATIENCE: Duration = Duration::from_secs(2);
const TRIES: u32 = 5;
/// How often a machine asks whether another one has fetched the token.
const POLL: Duration = Duration::from_millis(50);

/// How often one claim replaces a token that it cannot open.
const ROUNDS: u32 = 3;

/// A [`TokenStore`] that many machines share. Created by [`Shared::tokens`](crate::Shared::tokens).
///
/// One machine fetches a token while the others wait. Its turn is a lease of five seconds, which it extends while it
/// fetches, so that another one takes over if it ends. The server sees neither tokens nor keys: tokens are encrypted with
/// XChaCha20-Poly1305, and the names of accounts are HMACs.
///
/// If the server cannot be reached, each process fetches its own token: after two seconds if the server refuses
/// connections, after ten if it does not respond.
///
/// ```no_run
/// use leads_redis::{SealingKey, Shared};
/// use std::sync::Arc;
/// # async fn run(sealing_key: &str) -> leads_core::Result<()> {
/// let redis = Shared::connect("redis://127.0.0.1").await?;
/// let tokens = redis.tokens(SealingKey::from_hex(sealing_key)?);
/// let client = capillary_leads::Client::builder()
///     .cluster(capillary_leads::Cluster::Eu)
///     .oauth("client-key", "client-secret")
///     .token_store(Arc::new(tokens))
///     .build()?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct RedisTokens {
    link: Link,
    key: SealingKey,
}

impl RedisTokens {
    pub(crate) fn new(link: Link, key: SealingKey) -> Self {
        Self { link, key }
    }

    async fn call(&self, call: &Invocation) -> Result<Value> {
        for _ in 0..TRIES {
            match self.link.call_within(PATIENCE, call).await {
                Ok(value) => return Ok(value),
                Err(Unreachable) if self.link.is_down() => break,
                Err(Unreachable) => {}
            }
        }
        Err(Error::new(ErrorKind::Connect, "the Redis server that keeps the tokens could not be reached")
            .with_retryable(true))
    }

    /// Returns the name of an account, and its keys.
    fn keys(&self, key: &TokenKey) -> Result<(String, Vec<String>)> {
        let name = self.key.name(&key.parts())?;
        let keys = ["token", "turn"].map(|kind| format!("{{leads-token:{name}}}:{kind}"));
        Ok((name, keys.to_vec()))
    }
}

/// A turn that may have been taken: it ends unless it reaches the caller.
struct Claiming<'a> {
    store: &'a RedisTokens,
    key: &'a TokenKey,
    turn: TokenTurn,
    kept: bool,
}

impl Drop for Claiming<'_> {
    fn drop(&mut self) {
        if !self.kept {
            self.store.release(self.key, &self.turn);
        }
    }
}

#[async_trait]
impl TokenStore for RedisTokens {
    async fn claim(&self, key: &TokenKey, refused: Option<&str>) -> Result<TokenClaim> {
        let (name, keys) = self.keys(key)?;
        let turn = TokenTurn::new(format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..)));
        let mut claiming = Claiming { store: self, key, turn, kept: false };
        let mut refused = refused.unwrap_or_default().to_owned();
        for _ in 0..ROUNDS {
            let turn = claiming.turn.as_str();
            let call = Invocation::alone(&CLAIM, keys.clone()).arg(&refused).arg(turn).arg(TURN.as_millis());
            let mut reply = Reply::new(self.call(&call).await?);
            match reply.text().as_str() {
                "token" => {
                    let (version, sealed, life) = (reply.text(), reply.text(), Duration::from_millis(reply.number()));
                    if let Some(text) = self.key.open(&name, &version, &sealed) {
                        claiming.kept = true;
                        return Ok(TokenClaim::Token(StoredToken { text, version, life }));
                    }
                    // It was not sealed by this application, so it is replaced.
                    refused = version;
                }
                "turn" => {
                    claiming.kept = true;
                    return Ok(TokenClaim::Turn(claiming.turn.clone()));
                }
                _ => {
                    claiming.kept = true;
                    let left = Duration::from_millis(reply.number());
                    return Ok(TokenClaim::Wait(left.clamp(Duration::from_millis(1), POLL)));
                }
            }
        }
        Err(Error::new(ErrorKind::Other, "the Redis server keeps a token that cannot be opened"))
    }

    async fn keep(&self, key: &TokenKey, turn: &TokenTurn, token: &SecretString, life: Duration) -> Result<String> {
        let (name, keys) = self.keys(key)?;
        let (version, sealed) = self.key.seal(&name, token)?;
        let call =
            Invocation::alone(&KEEP, keys).arg(&version).arg(turn.as_str()).arg(sealed).arg(life.as_millis().max(1));
        self.call(&call).await?;
        Ok(version)
    }

    async fn extend(&self, key: &TokenKey, turn: &TokenTurn) -> Result<()> {
        let call = Invocation::alone(&RELEASE, self.keys(key)?.1).arg(turn.as_str()).arg(TURN.as_millis());
        self.call(&call).await.map(drop)
    }

    fn release(&self, key: &TokenKey, turn: &TokenTurn) {
        if let Ok((_, keys)) = self.keys(key) {
            self.link.queue(Invocation::alone(&RELEASE, keys).arg(turn.as_str()).arg(0), None);
        }
    }
}
