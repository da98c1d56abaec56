//! Authenticates the sender of a webhook.

use super::{Event, Handled, Incoming, Kind, Rejection, WebhookResponse};
use bytes::Bytes;
use http::HeaderMap;
use leads_core::http::SecretKind;
use leads_core::vendor::Vendor;
use leads_core::webhook::{MAX_BODY, Receive, SenderSecret};
use leads_core::{Error, Result, SecretText};

/// Receives the webhooks of one kind.
///
/// Configure the secrets agreed with Dealer Studio once; a payload that matches any of them is accepted. Each
/// comparison is constant-time, and all secrets are compared even after a match. A receiver without secrets, or with a
/// blank secret, rejects everything; [`check`](Self::check) reports this in advance. To accept every sender, use
/// [`unauthenticated`](Self::unauthenticated).
///
/// The signature of the stock feeds is not supported, because neither its header nor its algorithm is documented.
///
/// # Examples
///
/// ```
/// use dealerstudio::webhook::{Incoming, Kind, Receiver};
/// let receiver = Receiver::new(Kind::LeadCluster).token("made-up");
/// receiver.check()?;
/// // With the headers, the query and the body of a request, in any web framework:
/// # let mut headers = http::HeaderMap::new();
/// # headers.insert("authorization", "Bearer made-up".parse().unwrap());
/// # let (query, body) = (None, bytes::Bytes::from_static(br#"{"Id":34}"#));
/// let response = match receiver.receive(&headers, query, body) {
///     Ok(Incoming::Delivery(delivery)) => {
///         println!("{:?}", delivery.event());
///         receiver.respond(())
///     }
///     Ok(_) => receiver.respond(()),
///     Err(rejection) => receiver.reject(rejection),
/// };
/// assert_eq!((response.status, &response.body[..]), (200, &b"{}"[..]));
/// # Ok::<(), dealerstudio::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Receiver {
    kind: Kind,
    agreed: Vec<Agreed>,
    unauthenticated: bool,
    max_body: usize,
}

#[derive(Clone, Debug)]
struct Agreed {
    scheme: Scheme,
    secret: SenderSecret,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Bearer,
    Basic,
    XAuthorization,
    XApiKey,
}

impl Receiver {
    /// Creates a receiver that rejects every webhook until it has a secret. Payloads are read as this kind.
    pub fn new(kind: Kind) -> Self {
        Self { kind, agreed: Vec::new(), unauthenticated: false, max_body: MAX_BODY }
    }

    /// Creates a receiver that accepts webhooks from anyone who knows the URL, for when no authentication was agreed. A
    /// secret that is added later is still required.
    pub fn unauthenticated(kind: Kind) -> Self {
        Self { unauthenticated: true, ..Self::new(kind) }
    }

    fn agree(mut self, scheme: Scheme, secret: SenderSecret) -> Self {
        self.agreed.push(Agreed { scheme, secret });
        self
    }

    /// Accepts `Authorization: Bearer <token>`.
    pub fn bearer(self, token: impl Into<SecretText>) -> Self {
        self.agree(Scheme::Bearer, SenderSecret::new("bearer", token, SecretKind::HeaderValue))
    }

    /// Accepts `X-Authorization: <key>`, without the word `Bearer`.
    pub fn x_authorization(self, key: impl Into<SecretText>) -> Self {
        self.agree(Scheme::XAuthorization, SenderSecret::new("x_authorization", key, SecretKind::HeaderValue))
    }

    /// Accepts `X-API-KEY: <key>`.
    pub fn x_api_key(self, key: impl Into<SecretText>) -> Self {
        self.agree(Scheme::XApiKey, SenderSecret::new("x_api_key", key, SecretKind::HeaderValue))
    }

    /// Accepts `Authorization: Basic` with a user and a password.
    pub fn basic(self, user: impl AsRef<str>, password: impl Into<SecretText>) -> Self {
        self.agree(Scheme::Basic, SenderSecret::basic(user.as_ref(), password))
    }

    /// Accepts one token in any of the three headers: as a bearer token, in `X-Authorization` or in `X-API-KEY`.
    pub fn token(self, token: impl Into<SecretText>) -> Self {
        let secret = SenderSecret::new("token", token, SecretKind::HeaderValue);
        self.agree(Scheme::Bearer, secret.clone())
            .agree(Scheme::XAuthorization, secret.clone())
            .agree(Scheme::XApiKey, secret)
    }

    /// Sets the maximum body size in bytes. The default is 4 MiB. The vendor limits a car to 256 KB and documents no
    /// limit for the others.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Checks that there is a secret or the receiver is unauthenticated, and that no secret is blank or unsendable. A
    /// receiver that does not pass rejects every webhook.
    ///
    /// # Errors
    ///
    /// Returns a configuration error that names the setting: `receiver` without any secret, `bearer`,
    /// `x_authorization`, `x_api_key`, `token`, `user` or `password`.
    pub fn check(&self) -> Result<()> {
        let checked = match self.agreed.as_slice() {
            [] if self.unauthenticated => Ok(()),
            [] => Err(Error::config("receiver", "has no secret; use Receiver::unauthenticated to accept every sender")),
            agreed => agreed.iter().try_for_each(|agreed| agreed.secret.check()),
        };
        checked.map_err(|error| error.for_operation(<crate::DealerStudio as Vendor>::NAME, ""))
    }

    /// Authenticates the sender and then reads the body. A body that cannot be read is not rejected: it is an error of
    /// [`Delivery::event`](leads_core::webhook::Delivery::event).
    ///
    /// # Errors
    ///
    /// Returns a [`Rejection`]; [`reject`](Self::reject) is the response to it.
    pub fn receive(
        &self,
        headers: &HeaderMap,
        query: Option<&str>,
        body: Bytes,
    ) -> std::result::Result<Incoming, Rejection> {
        Receive::receive(self, headers, query, body)
    }

    /// Returns the response to a delivery: 200 with `{}` or the handler's JSON, or 503 if the vendor should send it
    /// again; whether it does is not documented.
    pub fn respond(&self, handled: impl Into<Handled>) -> WebhookResponse {
        Receive::respond(self, handled.into())
    }

    /// Returns the response to a rejected request: 401, 413 or 400, with an empty object. It does not reveal the reason.
    pub fn reject(&self, rejection: Rejection) -> WebhookResponse {
        Receive::reject(self, rejection)
    }
}

impl Receive for Receiver {
    type Event = Event;

    const VENDOR: &'static str = <crate::DealerStudio as Vendor>::NAME;

    fn check(&self) -> Result<()> {
        self.check()
    }

    fn is_authentic(&self, headers: &HeaderMap, _: Option<&str>) -> bool {
        let mut good = self.agreed.is_empty() && self.unauthenticated;
        for agreed in &self.agreed {
            good |= agreed.holds(headers);
        }
        good
    }

    fn body_limit(&self) -> usize {
        self.max_body
    }

    fn read(&self, body: &Bytes) -> Result<Event> {
        Event::read(&self.kind, body)
    }

    fn respond(&self, handled: Handled) -> WebhookResponse {
        match handled {
            Handled::AcceptedWith(body) => WebhookResponse::json(200, body),
            Handled::RetryLater => WebhookResponse::json(503, "{}"),
            _ => WebhookResponse::json(200, "{}"),
        }
    }

    fn reject(&self, rejection: Rejection) -> WebhookResponse {
        let status = match rejection {
            Rejection::Unauthenticated => 401,
            Rejection::TooLarge => 413,
            _ => 400,
        };
        WebhookResponse::json(status, "{}")
    }
}

impl Agreed {
    fn holds(&self, headers: &HeaderMap) -> bool {
        let name = match self.scheme {
            Scheme::Bearer | Scheme::Basic => "authorization",
            Scheme::XAuthorization => "x-authorization",
            Scheme::XApiKey => "x-api-key",
        };
        let mut good = false;
        for value in headers.get_all(name) {
            let value = value.as_bytes();
            let given = match self.scheme {
                Scheme::Bearer => after_scheme(value, b"bearer"),
                Scheme::Basic => after_scheme(value, b"basic"),
                Scheme::XAuthorization | Scheme::XApiKey => Some(value.trim_ascii()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use http::HeaderValue;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        map
    }

    fn new() -> Receiver {
        Receiver::new(Kind::LeadCluster)
    }

    fn accepts(receiver: &Receiver, headers: &HeaderMap) -> bool {
        match receiver.receive(headers, None, Bytes::from_static(b"{}")) {
            Ok(incoming) => incoming.delivery().is_some(),
            Err(rejection) => {
                assert_eq!(rejection, Rejection::Unauthenticated);
                false
            }
        }
    }

    #[test]
    fn only_requests_with_a_right_secret_are_accepted() {
        let receiver = new().token("right-token").basic("user", "pass:word");
        let basic = format!("Basic {}", STANDARD.encode("user:pass:word"));
        let wrong = format!("Basic {}", STANDARD.encode("user:password"));
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
            assert!(!accepts(&receiver, &headers(pairs)), "{pairs:?}");
        }
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
            assert!(accepts(&receiver, &headers(pairs)), "{pairs:?}");
        }
    }

    #[test]
    fn only_configured_secrets_are_accepted() {
        let bearer = headers(&[("authorization", "Bearer t")]);
        assert!(!accepts(&new(), &bearer), "a receiver without secrets rejects everything");
        assert!(!accepts(&new().x_api_key("t"), &bearer));
        assert!(!accepts(&new().bearer(""), &headers(&[("authorization", "Bearer ")])));
        assert!(accepts(&new().bearer("t"), &bearer));
        assert!(accepts(&Receiver::unauthenticated(Kind::LeadCluster), &HeaderMap::new()));
        assert!(
            !accepts(&Receiver::unauthenticated(Kind::LeadCluster).bearer("t"), &HeaderMap::new()),
            "a secret is required"
        );
        assert!(!accepts(&new().bearer("t").bearer(""), &bearer), "one blank secret rejects everything");
        assert!(!accepts(&new().basic("", ""), &headers(&[("authorization", "Basic Og==")])));
        for (receiver, field) in [
            (new(), "receiver"),
            (new().bearer(" "), "bearer"),
            (new().x_authorization("\n"), "x_authorization"),
            (new().x_api_key(""), "x_api_key"),
            (new().token("\u{a0}"), "token"),
            (new().basic("", ""), "user"),
            (new().basic("a:b", "x"), "user"),
            (new().basic("user", "\t"), "password"),
        ] {
            assert_eq!(receiver.check().unwrap_err().field(), Some(field));
        }
        assert!(!format!("{:?}", new().bearer("planted-token")).contains("planted-token"));
    }

    #[test]
    fn responses_have_status_and_body() {
        let receiver = Receiver::unauthenticated(Kind::FinanceApplication);
        for (response, status) in [
            (receiver.respond(()), 200),
            (receiver.respond(Err::<(), _>("full")), 503),
            (receiver.reject(Rejection::Unauthenticated), 401),
            (receiver.reject(Rejection::TooLarge), 413),
            (receiver.reject(Rejection::Interrupted), 400),
        ] {
            assert_eq!(response, WebhookResponse::json(status, "{}"));
        }
        let decision = Handled::json(&super::super::FinanceDecision::new(7)).unwrap();
        let response = receiver.respond(decision);
        assert_eq!(response.status, 200);
        assert_eq!(&response.body[..], br#"{"external_application_id":7,"finance_options":[]}"#);
    }
}
