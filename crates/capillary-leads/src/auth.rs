//! Credentials: Basic with a hashed password, or an OAuth token.

use crate::api::oauth::GenerateToken;
use crate::shared_token::{Claimed, SharedTokens};
use async_trait::async_trait;
use leads_core::error::ErrorKind;
use leads_core::http::{
    Authenticate, CredentialCache, CredentialVersion, Expired, RequestHead, SecretKind, StoredToken, TimeoutKind,
    TokenRequester, TokenStore, check_secret, secret_problem,
};
use leads_core::vendor::Operation;
use leads_core::vendor::{Vendor, decode};
use leads_core::{Code, CredentialProvider, Error, Request, Result, SecretText};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout, timeout_at};

/// The lifetime of a token whose response does not specify one.
const DEFAULT_LIFE: Duration = Duration::from_secs(60);

/// The maximum time before its expiry at which a token is replaced, so that none expires in transit.
const MARGIN: Duration = Duration::from_secs(30);

/// A till's password, in plain text or as the MD5 that the vendor requires. The type distinguishes them, so that a hash
/// is never hashed again.
///
/// # Examples
///
/// ```
/// use capillary_leads::Password;
/// let plain = Password::plain("server123");
/// let hashed = Password::md5_hex("8a16a6b70505eb1f1ff7cdc0cd5559a7"); // the same password
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Password {
    /// The plain password; its lower-case MD5 hex is sent.
    Plain(SecretString),
    /// The MD5 hex of the password, 32 digits; sent in lower case.
    Md5Hex(SecretString),
}

impl Password {
    /// Creates a password from its plain text.
    pub fn plain(password: impl Into<SecretString>) -> Self {
        Self::Plain(password.into())
    }

    /// Creates a password from its MD5 hex.
    pub fn md5_hex(hash: impl Into<SecretString>) -> Self {
        Self::Md5Hex(hash.into())
    }

    fn into_hash(self) -> SecretString {
        match self {
            Self::Plain(password) => {
                let digest = md5::compute(password.expose_secret().as_bytes());
                let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                SecretString::from(hex)
            }
            Self::Md5Hex(hash) => SecretString::from(hash.expose_secret().to_ascii_lowercase()),
        }
    }

    /// Returns what is wrong with the password. Must be called before hashing, which would hide a blank password.
    fn problem(&self) -> Option<&'static str> {
        match self {
            Self::Plain(password) => secret_problem(password.expose_secret(), SecretKind::Password),
            Self::Md5Hex(hash) => {
                let hash = hash.expose_secret();
                let is_md5 = hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
                (!is_md5).then_some("given as MD5 must be 32 hex digits; use Password::Plain for a plain password")
            }
        }
    }
}

/// Credentials of Capillary: a till's, or an API client's.
///
/// # Examples
///
/// ```
/// use capillary_leads::{Credentials, Password};
/// let till = Credentials::basic("store.till", Password::plain("hush"));
/// let client = Credentials::oauth("client-key", "client-secret");
/// ```
#[derive(Clone)]
pub struct Credentials(Kind);

#[derive(Clone)]
enum Kind {
    Basic { username: String, hash: SecretString, problem: Option<&'static str> },
    Oauth { key: SecretString, secret: SecretString },
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Basic { .. } => "Credentials(basic)",
            Kind::Oauth { .. } => "Credentials(oauth)",
        })
    }
}

impl Credentials {
    /// Creates credentials from a till's or store centre's user and password: `Authorization: Basic`. A plain password
    /// is hashed here, so that the password itself is not stored and signing does no work.
    pub fn basic(username: impl Into<String>, password: Password) -> Self {
        let problem = password.problem();
        Self(Kind::Basic { username: username.into(), hash: password.into_hash(), problem })
    }

    /// Creates credentials from an API client's key and secret. A token is fetched for them, kept until shortly before
    /// it expires, and sent in a separate header ([`OauthHeader`]).
    pub fn oauth(key: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        Self(Kind::Oauth { key: key.into(), secret: secret.into() })
    }

    /// Returns an error if the credentials can never work, for example because a password is empty. Sends nothing.
    ///
    /// # Errors
    /// Returns a configuration error that names the setting.
    pub fn check(&self) -> Result<()> {
        let checked = match &self.0 {
            Kind::Basic { username, problem, .. } => check_secret("username", username, SecretKind::UserName)
                .and_then(|()| problem.map_or(Ok(()), |problem| Err(Error::config("password", problem)))),
            Kind::Oauth { key, secret } => check_secret("key", key.expose_secret(), SecretKind::Key)
                .and_then(|()| check_secret("secret", secret.expose_secret(), SecretKind::Key)),
        };
        checked.map_err(|error| error.for_operation(<crate::Capillary as Vendor>::NAME, ""))
    }
}

/// A cached token, and the key that it belongs to.
struct Token {
    text: SecretString,
    key: SecretText,
    secret: SecretText,
    /// When this client got it.
    since: Instant,
    until: Instant,
    generation: CredentialVersion,
    /// Its version in the store, if there is one.
    stored: Option<String>,
}

impl Token {
    fn is_of(&self, key: &SecretString, secret: &SecretString) -> bool {
        self.key.expose() == key.expose_secret() && self.secret.expose() == secret.expose_secret()
    }
}

/// The number of failed token requests, and the latest failure.
#[derive(Default)]
struct Failures {
    count: u64,
    latest: Option<Failed>,
}

/// The failure of a token request, reported to every call that waited for it.
struct Failed {
    kind: ErrorKind,
    codes: Vec<Code>,
    http_status: Option<u16>,
    retryable: bool,
    retry_after: Option<Duration>,
    help: Option<String>,
}

impl Failed {
    /// Returns `None` for a failure that concerns only the fetching call: its own timeout expired, or its request was
    /// never sent. A failure on the vendor's side concerns every call, including a dropped connection.
    fn of(error: &Error) -> Option<Self> {
        let own = match error.kind() {
            ErrorKind::Timeout => matches!(error.timeout_kind(), Some(TimeoutKind::Call | TimeoutKind::Permit)),
            ErrorKind::Connect | ErrorKind::Transport => false,
            _ => error.http_status().is_none(),
        };
        (!own).then(|| Self {
            kind: error.kind(),
            codes: error.codes().to_vec(),
            http_status: error.http_status(),
            retryable: error.is_retryable(),
            retry_after: error.retry_after(),
            help: error.help().map(str::to_owned),
        })
    }

    fn error(&self) -> Error {
        let mut error = Error::new(self.kind, "no token: the token request of a concurrent call failed")
            .with_codes(self.codes.clone())
            .with_retryable(self.retryable)
            .for_operation(<crate::Capillary as Vendor>::NAME, GenerateToken::OPERATION.name);
        if let Some(status) = self.http_status {
            error = error.with_http_status(status);
        }
        if let Some(wait) = self.retry_after {
            error = error.with_retry_after(wait);
        }
        if let Some(help) = &self.help {
            error = error.with_help(help.clone());
        }
        error
    }
}

/// Signs with [`Credentials`].
///
/// One call fetches the token while the others wait. If the fetching call is dropped, the next one takes over; if it is
/// kept but no longer polled, the next one takes over after [`PATIENCE`]. No lock is held across an await.
pub(crate) struct CapillaryAuth {
    credentials: CredentialCache<Credentials>,
    header: OauthHeader,
    token: RwLock<Option<Arc<Token>>>,
    turn: Mutex<Turns>,
    ended: Notify,
    failures: Mutex<Failures>,
    made: Mutex<u64>,
    shared: Option<SharedTokens>,
}

impl fmt::Debug for CapillaryAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CapillaryAuth")
            .field("credentials", &self.credentials)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

/// How long the other calls wait for the fetching call to be polled. A future that is kept without being polled must
/// not block every call of the client.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often the fetching call renews its turn to show that it is still polled.
pub(crate) const BEAT: Duration = Duration::from_millis(500);

/// The call whose turn it is to fetch a token, and when it was last polled.
#[derive(Default)]
struct Turns {
    count: u64,
    holder: Option<(u64, Instant)>,
}

/// The turn to fetch a token, until it is dropped or taken away.
struct Turn<'a> {
    auth: &'a CapillaryAuth,
    number: u64,
}

impl Turn<'_> {
    /// Records that the call is still polled.
    fn renew(&self) {
        if let Some((number, polled)) = &mut lock(&self.auth.turn).holder
            && *number == self.number
        {
            *polled = Instant::now();
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut turn = lock(&self.auth.turn);
        if turn.holder.is_some_and(|(number, _)| number == self.number) {
            turn.holder = None;
            drop(turn);
            self.auth.ended.notify_waiters();
        }
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl CapillaryAuth {
    fn new(credentials: CredentialCache<Credentials>, header: OauthHeader) -> Self {
        Self {
            credentials,
            header,
            token: RwLock::new(None),
            turn: Mutex::default(),
            ended: Notify::new(),
            failures: Mutex::default(),
            made: Mutex::new(0),
            shared: None,
        }
    }

    /// Shares tokens through a store.
    pub(crate) fn sharing(mut self, store: Arc<dyn TokenStore>, url: &str) -> Self {
        self.shared = Some(SharedTokens::new(store, url));
        self
    }

    pub(crate) fn fixed(credentials: Credentials, header: OauthHeader) -> Self {
        Self::new(CredentialCache::fixed(credentials), header)
    }

    pub(crate) fn provided(provider: Arc<dyn CredentialProvider<Credentials>>, header: OauthHeader) -> Self {
        Self::new(CredentialCache::provided(provider), header)
    }

    /// Returns the token for a key if there is one that has not expired.
    fn token_of(&self, key: &SecretString, secret: &SecretString) -> Option<Arc<Token>> {
        let token = self.token.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        (token.is_of(key, secret) && Instant::now() < token.until).then_some(token)
    }

    /// Returns the token of a response, and until when it can be used.
    fn read(requested: Instant, response: crate::model::Token) -> Result<(SecretString, Instant)> {
        let text = response.access_token.into_secret();
        if !text.expose_secret().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(decode::missing("data.accessToken").with_help("the token cannot be sent in a header"));
        }
        let life = response
            .ttl_seconds
            .and_then(|seconds| u64::try_from(seconds).ok())
            .filter(|seconds| *seconds > 0)
            .map_or(DEFAULT_LIFE, Duration::from_secs);
        // The lifetime counts from before the request, because the vendor's counts from within it.
        let until = requested.checked_add(life - MARGIN.min(life / 10)).unwrap_or(requested + DEFAULT_LIFE);
        Ok((text, until))
    }

    /// Uses a token for the next calls.
    fn store(
        &self,
        key: &SecretString,
        secret: &SecretString,
        text: SecretString,
        until: Instant,
        stored: Option<String>,
    ) {
        let generation = {
            let mut made = lock(&self.made);
            *made += 1;
            CredentialVersion(*made)
        };
        let token = Token {
            text,
            key: SecretText::from(key.clone()),
            secret: SecretText::from(secret.clone()),
            since: Instant::now(),
            until,
            generation,
            stored,
        };
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(token));
    }

    /// Uses the token that another client keeps in the store.
    fn use_stored(&self, key: &SecretString, secret: &SecretString, asked: Instant, token: StoredToken) {
        let until = asked.checked_add(token.life).unwrap_or(asked + DEFAULT_LIFE);
        self.store(key, secret, token.text, until, Some(token.version));
    }

    /// Returns the error of a token request that failed after `seen` failures. Calls that waited for that request
    /// return its error instead of trying again with the same key.
    fn failed_since(&self, seen: u64) -> Option<Error> {
        let failures = lock(&self.failures);
        if failures.count == seen {
            return None;
        }
        failures.latest.as_ref().map(Failed::error)
    }

    /// Returns the result of a token request that has ended since a call began to wait after `seen` failures.
    fn known(&self, key: &SecretString, secret: &SecretString, seen: u64) -> Option<Result<()>> {
        match self.token_of(key, secret) {
            Some(_) => Some(Ok(())),
            None => self.failed_since(seen).map(Err),
        }
    }

    /// Takes the turn if it is free or its holder is no longer polled; otherwise returns the time until which to wait.
    fn take_turn(&self) -> std::result::Result<Turn<'_>, Instant> {
        let mut turn = lock(&self.turn);
        let now = Instant::now();
        if let Some((_, polled)) = turn.holder
            && now < polled + PATIENCE
        {
            return Err(polled + PATIENCE);
        }
        turn.count += 1;
        turn.holder = Some((turn.count, now));
        Ok(Turn { auth: self, number: turn.count })
    }

    async fn fetch(&self, fetch: &TokenRequester<'_>, key: &SecretString, secret: &SecretString) -> Result<()> {
        let seen = lock(&self.failures).count;
        let turn = loop {
            // Created before checking the turn, so that a turn that ends in between is not missed.
            let ended = self.ended.notified();
            if let Some(known) = self.known(key, secret, seen) {
                return known;
            }
            match self.take_turn() {
                Ok(turn) => break turn,
                // The next iteration checks the result of the wait.
                Err(until) => drop(timeout_at(until, ended).await),
            }
        };
        // Another turn may have ended between the check and this one.
        if let Some(known) = self.known(key, secret, seen) {
            return known;
        }
        let claimed = match &self.shared {
            None => None,
            Some(shared) => match shared.claim(key, secret, || turn.renew()).await {
                Claimed::Token { token, asked } => {
                    self.use_stored(key, secret, asked, token);
                    return Ok(());
                }
                Claimed::Turn(turn) => Some(turn),
                Claimed::Alone => None,
            },
        };
        let requested = Instant::now();
        let request = GenerateToken::new(SecretText::from(key.clone()), SecretText::from(secret.clone()));
        let mut sending = std::pin::pin!(fetch.send(&request));
        let sent = loop {
            match timeout(BEAT, sending.as_mut()).await {
                Ok(sent) => break sent,
                Err(_) => {
                    turn.renew();
                    if let Some(claimed) = &claimed {
                        claimed.extend().await;
                    }
                }
            }
        };
        match sent {
            Ok(response) => {
                let (text, until) = Self::read(requested, response.data)?;
                let stored = match claimed {
                    Some(claimed) => claimed.keep(&text, until).await,
                    None => None,
                };
                self.store(key, secret, text, until, stored);
                Ok(())
            }
            Err(error) => {
                if let Some(failed) = Failed::of(&error) {
                    let mut failures = lock(&self.failures);
                    failures.count += 1;
                    failures.latest = Some(failed);
                }
                Err(error)
            }
        }
    }
}

#[async_trait]
impl Authenticate for CapillaryAuth {
    fn is_ready(&self) -> bool {
        self.credentials.is_fixed()
            && self.credentials.current().is_some_and(|credentials| match &credentials.0 {
                Kind::Basic { .. } => true,
                Kind::Oauth { key, secret } => self.token_of(key, secret).is_some(),
            })
    }

    async fn ready(&self, fetch: &TokenRequester<'_>) -> Result<()> {
        self.credentials.refresh(Credentials::check).await?;
        let Some(credentials) = self.credentials.current() else {
            return Err(Error::new(ErrorKind::Unauthenticated, "there are no credentials"));
        };
        match &credentials.0 {
            Kind::Basic { .. } => Ok(()),
            Kind::Oauth { key, secret } if self.token_of(key, secret).is_some() => Ok(()),
            Kind::Oauth { key, secret } => self.fetch(fetch, key, secret).await,
        }
    }

    fn sign(&self, _operation: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        let credentials = self.credentials.current().ok_or(Expired)?;
        match &credentials.0 {
            Kind::Basic { username, hash, .. } => {
                head.basic(username, hash).map_err(|_| Expired)?;
                Ok(CredentialVersion::default())
            }
            Kind::Oauth { key, secret } => {
                let token = self.token_of(key, secret).ok_or(Expired)?;
                head.secret_header(self.header.name(), &token.text).map_err(|_| Expired)?;
                Ok(token.generation)
            }
        }
    }

    fn rejected(&self, generation: CredentialVersion) -> bool {
        let Some(credentials) = self.credentials.current() else { return false };
        match &credentials.0 {
            // A provider may return a new password; a fixed one stays invalid.
            Kind::Basic { .. } => !self.credentials.is_fixed(),
            Kind::Oauth { .. } => {
                let mut token = self.token.write().unwrap_or_else(PoisonError::into_inner);
                if let Some(refused) = token.take_if(|token| token.generation == generation)
                    && let (Some(shared), Some(version)) = (&self.shared, &refused.stored)
                {
                    shared.refused(version);
                }
                true
            }
        }
    }

    fn token_age(&self) -> Option<Duration> {
        let token = self.token.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        (Instant::now() < token.until).then(|| token.since.elapsed())
    }

    fn preview(&self, _operation: &Operation, head: &mut RequestHead) {
        match self.credentials.current().as_deref() {
            Some(Credentials(Kind::Oauth { .. })) => head.preview_header(self.header.name()),
            // A provider that has not been called yet: Basic is the vendor's default.
            Some(Credentials(Kind::Basic { .. })) | None => head.preview_header("authorization"),
        }
    }
}

/// The header that carries an API client's token.
///
/// The vendor's documentation is contradictory: the page about OAuth, its worked example and client code in the wild
/// have `X-CAP-API-OAUTH-TOKEN`, the newer overview has `CAP-API-ACCESS-TOKEN`. The first is the default; see
/// [`Builder::oauth_header`](crate::Builder::oauth_header).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OauthHeader {
    /// `X-CAP-API-OAUTH-TOKEN`
    #[default]
    XCapApiOauthToken,
    /// `CAP-API-ACCESS-TOKEN`
    CapApiAccessToken,
}

impl OauthHeader {
    /// Returns the header's name in lower case; header names are case-insensitive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::XCapApiOauthToken => "x-cap-api-oauth-token",
            Self::CapApiAccessToken => "cap-api-access-token",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(password: Password) -> String {
        password.into_hash().expose_secret().to_owned()
    }

    #[test]
    fn password_hash_matches_the_vendors_test_vector() {
        assert_eq!(hash(Password::plain("server123")), "8a16a6b70505eb1f1ff7cdc0cd5559a7");
    }

    #[test]
    fn md5_password_is_not_hashed_again() {
        assert_eq!(hash(Password::md5_hex("8A16A6B70505EB1F1FF7CDC0CD5559A7")), hash(Password::plain("server123")));
    }

    #[test]
    fn unusable_credentials_are_rejected() {
        let wrong = |credentials: Credentials| credentials.check().unwrap_err().field().unwrap().to_owned();
        assert_eq!(wrong(Credentials::basic("", Password::plain("x"))), "username");
        assert_eq!(wrong(Credentials::basic("a:b", Password::plain("x"))), "username");
        assert_eq!(wrong(Credentials::basic("a", Password::md5_hex("hush"))), "password");
        assert_eq!(wrong(Credentials::oauth(" ", "x")), "key");
        assert_eq!(wrong(Credentials::oauth("x", "")), "secret");
        assert_eq!(wrong(Credentials::basic("a", Password::plain(""))), "password");
        assert_eq!(wrong(Credentials::basic("a", Password::plain(" \n"))), "password");
        assert_eq!(wrong(Credentials::basic("a", Password::md5_hex("8a16a6b70505eb1f1ff7cdc0cd5559a7\n"))), "password");
    }

    #[test]
    fn debug_redacts_secrets() {
        let text = format!(
            "{:?} {:?} {:?}",
            Credentials::basic("till", Password::plain("pa55word")),
            Credentials::oauth("the-key", "the-secret"),
            Password::plain("pa55word"),
        );
        for secret in ["pa55word", "the-key", "the-secret", "till"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
