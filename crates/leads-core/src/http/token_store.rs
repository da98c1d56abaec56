//! Where access tokens are kept, so that several clients or machines can share them.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::timeouts::saturating_deadline;
use crate::error::Result;
use crate::request::SecretText;

/// Identifies the account to which a token belongs: vendor, base URL, key and secret of an API client.
///
/// A store must not write these parts anywhere in the clear.
///
/// ```
/// use leads_core::http::TokenKey;
/// let key = TokenKey::new(
///     "capillary",
///     "https://eu.example.com",
///     "key".to_owned().into(),
///     "secret".to_owned().into(),
/// );
/// assert!(!format!("{key:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct TokenKey {
    vendor: &'static str,
    url: String,
    key: SecretText,
    secret: SecretText,
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKey").field("vendor", &self.vendor).finish_non_exhaustive()
    }
}

impl PartialEq for TokenKey {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for TokenKey {}

impl Hash for TokenKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl TokenKey {
    /// Creates the key of an account.
    pub fn new(vendor: &'static str, url: impl Into<String>, key: SecretText, secret: SecretText) -> Self {
        Self { vendor, url: url.into(), key, secret }
    }

    /// Returns the parts, which include secrets: for deriving a name that does not reveal them.
    #[must_use]
    pub fn parts(&self) -> [&str; 4] {
        [self.vendor, &self.url, self.key.expose(), self.secret.expose()]
    }
}

/// A token of a [`TokenStore`].
#[derive(Clone, Debug)]
pub struct StoredToken {
    /// The token.
    pub text: SecretString,
    /// Identifies the token, so that a refused one is removed only if it is still the same.
    pub version: String,
    /// How long the token can be used.
    pub life: Duration,
}

/// The turn of a client to fetch a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenTurn(String);

impl TokenTurn {
    /// Creates a turn with a unique name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a [`TokenStore`] has for a client that needs a token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TokenClaim {
    /// A token.
    Token(StoredToken),
    /// There is none, and it is this client's turn to fetch one.
    Turn(TokenTurn),
    /// Another client is fetching one: ask again after this time.
    Wait(Duration),
}

/// Keeps access tokens, so that the clients of an account share one token, and one of them fetches it while the others
/// wait.
///
/// A client without a store keeps its token itself and shares it with its clones. [`LocalTokens`] shares tokens between
/// clients of one process; the crate `leads-redis` has a store for many machines.
///
/// A store that returns an error is not used for this token: the client fetches its own.
#[async_trait]
pub trait TokenStore: fmt::Debug + Send + Sync + 'static {
    /// Returns the token of an account, or the turn to fetch it. Removes the current token if its version is `refused`.
    ///
    /// A turn ends by itself after a few seconds unless it is [extended](Self::extend), because its holder may have ended.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be reached.
    async fn claim(&self, key: &TokenKey, refused: Option<&str>) -> Result<TokenClaim>;

    /// Keeps a fetched token for `life` and ends the turn. Returns the token's version. A token of a turn that another
    /// client has taken over is not kept.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be reached.
    async fn keep(&self, key: &TokenKey, turn: &TokenTurn, token: &SecretString, life: Duration) -> Result<String>;

    /// Extends a turn, because its holder is still fetching.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be reached.
    async fn extend(&self, key: &TokenKey, turn: &TokenTurn) -> Result<()>;

    /// Ends a turn without a token. This is called from `Drop`: it must neither block nor panic.
    fn release(&self, key: &TokenKey, turn: &TokenTurn);
}

/// How long a turn of [`LocalTokens`] lasts unless it is extended, and how often the others ask again.
const TURN: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(20);
/// A token that expires sooner is not returned: it could not be used any more.
const TOO_SHORT: Duration = Duration::from_millis(250);

/// A [`TokenStore`] for the clients of one process that do not share a [`Pipeline`](super::Pipeline).
///
/// ```
/// use leads_core::http::{LocalTokens, TokenStore};
/// use std::sync::Arc;
/// let store: Arc<dyn TokenStore> = Arc::new(LocalTokens::new());
/// ```
#[derive(Default)]
pub struct LocalTokens(Mutex<Accounts>);

#[derive(Default)]
struct Accounts {
    made: u64,
    accounts: HashMap<TokenKey, Account>,
}

#[derive(Default)]
struct Account {
    token: Option<(SecretString, String, Instant)>,
    turn: Option<(TokenTurn, Instant)>,
}

impl fmt::Debug for LocalTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalTokens")
    }
}

impl LocalTokens {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, Accounts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Accounts {
    fn name(&mut self) -> String {
        self.made += 1;
        self.made.to_string()
    }

    fn of(&mut self, key: &TokenKey) -> &mut Account {
        self.accounts.entry(key.clone()).or_default()
    }
}

impl Account {
    fn holds(&self, turn: &TokenTurn) -> bool {
        self.turn.as_ref().is_some_and(|(holder, _)| holder == turn)
    }
}

#[async_trait]
impl TokenStore for LocalTokens {
    async fn claim(&self, key: &TokenKey, refused: Option<&str>) -> Result<TokenClaim> {
        let mut accounts = self.lock();
        let turn = TokenTurn(accounts.name());
        let (account, now) = (accounts.of(key), Instant::now());
        let good = |(_, version, until): &(SecretString, String, Instant)| {
            Some(version.as_str()) != refused && *until > now + TOO_SHORT
        };
        account.token = account.token.take().filter(good);
        if let Some((text, version, until)) = &account.token {
            let (text, version) = (text.clone(), version.clone());
            return Ok(TokenClaim::Token(StoredToken { text, version, life: *until - now }));
        }
        if account.turn.as_ref().is_some_and(|(_, until)| *until > now) {
            return Ok(TokenClaim::Wait(POLL));
        }
        account.turn = Some((turn.clone(), now + TURN));
        Ok(TokenClaim::Turn(turn))
    }

    async fn keep(&self, key: &TokenKey, turn: &TokenTurn, token: &SecretString, life: Duration) -> Result<String> {
        let mut accounts = self.lock();
        let version = accounts.name();
        let account = accounts.of(key);
        if account.holds(turn) {
            let text = SecretString::from(token.expose_secret());
            account.token = Some((text, version.clone(), saturating_deadline(Instant::now(), life)));
            account.turn = None;
        }
        Ok(version)
    }

    async fn extend(&self, key: &TokenKey, turn: &TokenTurn) -> Result<()> {
        let mut accounts = self.lock();
        let account = accounts.of(key);
        if account.holds(turn) {
            account.turn = Some((turn.clone(), Instant::now() + TURN));
        }
        Ok(())
    }

    fn release(&self, key: &TokenKey, turn: &TokenTurn) {
        let mut accounts = self.lock();
        let account = accounts.of(key);
        if account.holds(turn) {
            account.turn = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    fn key() -> TokenKey {
        TokenKey::new("vendor", "https://example.com", "key".to_owned().into(), "secret".to_owned().into())
    }

    async fn claim(store: &LocalTokens, refused: Option<&str>) -> TokenClaim {
        store.claim(&key(), refused).await.unwrap()
    }

    async fn turn(store: &LocalTokens) -> TokenTurn {
        match claim(store, None).await {
            TokenClaim::Turn(turn) => turn,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_client_fetches_and_the_others_wait_for_its_token() {
        let store = LocalTokens::new();
        let first = turn(&store).await;
        assert!(matches!(claim(&store, None).await, TokenClaim::Wait(_)));
        let version = store.keep(&key(), &first, &SecretString::from("t"), Duration::from_secs(60)).await.unwrap();
        let TokenClaim::Token(token) = claim(&store, Some("another")).await else { panic!("no token") };
        assert_eq!((token.text.expose_secret(), &token.version, token.life), ("t", &version, Duration::from_secs(60)));
        assert!(matches!(claim(&store, Some(&version)).await, TokenClaim::Turn(_)));
    }

    #[tokio::test(start_paused = true)]
    async fn accounts_that_differ_in_one_part_have_their_own_tokens() {
        let store = LocalTokens::new();
        let first = turn(&store).await;
        drop(store.keep(&key(), &first, &SecretString::from("t"), Duration::MAX).await.unwrap());
        assert!(matches!(claim(&store, None).await, TokenClaim::Token(_)));
        for [url, key, secret] in [
            ["https://other.example", "key", "secret"],
            ["https://example.com", "other", "secret"],
            ["https://example.com", "key", "other"],
            ["https://example.com", "keysecret", ""],
        ] {
            let key = TokenKey::new("vendor", url, key.to_owned().into(), secret.to_owned().into());
            assert!(matches!(store.claim(&key, None).await.unwrap(), TokenClaim::Turn(_)), "{url}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn turn_ends_by_itself_and_its_token_is_not_kept() {
        let store = LocalTokens::new();
        let first = turn(&store).await;
        advance(TURN / 2).await;
        store.extend(&key(), &first).await.unwrap();
        advance(TURN / 2).await;
        assert!(matches!(claim(&store, None).await, TokenClaim::Wait(_)));
        advance(TURN).await;
        let second = turn(&store).await;
        drop(store.keep(&key(), &first, &SecretString::from("t"), Duration::from_secs(60)).await);
        assert!(matches!(claim(&store, None).await, TokenClaim::Wait(_)));
        store.release(&key(), &second);
        turn(&store).await;
    }

    #[tokio::test(start_paused = true)]
    async fn token_about_to_expire_is_not_returned() {
        let store = LocalTokens::new();
        let first = turn(&store).await;
        store.keep(&key(), &first, &SecretString::from("t"), Duration::from_secs(2)).await.unwrap();
        advance(Duration::from_millis(1_800)).await;
        turn(&store).await;
    }
}
