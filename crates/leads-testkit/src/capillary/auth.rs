//! Who makes a call.

use super::access::{Caller, Till};
use super::responses::Rejection;
use super::state::State;
use crate::{Clock, FakeRequest, FakeResponse};
use http::Method;
use serde_json::{Value, json};

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
