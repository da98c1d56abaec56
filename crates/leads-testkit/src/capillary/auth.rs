//! Tills, API clients and their tokens.

use super::responses::Rejection;
use super::state::State;
use crate::{Clock, FakeRequest, FakeResponse};
use http::Method;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// The user name of the fake's first till.
pub const TILL: &str = "store.one.till";
/// The password of the fake's first till.
pub const TILL_PASSWORD: &str = "open-sesame";
/// The MD5 of that password in hex, as sent over the wire.
pub const TILL_PASSWORD_MD5: &str = "436954d7aad3e9d4e6c0d9d525318b17";
/// The entity id of the fake's first till.
pub const TILL_ENTITY: i64 = 15_002;
/// The store of the fake's first till.
pub const TILL_STORE: &str = "store-1";
/// The key of the fake's API client.
pub const API_KEY: &str = "fake-client-key";
/// The secret of the fake's API client.
pub const API_SECRET: &str = "fake-client-secret";

#[derive(Debug)]
struct Till {
    user: String,
    md5: String,
    entity: i64,
    store: String,
}

#[derive(Debug)]
struct Token {
    text: String,
    ends: Instant,
    is_spent: bool,
}

/// The known credentials and tokens.
#[derive(Debug)]
pub(super) struct Access {
    tills: Vec<Till>,
    clients: Vec<(String, String)>,
    tokens: Vec<Token>,
    given: u64,
}

/// The identity behind a call.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) entity: i64,
    pub(super) till: String,
    pub(super) store: String,
}

impl Access {
    pub(super) fn new() -> Self {
        Self { tills: Vec::new(), clients: Vec::new(), tokens: Vec::new(), given: 0 }
    }

    pub(super) fn add_till(&mut self, user: &str, md5: &str, entity: i64, store: &str) {
        self.tills.push(Till { user: user.into(), md5: md5.into(), entity, store: store.into() });
    }

    pub(super) fn add_api_client(&mut self, key: &str, secret: &str) {
        self.clients.push((key.into(), secret.into()));
    }

    /// Returns the user name and the store of the first till.
    pub(super) fn first_till(&self) -> (String, String) {
        self.tills.first().map(|till| (till.user.clone(), till.store.clone())).unwrap_or_default()
    }

    pub(super) fn revoke(&mut self) {
        self.tokens.clear();
    }

    pub(super) fn expire(&mut self) {
        self.tokens.iter_mut().for_each(|token| token.is_spent = true);
    }

    pub(super) fn given(&self) -> u64 {
        self.given
    }

    fn issue(&mut self, now: Instant, life: Duration) -> String {
        self.given += 1;
        self.tokens.retain(|token| token.ends > now);
        let text = format!("fake.token.{}", self.given);
        self.tokens.push(Token { text: text.clone(), ends: now + life, is_spent: false });
        text
    }

    /// Returns the till named by the attribution, or the first till if there is no such till.
    fn attributed(&self, request: &FakeRequest) -> Option<Caller> {
        let by = request.header("x-cap-api-attribution-entity-type").unwrap_or("TILL");
        let code = request
            .header("x-cap-api-attribution-entity-code")
            .or_else(|| request.header("x-cap-api-attribution-till-code"))
            .or_else(|| request.header("x-cap-api-attribution-lookup"));
        let found = code.and_then(|code| {
            self.tills.iter().find(|till| if by.starts_with("STORE") { till.store == code } else { till.user == code })
        });
        found.or_else(|| self.tills.first()).map(Till::caller)
    }
}

impl Till {
    fn caller(&self) -> Caller {
        Caller { entity: self.entity, till: self.user.clone(), store: self.store.clone() }
    }
}

/// Authenticates a call.
pub(super) fn caller(state: &State, request: &FakeRequest, clock: &Clock) -> Result<Caller, Rejection> {
    if let Some(window) = &state.settings.rate
        && let Err(over) = window.admit(clock.instant())
    {
        return Err(Rejection::TooMany(over.retry_after_seconds()));
    }
    let access = &state.access;
    let caller = if let Some(token) = request.header(state.settings.token_header) {
        let now = clock.instant();
        let known = access.tokens.iter().find(|known| known.text == token);
        if known.is_some_and(|known| known.is_spent || known.ends <= now) {
            return Err(Rejection::StaleToken);
        }
        known.is_some().then(|| access.attributed(request)).flatten()
    } else if let Some((user, md5)) = request.basic_auth().filter(|_| state.settings.takes_basic) {
        access.tills.iter().find(|till| till.user == user && till.md5 == md5).map(Till::caller)
    } else {
        None
    };
    let caller = caller.ok_or(Rejection::Status(401))?;
    if request.header("x-cap-api-attribution-lookup").is_some()
        && request.header("x-cap-api-attribution-lookup-type").is_none()
    {
        return Err(super::responses::reject(1061, "", ""));
    }
    if !state.settings.may_write && request.method != Method::GET {
        return Err(Rejection::CodeWithStatus(403, 4000, "Not authorized. Access is denied!".to_owned()));
    }
    if !request.body.is_empty() && request.content_type().as_deref() != Some("application/json") {
        return Err(Rejection::Status(415));
    }
    Ok(caller)
}

/// Issues a token.
pub(super) fn token(state: &mut State, request: &FakeRequest, clock: &Clock) -> Result<FakeResponse, Rejection> {
    use super::settings::TokenRejection;
    if request.content_type().as_deref() != Some("application/json") {
        return Err(Rejection::Status(415));
    }
    let body: Value = request.json().map_err(|_| Rejection::Status(400))?;
    let member = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (key, secret) = (member("key"), member("secret"));
    if !state.access.clients.iter().any(|client| *client == (key.clone(), secret.clone())) {
        let words = json!({"data": null, "errors": [{"code": 320001, "message": "invalid key or secret"}]});
        return match state.settings.token_rejection {
            TokenRejection::Unauthorized => Ok(FakeResponse::json(401, &words)),
            TokenRejection::InSuccess => Ok(FakeResponse::json(200, &words)),
            TokenRejection::BadRequest => Err(Rejection::Status(400)),
        };
    }
    let life = state.settings.token_life;
    let text = state.access.issue(clock.instant(), life);
    Ok(FakeResponse::json(200, &json!({"data": {"accessToken": text, "ttlSeconds": life.as_secs()}, "errors": null})))
}
