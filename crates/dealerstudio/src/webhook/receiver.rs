//! Who may post a webhook, and what is answered.

use super::{Event, Kind};
use bytes::Bytes;
use http::HeaderMap;
use leads_core::http::SecretKind;
use leads_core::vendor::Vendor;
use leads_core::webhook::SenderSecret;
use leads_core::{Error, Result, SecretText};
use serde::Serialize;
use std::fmt;

/// Checks who posts a webhook before anything is parsed.
///
/// What was agreed with Dealer Studio is given once; any of several agreed ways lets a payload in. Each is compared
/// in constant time, and all of them are compared whichever fits. A receiver with nothing agreed, and one with a blank
/// secret among what was agreed, refuses everything; [`check_config`](Self::check_config) says so beforehand. A receiver
/// for everybody must be asked for with [`unauthenticated`](Self::unauthenticated).
///
/// The stock feeds' signature is not offered, because neither its header nor its algorithm is documented.
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
    /// A receiver with nothing agreed yet, which refuses everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets everything in: where no authentication was agreed. What is agreed on later is required all the same.
    pub fn unauthenticated() -> Self {
        Self { agreed: Vec::new(), unauthenticated: true }
    }

    /// The same as [`unauthenticated`](Self::unauthenticated).
    pub fn open() -> Self {
        Self::unauthenticated()
    }

    fn agree(mut self, way: Way, secret: SenderSecret) -> Self {
        self.agreed.push(Agreed { way, secret });
        self
    }

    /// Agrees on `Authorization: Bearer <token>`.
    pub fn bearer(self, token: impl Into<SecretText>) -> Self {
        self.agree(Way::Bearer, SenderSecret::new("bearer", token, SecretKind::HeaderValue))
    }

    /// Agrees on `X-Authorization: <key>`, without the word `Bearer`.
    pub fn x_authorization(self, key: impl Into<SecretText>) -> Self {
        self.agree(Way::XAuthorization, SenderSecret::new("x_authorization", key, SecretKind::HeaderValue))
    }

    /// Agrees on `X-API-KEY: <key>`.
    pub fn x_api_key(self, key: impl Into<SecretText>) -> Self {
        self.agree(Way::XApiKey, SenderSecret::new("x_api_key", key, SecretKind::HeaderValue))
    }

    /// Agrees on `Authorization: Basic` with a user and a password.
    pub fn basic(self, user: &str, password: &str) -> Self {
        self.agree(Way::Basic, SenderSecret::basic(user, password))
    }

    /// Agrees on one token in any of the three places that hold one: a bearer token, `X-Authorization`, `X-API-KEY`.
    pub fn token(self, token: impl Into<SecretText>) -> Self {
        let secret = SenderSecret::new("token", token, SecretKind::HeaderValue);
        self.agree(Way::Bearer, secret.clone()).agree(Way::XAuthorization, secret.clone()).agree(Way::XApiKey, secret)
    }

    /// Checks that something was agreed on, or that nothing was wanted, and that no secret is blank or cannot be sent.
    /// A receiver that does not pass refuses everything.
    ///
    /// # Errors
    /// A configuration error that names the setting: `receiver` where nothing was agreed, `bearer`, `x_authorization`,
    /// `x_api_key`, `token`, `user` or `password`.
    pub fn check_config(&self) -> Result<()> {
        let checked = match self.agreed.as_slice() {
            [] if self.unauthenticated => Ok(()),
            [] => Err(Error::config("receiver", "has no secret; Receiver::unauthenticated lets everybody in")),
            agreed => agreed.iter().try_for_each(|agreed| agreed.secret.check()),
        };
        checked.map_err(|error| error.for_operation(<crate::DealerStudio as Vendor>::NAME, ""))
    }

    /// Checks who posts.
    ///
    /// # Errors
    /// [`Rejection::Unauthorised`] when nothing that was agreed on is there, and always where the receiver does not pass
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

    /// Checks who posts and reads the payload.
    ///
    /// # Errors
    /// [`Rejection`], which knows what to answer.
    pub fn receive(&self, kind: &Kind, headers: &HeaderMap, body: &Bytes) -> std::result::Result<Event, Rejection> {
        self.receive_with(headers, body, |body| Event::read(kind, body))
    }

    /// Checks who posts and reads the payload with a parser of one's own, which is called only for a payload that is
    /// let in.
    ///
    /// # Errors
    /// [`Rejection`], which knows what to answer.
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

/// What stands behind `Bearer ` or `Basic `, whatever its case.
fn after_scheme<'a>(value: &'a [u8], scheme: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = value.split_at_checked(scheme.len())?;
    (head.eq_ignore_ascii_case(scheme) && rest.first().is_some_and(u8::is_ascii_whitespace)).then(|| rest.trim_ascii())
}

/// Why a payload was not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// Whoever posts it is not who was agreed on. Nothing was parsed.
    Unauthorised,
    /// The payload is larger than the receiver takes.
    TooLarge,
    /// The payload cannot be read; the error names the place and no value.
    Unreadable(Error),
}

impl Rejection {
    /// What to answer: 401, 413 or 400, with an empty object. Why is told to nobody.
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
            Self::Unauthorised => "the webhook's sender is not who was agreed on",
            Self::TooLarge => "the webhook's payload is larger than is taken",
            Self::Unreadable(_) => "the webhook's payload cannot be read",
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

/// What a receiver answers. No body is documented for any webhook, and no status beside success, so a payload that
/// was taken is answered with 200 and `{}`; a financier may answer with its
/// [decision](super::FinanceDecision).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebhookResponse {
    /// The HTTP status.
    pub status: u16,
    /// The body, JSON.
    pub body: Bytes,
}

impl WebhookResponse {
    /// The content type of every answer.
    pub const CONTENT_TYPE: &'static str = "application/json";

    /// 200 with `{}`.
    #[must_use]
    pub fn taken() -> Self {
        Self { status: 200, body: Bytes::from_static(b"{}") }
    }

    /// 200 with a body.
    ///
    /// # Errors
    /// A value that cannot be written as JSON.
    pub fn json<T: Serialize>(value: &T) -> Result<Self> {
        let body = serde_json::to_vec(value)
            .map_err(|error| Error::invalid("answer", "cannot be written as JSON").with_source(error))?;
        Ok(Self { status: 200, body: body.into() })
    }

    /// 503, so that the sender may try again later; whether it does is not documented.
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
    fn a_forged_or_missing_token_is_refused_before_the_parser_is_called() {
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
    fn only_what_was_agreed_on_counts() {
        let bearer = headers(&[("authorization", "Bearer t")]);
        assert!(Receiver::new().check(&bearer).is_err(), "nothing agreed lets nobody in");
        assert!(Receiver::new().x_api_key("t").check(&bearer).is_err());
        assert!(Receiver::new().bearer("").check(&headers(&[("authorization", "Bearer ")])).is_err());
        assert!(Receiver::new().bearer("t").check(&bearer).is_ok());
        assert!(Receiver::unauthenticated().check(&HeaderMap::new()).is_ok());
        assert!(Receiver::unauthenticated().bearer("t").check(&HeaderMap::new()).is_err(), "a secret is required");
        assert!(Receiver::new().bearer("t").bearer("").check(&bearer).is_err(), "one blank secret refuses everything");
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
    fn answers() {
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
