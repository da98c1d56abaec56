//! Authentication of webhook senders, and the responses to them.

use super::{Event, Kind};
use bytes::Bytes;
use http::HeaderMap;
use leads_core::http::SecretKind;
use leads_core::vendor::Vendor;
use leads_core::webhook::SenderSecret;
use leads_core::{Error, Result, SecretText};
use serde::Serialize;
use std::fmt;

/// Authenticates the sender of a webhook before anything is parsed.
///
/// Configure the secrets agreed with Dealer Studio once; a payload that matches any of them is accepted. Each
/// comparison is constant-time, and all secrets are compared even after a match. A receiver without secrets, or with a
/// blank secret, rejects everything; [`check_config`](Self::check_config) reports this in advance. To accept every
/// sender, use [`unauthenticated`](Self::unauthenticated).
///
/// The signature of the stock feeds is not supported, because neither its header nor its algorithm is documented.
///
/// # Examples
///
/// ```
/// use dealerstudio::webhook::{Event, Kind, Receiver, Rejection};
/// use http::HeaderMap;
/// let receiver = Receiver::new().token("made-up");
/// let body = bytes::Bytes::from_static(br#"{"Id":34}"#);
///
/// let mut headers = HeaderMap::new();
/// assert!(matches!(receiver.receive(&Kind::LeadCluster, &headers, &body), Err(Rejection::Unauthorised)));
/// headers.insert("authorization", "Bearer made-up".parse().unwrap());
/// assert!(matches!(receiver.receive(&Kind::LeadCluster, &headers, &body), Ok(Event::LeadCluster(_))));
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Receiver {
    agreed: Vec<Agreed>,
    unauthenticated: bool,
}

#[derive(Clone, Debug)]
struct Agreed {
    way: Way,
    secret: SenderSecret,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Bearer,
    Basic,
    XAuthorization,
    XApiKey,
}

impl Receiver {
    /// Creates a receiver without secrets, which rejects everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a receiver that accepts everything, for when no authentication was agreed. A secret that is added later
    /// is still required.
    pub fn unauthenticated() -> Self {
        Self { agreed: Vec::new(), unauthenticated: true }
    }

    /// Equivalent to [`unauthenticated`](Self::unauthenticated).
    pub fn open() -> Self {
        Self::unauthenticated()
    }

    fn agree(mut self, way: Way, secret: SenderSecret) -> Self {
        self.agreed.push(Agreed { way, secret });
        self
    }

    /// Accepts `Authorization: Bearer <token>`.
    pub fn bearer(self, token: impl Into<SecretText>) -> Self {
        self.agree(Way::Bearer, SenderSecret::new("bearer", token, SecretKind::HeaderValue))
    }

    /// Accepts `X-Authorization: <key>`, without the word `Bearer`.
    pub fn x_authorization(self, key: impl Into<SecretText>) -> Self {
        self.agree(Way::XAuthorization, SenderSecret::new("x_authorization", key, SecretKind::HeaderValue))
    }

    /// Accepts `X-API-KEY: <key>`.
    pub fn x_api_key(self, key: impl Into<SecretText>) -> Self {
        self.agree(Way::XApiKey, SenderSecret::new("x_api_key", key, SecretKind::HeaderValue))
    }

    /// Accepts `Authorization: Basic` with a user and a password.
    pub fn basic(self, user: &str, password: &str) -> Self {
        self.agree(Way::Basic, SenderSecret::basic(user, password))
    }

    /// Accepts one token in any of the three headers: as a bearer token, in `X-Authorization` or in `X-API-KEY`.
    pub fn token(self, token: impl Into<SecretText>) -> Self {
        let secret = SenderSecret::new("token", token, SecretKind::HeaderValue);
        self.agree(Way::Bearer, secret.clone()).agree(Way::XAuthorization, secret.clone()).agree(Way::XApiKey, secret)
    }

    /// Checks that there is a secret or the receiver is unauthenticated, and that no secret is blank or unsendable. A
    /// receiver that fails this check rejects everything.
    ///
    /// # Errors
    ///
    /// Returns a configuration error that names the setting: `receiver` without any secret, `bearer`,
    /// `x_authorization`, `x_api_key`, `token`, `user` or `password`.
    pub fn check_config(&self) -> Result<()> {
        let checked = match self.agreed.as_slice() {
            [] if self.unauthenticated => Ok(()),
            [] => Err(Error::config("receiver", "has no secret; use Receiver::unauthenticated to accept every sender")),
            agreed => agreed.iter().try_for_each(|agreed| agreed.secret.check()),
        };
        checked.map_err(|error| error.for_operation(<crate::DealerStudio as Vendor>::NAME, ""))
    }
    /// Authenticates the sender.
    ///
    /// # Errors
    ///
    /// Returns [`Rejection::Unauthorised`] if no secret matches, and always if the receiver fails
    /// [`check_config`](Self::check_config).
    pub fn check(&self, headers: &HeaderMap) -> std::result::Result<(), Rejection> {
        if self.check_config().is_err() {
            return Err(Rejection::Unauthorised);
        }
        let mut good = self.agreed.is_empty() && self.unauthenticated;
        for agreed in &self.agreed {
            good |= agreed.holds(headers);
        }
        if good { Ok(()) } else { Err(Rejection::Unauthorised) }
    }

    /// Authenticates the sender and parses the payload.
    ///
    /// # Errors
    ///
    /// Returns a [`Rejection`], which has the response to send.
    pub fn receive(&self, kind: &Kind, headers: &HeaderMap, body: &Bytes) -> std::result::Result<Event, Rejection> {
        self.receive_with(headers, body, |body| Event::read(kind, body))
    }

    /// Authenticates the sender and parses the payload with a custom parser, which is called only for accepted
    /// payloads.
    ///
    /// # Errors
    ///
    /// Returns a [`Rejection`], which has the response to send.
    pub fn receive_with<T>(
        &self,
        headers: &HeaderMap,
        body: &Bytes,
        parse: impl FnOnce(&Bytes) -> Result<T>,
    ) -> std::result::Result<T, Rejection> {
        self.check(headers)?;
        parse(body).map_err(Rejection::Unreadable)
    }
}

impl Agreed {
    fn holds(&self, headers: &HeaderMap) -> bool {
        let name = match self.way {
            Way::Bearer | Way::Basic => "authorization",
            Way::XAuthorization => "x-authorization",
            Way::XApiKey => "x-api-key",
        };
        let mut good = false;
        for value in headers.get_all(name) {
            let value = value.as_bytes();
            let given = match self.way {
                Way::Bearer => after_scheme(value, b"bearer"),
                Way::Basic => after_scheme(value, b"basic"),
                Way::XAuthorization | Way::XApiKey => Some(value.trim_ascii()),
            };
            if let Some(given) = given {
                good |= self.secret.matches(given);
            }
        }
        good
    }
}

/// Returns the value after `Bearer ` or `Basic `, ignoring case.
fn after_scheme<'a>(value: &'a [u8], scheme: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = value.split_at_checked(scheme.len())?;
    (head.eq_ignore_ascii_case(scheme) && rest.first().is_some_and(u8::is_ascii_whitespace)).then(|| rest.trim_ascii())
}

/// Why a payload was rejected.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The sender could not be authenticated. Nothing was parsed.
    Unauthorised,
    /// The payload exceeds the maximum size.
    TooLarge,
    /// The payload cannot be parsed; the error has the position and no value.
    Unreadable(Error),
}

impl Rejection {
    /// Returns the response to send: 401, 413 or 400, with an empty object. It does not reveal the reason.
    #[must_use]
    pub fn response(&self) -> WebhookResponse {
        let status = match self {
            Self::Unauthorised => 401,
            Self::TooLarge => 413,
            Self::Unreadable(_) => 400,
        };
        WebhookResponse { status, ..WebhookResponse::taken() }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unauthorised => "the webhook's sender could not be authenticated",
            Self::TooLarge => "the webhook's payload exceeds the maximum size",
            Self::Unreadable(_) => "the webhook's payload cannot be parsed",
        })
    }
}

impl std::error::Error for Rejection {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}

/// The response of a receiver.
///
/// No response body is documented for any webhook, and no status other than success, so the response to an accepted
/// payload is 200 with `{}`; a financier may respond with its [decision](super::FinanceDecision).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebhookResponse {
    /// The HTTP status.
    pub status: u16,
    /// The body, JSON.
    pub body: Bytes,
}

impl WebhookResponse {
    /// The content type of every response.
    pub const CONTENT_TYPE: &'static str = "application/json";

    /// Returns 200 with `{}`.
    #[must_use]
    pub fn taken() -> Self {
        Self { status: 200, body: Bytes::from_static(b"{}") }
    }

    /// Returns 200 with a body.
    ///
    /// # Errors
    ///
    /// Returns an error if the value cannot be written as JSON.
    pub fn json<T: Serialize>(value: &T) -> Result<Self> {
        let body = serde_json::to_vec(value)
            .map_err(|error| Error::invalid("response", "cannot be written as JSON").with_source(error))?;
        Ok(Self { status: 200, body: body.into() })
    }

    /// Returns 503, so that the sender may try again later; whether it does is not documented.
    #[must_use]
    pub fn try_later() -> Self {
        Self { status: 503, ..Self::taken() }
    }
}

impl From<()> for WebhookResponse {
    fn from((): ()) -> Self {
        Self::taken()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use http::HeaderValue;
    use std::cell::Cell;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        map
    }

    #[test]
    fn forged_or_missing_token_is_rejected_before_parsing() {
        let receiver = Receiver::new().token("right-token").basic("user", "pass:word");
        let basic = format!("Basic {}", STANDARD.encode("user:pass:word"));
        let wrong = format!("Basic {}", STANDARD.encode("user:password"));
        let calls = Cell::new(0);
        let body = Bytes::from_static(b"{}");
        let enters = |pairs: &[(&'static str, &str)]| {
            receiver
                .receive_with(&headers(pairs), &body, |_| {
                    calls.set(calls.get() + 1);
                    Ok(())
                })
                .is_ok()
        };
        let refused: &[&[(&'static str, &str)]] = &[
            &[],
            &[("authorization", "")],
            &[("authorization", "right-token")],
            &[("authorization", "Bearer")],
            &[("authorization", "Bearer ")],
            &[("authorization", "Bearer right-toke")],
            &[("authorization", "Bearer right-token2")],
            &[("authorization", "Bearer RIGHT-TOKEN")],
            &[("authorization", "Bearerright-token")],
            &[("authorization", "Basic right-token")],
            &[("authorization", &wrong)],
            &[("authentication", "Bearer right-token")],
            &[("x-authorization", "Bearer right-token")],
            &[("x-authorization", "")],
            &[("x-api-key", "right-token,")],
            &[("x_api_key", "right-token")],
        ];
        for pairs in refused {
            assert!(!enters(pairs), "{pairs:?}");
        }
        assert_eq!(calls.get(), 0);
        let taken: &[&[(&'static str, &str)]] = &[
            &[("authorization", "Bearer right-token")],
            &[("authorization", "bearer  right-token ")],
            &[("authorization", &basic)],
            &[("x-authorization", "right-token")],
            &[("x-api-key", "right-token")],
            &[("authorization", "Bearer wrong"), ("x-api-key", "right-token")],
            &[("authorization", "Bearer wrong"), ("authorization", "Bearer right-token")],
        ];
        for pairs in taken {
            assert!(enters(pairs), "{pairs:?}");
        }
        assert_eq!(calls.get(), taken.len());
    }

    #[test]
    fn only_configured_secrets_are_accepted() {
        let bearer = headers(&[("authorization", "Bearer t")]);
        assert!(Receiver::new().check(&bearer).is_err(), "a receiver without secrets rejects everything");
        assert!(Receiver::new().x_api_key("t").check(&bearer).is_err());
        assert!(Receiver::new().bearer("").check(&headers(&[("authorization", "Bearer ")])).is_err());
        assert!(Receiver::new().bearer("t").check(&bearer).is_ok());
        assert!(Receiver::unauthenticated().check(&HeaderMap::new()).is_ok());
        assert!(Receiver::unauthenticated().bearer("t").check(&HeaderMap::new()).is_err(), "a secret is required");
        assert!(Receiver::new().bearer("t").bearer("").check(&bearer).is_err(), "one blank secret rejects everything");
        assert!(Receiver::new().basic("", "").check(&headers(&[("authorization", "Basic Og==")])).is_err());
        for (receiver, field) in [
            (Receiver::new(), "receiver"),
            (Receiver::new().bearer(" "), "bearer"),
            (Receiver::new().x_authorization("\n"), "x_authorization"),
            (Receiver::new().x_api_key(""), "x_api_key"),
            (Receiver::new().token("\u{a0}"), "token"),
            (Receiver::new().basic("", ""), "user"),
            (Receiver::new().basic("a:b", "x"), "user"),
            (Receiver::new().basic("user", "\t"), "password"),
        ] {
            assert_eq!(receiver.check_config().unwrap_err().field(), Some(field));
        }
        assert!(!format!("{:?}", Receiver::new().bearer("planted-token")).contains("planted-token"));
    }

    #[test]
    fn responses_have_status_and_body() {
        assert_eq!(WebhookResponse::from(()), WebhookResponse::taken());
        assert_eq!(&WebhookResponse::taken().body[..], b"{}");
        let receiver = Receiver::open();
        let refused =
            receiver.receive(&Kind::LeadCluster, &HeaderMap::new(), &Bytes::from_static(b"<html>")).unwrap_err();
        assert_eq!(refused.response().status, 400);
        assert!(std::error::Error::source(&refused).is_some());
        assert_eq!((Rejection::Unauthorised.response().status, Rejection::TooLarge.response().status), (401, 413));
        let decision = super::super::FinanceDecision::new(7);
        let response = WebhookResponse::json(&decision).unwrap();
        assert_eq!(&response.body[..], br#"{"external_application_id":7,"finance_options":[]}"#);
    }
}
