//! Credentials: Basic with a hashed password, or a token.

use crate::api::oauth::GenerateToken;
use crate::client::OauthHeader;
use async_trait::async_trait;
use leads_core::error::ErrorKind;
use leads_core::http::{
    Authenticate, CredentialCache, CredentialVersion, Expired, RequestHead, SecretKind, TimeoutKind, TokenRequester,
    check_secret, secret_problem,
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

/// How long a token is kept whose answer does not say how long it lives.
const DEFAULT_LIFE: Duration = Duration::from_secs(60);

/// The most that a token is given up before its end, so that none runs out on its way.
const MARGIN: Duration = Duration::from_secs(30);

/// A till's password, as it is or as the MD5 that the vendor wants; the type says which, so none is hashed twice.
///
/// ```
/// use capillary_leads::Password;
/// let plain = Password::plain("server123");
/// let hashed = Password::md5_hex("8a16a6b70505eb1f1ff7cdc0cd5559a7"); // the same password
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Password {
    /// The password; its lower-case MD5 hex is sent.
    Plain(SecretString),
    /// The MD5 hex of the password, 32 digits; sent in lower case.
    Md5Hex(SecretString),
}

impl Password {
    /// The password as it is.
    pub fn plain(password: impl Into<SecretString>) -> Self {
        Self::Plain(password.into())
    }

    /// The MD5 hex of the password.
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

    /// What is wrong with it. It is asked before the hash, which hides a blank password.
    fn problem(&self) -> Option<&'static str> {
        match self {
            Self::Plain(password) => secret_problem(password.expose_secret(), SecretKind::Password),
            Self::Md5Hex(hash) => {
                let hash = hash.expose_secret();
                let is_md5 = hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
                (!is_md5).then_some("given as MD5 must be 32 hex digits; use Password::Plain for a plain one")
            }
        }
    }
}

/// Credentials of Capillary: a till's, or an API client's.
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
    /// A till's or store centre's user and password: `Authorization: Basic`. A plain password is hashed here, so that
    /// signing does no work and the password itself is not kept.
    pub fn basic(username: impl Into<String>, password: Password) -> Self {
        let problem = password.problem();
        Self(Kind::Basic { username: username.into(), hash: password.into_hash(), problem })
    }

    /// An API client's key and secret. A token is fetched for them, kept until shortly before its end, and sent in a
    /// header of its own ([`OauthHeader`]).
    pub fn oauth(key: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        Self(Kind::Oauth { key: key.into(), secret: secret.into() })
    }

    /// Refuses what can never work, before anything is sent.
    pub(crate) fn check(&self) -> Result<()> {
        let checked = match &self.0 {
            Kind::Basic { username, problem, .. } => check_secret("username", username, SecretKind::UserName)
                .and_then(|()| problem.map_or(Ok(()), |problem| Err(Error::config("password", problem)))),
            Kind::Oauth { key, secret } => check_secret("key", key.expose_secret(), SecretKind::Key)
                .and_then(|()| check_secret("secret", secret.expose_secret(), SecretKind::Key)),
        };
        checked.map_err(|error| error.for_operation(<crate::Capillary as Vendor>::NAME, ""))
    }
}

/// A token in use, and the key that it belongs to.
struct Token {
    text: SecretString,
    key: SecretText,
    secret: SecretText,
    until: Instant,
    generation: CredentialVersion,
}

impl Token {
    fn is_of(&self, key: &SecretString, secret: &SecretString) -> bool {
        self.key.expose() == key.expose_secret() && self.secret.expose() == secret.expose_secret()
    }
}

/// How many token calls failed, and how the latest failed.
#[derive(Default)]
struct Failures {
    count: u64,
    latest: Option<Failed>,
}

/// What every call is told that waited for a token call that failed.
struct Failed {
    kind: ErrorKind,
    codes: Vec<Code>,
    http_status: Option<u16>,
    retryable: bool,
    retry_after: Option<Duration>,
    help: Option<String>,
}

impl Failed {
    /// `None` for a failure that concerns only the call that fetched: it ran out of its own time, or its request was
    /// never sent. Whatever the vendor's host did concerns every call, also a connection that it dropped.
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
        let mut error = Error::new(self.kind, "no token: the token call of another call at the same time failed")
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
/// One call fetches while the others wait; a dropped one lets the next go on, and so does one that is kept but not
/// polled any more, after [`PATIENCE`]. No lock is held over an await.
pub(crate) struct CapillaryAuth {
    credentials: CredentialCache<Credentials>,
    header: OauthHeader,
    token: RwLock<Option<Arc<Token>>>,
    turn: Mutex<Turns>,
    ended: Notify,
    failures: Mutex<Failures>,
    made: Mutex<u64>,
}

impl fmt::Debug for CapillaryAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CapillaryAuth")
            .field("credentials", &self.credentials)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

/// How long the others wait for a sign of life of the call that fetches a token. A future that is kept somewhere without
/// being polled must not stop every call of the client.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often the call that fetches a token shows that it is still polled.
const BEAT: Duration = Duration::from_millis(500);

/// Whose turn it is to fetch a token, and when it was last polled.
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
    /// Shows that the call is still polled.
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
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
        }
    }

    pub(crate) fn fixed(credentials: Credentials, header: OauthHeader) -> Self {
        Self::new(CredentialCache::fixed(credentials), header)
    }

    pub(crate) fn provided(provider: Arc<dyn CredentialProvider<Credentials>>, header: OauthHeader) -> Self {
        Self::new(CredentialCache::provided(provider), header)
    }

    /// The token for a key, when there is one that lives.
    fn token_of(&self, key: &SecretString, secret: &SecretString) -> Option<Arc<Token>> {
        let token = self.token.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        (token.is_of(key, secret) && Instant::now() < token.until).then_some(token)
    }

    fn keep(
        &self,
        key: &SecretString,
        secret: &SecretString,
        asked: Instant,
        response: crate::model::Token,
    ) -> Result<()> {
        let text = response.access_token.into_secret();
        if !text.expose_secret().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(decode::missing("data.accessToken").with_help("the token cannot stand in a header"));
        }
        let life = response
            .ttl_seconds
            .and_then(|seconds| u64::try_from(seconds).ok())
            .filter(|seconds| *seconds > 0)
            .map_or(DEFAULT_LIFE, Duration::from_secs);
        let generation = {
            let mut made = lock(&self.made);
            *made += 1;
            CredentialVersion(*made)
        };
        let token = Token {
            text,
            key: SecretText::from(key.clone()),
            secret: SecretText::from(secret.clone()),
            // The life counts from before the call, because the vendor counted from inside it.
            until: asked.checked_add(life - MARGIN.min(life / 10)).unwrap_or(asked + DEFAULT_LIFE),
            generation,
        };
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(token));
        Ok(())
    }

    /// The failure of a token call that ended after `seen` failures: whoever waited for that call gets its error
    /// instead of asking again with the same key.
    fn failed_since(&self, seen: u64) -> Option<Error> {
        let failures = lock(&self.failures);
        if failures.count == seen {
            return None;
        }
        failures.latest.as_ref().map(Failed::error)
    }

    /// What a token call that ended meanwhile means for a call that began to wait after `seen` failures.
    fn known(&self, key: &SecretString, secret: &SecretString, seen: u64) -> Option<Result<()>> {
        match self.token_of(key, secret) {
            Some(_) => Some(Ok(())),
            None => self.failed_since(seen).map(Err),
        }
    }

    /// The turn, if nobody has it or whoever has it is not polled; else until when to wait for it.
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
            // Made before the look at the turn, so that an end between the two is not missed.
            let ended = self.ended.notified();
            if let Some(known) = self.known(key, secret, seen) {
                return known;
            }
            match self.take_turn() {
                Ok(turn) => break turn,
                // What came of the wait, the next round sees.
                Err(until) => drop(timeout_at(until, ended).await),
            }
        };
        // Somebody's turn may have ended between the look and this one.
        if let Some(known) = self.known(key, secret, seen) {
            return known;
        }
        let asked = Instant::now();
        let request = GenerateToken::new(SecretText::from(key.clone()), SecretText::from(secret.clone()));
        let mut sending = std::pin::pin!(fetch.send(&request));
        let sent = loop {
            match timeout(BEAT, sending.as_mut()).await {
                Ok(sent) => break sent,
                Err(_) => turn.renew(),
            }
        };
        match sent {
            Ok(response) => self.keep(key, secret, asked, response.data),
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

    fn refused(&self, generation: CredentialVersion) -> bool {
        let Some(credentials) = self.credentials.current() else { return false };
        match &credentials.0 {
            // A provider may have a new password; fixed ones stay as bad as they are.
            Kind::Basic { .. } => !self.credentials.is_fixed(),
            Kind::Oauth { .. } => {
                let mut token = self.token.write().unwrap_or_else(PoisonError::into_inner);
                if token.as_ref().is_some_and(|token| token.generation == generation) {
                    *token = None;
                }
                true
            }
        }
    }

    fn preview(&self, _operation: &Operation, head: &mut RequestHead) {
        match self.credentials.current().as_deref() {
            Some(Credentials(Kind::Oauth { .. })) => head.preview_header(self.header.name()),
            // A provider that was not asked yet: Basic is the vendor's default.
            Some(Credentials(Kind::Basic { .. })) | None => head.preview_header("authorization"),
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
    fn the_vendors_test_vector() {
        assert_eq!(hash(Password::plain("server123")), "8a16a6b70505eb1f1ff7cdc0cd5559a7");
    }

    #[test]
    fn a_hash_is_never_hashed_again() {
        assert_eq!(hash(Password::md5_hex("8A16A6B70505EB1F1FF7CDC0CD5559A7")), hash(Password::plain("server123")));
    }

    #[test]
    fn what_can_never_work_is_named() {
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
    fn no_secret_is_printed() {
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
