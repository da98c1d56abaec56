//! Authenticates deliveries and distinguishes them from verifications.

use super::{Event, EventKind, Handled, Incoming, Rejection, WebhookResponse};
use bytes::Bytes;
use http::{HeaderMap, HeaderName};
use leads_core::http::SecretKind;
use leads_core::vendor::Vendor;
use leads_core::webhook::{MAX_BODY, Receive, SenderSecret};
use leads_core::{Error, Result, SecretText};

/// Receives the vendor's calls for one kind of event.
///
/// The vendor signs nothing. The only proof of a call is a custom header that was set when the webhook was created
/// ([`WebhookFields::header`](crate::model::WebhookFields::header)) and that is kept secret.
///
/// A receiver without a required header, or with one that is blank or cannot be sent, rejects every call;
/// [`check`](Self::check) detects this beforehand. A receiver that accepts calls from anyone must be created explicitly
/// with [`unauthenticated`](Self::unauthenticated).
///
/// The vendor's verification has no body, and is accepted without the headers: it carries no information, and whether it
/// includes them is not documented.
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{EventKind, Incoming, Receiver};
/// let receiver =
///     Receiver::new(EventKind::LeadCreate).require_header("x-hook-key", "a long random text");
/// receiver.check()?;
/// // With the headers, the query and the body of a call, in any web framework:
/// # let mut headers = http::HeaderMap::new();
/// # headers.insert("x-hook-key", "a long random text".parse()?);
/// # let (query, body) = (None, bytes::Bytes::from_static(br#"{"ProspectID":"1","FirstName":"Jo"}"#));
/// let response = match receiver.receive(&headers, query, body) {
///     Ok(Incoming::Delivery(delivery)) => {
///         println!("{:?}", delivery.event());
///         receiver.respond(())
///     }
///     // The vendor's verification of the URL.
///     Ok(_) => receiver.respond(()),
///     Err(rejection) => receiver.reject(rejection),
/// };
/// assert_eq!(response.status, 200);
/// assert_eq!(&response.body[..], br#"{"Status":"Success","StatusReason":""}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Receiver {
    kind: EventKind,
    headers: Vec<(String, SenderSecret)>,
    unauthenticated: bool,
    max_body: usize,
}

impl Receiver {
    /// Creates a receiver that rejects every call until it [requires a header](Self::require_header). Payloads are read
    /// as this kind of event.
    pub fn new(kind: EventKind) -> Self {
        Self { kind, headers: Vec::new(), unauthenticated: false, max_body: MAX_BODY }
    }

    /// Creates a receiver that accepts every call. Anyone who knows the URL can then forge one. Headers that are
    /// required later still apply.
    pub fn unauthenticated(kind: EventKind) -> Self {
        Self { unauthenticated: true, ..Self::new(kind) }
    }

    /// Accepts only deliveries with this header. If called several times, all are required; the same name with
    /// different values accepts either, so that a secret can be rotated without losing calls. A blank value, and a name
    /// or value that is invalid in a header, make the receiver reject every call.
    pub fn require_header(mut self, name: impl Into<String>, value: impl Into<SecretText>) -> Self {
        let secret = SenderSecret::new("require_header", value, SecretKind::HeaderValue);
        self.headers.push((name.into().to_ascii_lowercase(), secret));
        self
    }

    /// Sets the maximum body size in bytes. The default is 4 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Checks that calls are authenticated: that there is a required header, or that none was wanted, and that the
    /// required headers can be sent. A receiver that does not pass rejects every call.
    ///
    /// # Errors
    ///
    /// Returns a configuration error of `require_header` that names the header.
    pub fn check(&self) -> Result<()> {
        let wrong = |error: Error| Err(error.for_operation(<crate::LeadSquared as Vendor>::NAME, ""));
        if self.headers.is_empty() && !self.unauthenticated {
            return wrong(Error::config(
                "require_header",
                "is missing; to accept calls from anyone, use Receiver::unauthenticated",
            ));
        }
        for (name, secret) in &self.headers {
            if HeaderName::from_bytes(name.as_bytes()).is_err() {
                return wrong(Error::config("require_header", format!("{name:?} cannot be a header's name")));
            }
            if let Err(error) = secret.check() {
                return wrong(error.with_help(format!("set another value for {name:?}")));
            }
        }
        Ok(())
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

    /// Returns the response to a delivery or a verification: 200 with the body that the vendor documents, or 503 if the
    /// vendor should attempt the call again.
    pub fn respond(&self, handled: impl Into<Handled>) -> WebhookResponse {
        Receive::respond(self, handled.into())
    }

    /// Returns the response to a rejected call: 401, 413 or 400.
    pub fn reject(&self, rejection: Rejection) -> WebhookResponse {
        Receive::reject(self, rejection)
    }
}

impl Receive for Receiver {
    type Event = Event;

    const VENDOR: &'static str = <crate::LeadSquared as Vendor>::NAME;

    const VERIFIES: bool = true;

    fn check(&self) -> Result<()> {
        self.check()
    }

    fn is_authentic(&self, headers: &HeaderMap, _: Option<&str>) -> bool {
        self.headers.iter().all(|(name, _)| {
            self.headers.iter().filter(|(other, _)| other == name).any(|(_, wanted)| {
                // Checks every header of the name: the vendor sends a name twice if it was set twice.
                headers.get_all(name.as_str()).iter().any(|value| wanted.matches(value.as_bytes()))
            })
        })
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
            Handled::RetryLater => WebhookResponse::json(503, r#"{"Status":"Error","StatusReason":"try again"}"#),
            _ => WebhookResponse::json(200, r#"{"Status":"Success","StatusReason":""}"#),
        }
    }

    fn reject(&self, rejection: Rejection) -> WebhookResponse {
        match rejection {
            Rejection::Unauthenticated => WebhookResponse::json(401, r#"{"Status":"Error","StatusReason":"refused"}"#),
            Rejection::TooLarge => WebhookResponse::json(413, r#"{"Status":"Error","StatusReason":"too large"}"#),
            _ => WebhookResponse::json(400, r#"{"Status":"Error","StatusReason":"incomplete"}"#),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use rstest::rstest;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    fn new() -> Receiver {
        Receiver::new(EventKind::LeadCreate)
    }

    fn unauthenticated() -> Receiver {
        Receiver::unauthenticated(EventKind::LeadCreate)
    }

    fn call(receiver: &Receiver, headers: &HeaderMap, body: &'static str) -> std::result::Result<Incoming, Rejection> {
        receiver.receive(headers, None, Bytes::from_static(body.as_bytes()))
    }

    #[rstest]
    #[case("")]
    #[case(" \r\n")]
    fn empty_call_is_a_verification(#[case] body: &'static str) {
        let receiver = new().require_header("X-Key", "secret");
        assert!(matches!(call(&receiver, &HeaderMap::new(), body), Ok(Incoming::Verification)));
    }

    #[test]
    fn delivery_requires_every_header_and_either_value_of_one() {
        let receiver =
            new().require_header("X-Key", "new").require_header("x-key", "old").require_header("X-Env", "eu");
        let taken = |pairs: &[(&'static str, &'static str)]| call(&receiver, &headers(pairs), "{}").is_ok();
        assert!(taken(&[("x-key", "new"), ("x-env", "eu")]));
        assert!(taken(&[("x-key", "old"), ("x-env", "eu")]));
        assert!(taken(&[("x-key", "other"), ("x-key", "new"), ("x-env", "eu")]));
        assert!(!taken(&[("x-key", "new")]));
        assert!(!taken(&[("x-key", "ne"), ("x-env", "eu")]));
        assert!(!taken(&[("x-key", "newer"), ("x-env", "eu")]));
        assert!(!taken(&[]));
        assert_eq!(call(&receiver, &HeaderMap::new(), "{}").unwrap_err(), Rejection::Unauthenticated);
        assert!(!format!("{receiver:?}").contains("new"));
    }

    #[test]
    fn responses_have_the_documented_form() {
        let receiver = new();
        let accepted = receiver.respond(());
        assert_eq!((accepted.status, &accepted.body[..]), (200, &br#"{"Status":"Success","StatusReason":""}"#[..]));
        assert_eq!(receiver.respond(Ok::<(), u8>(())), accepted);
        let others = [
            (receiver.respond(Err::<(), _>(1)), 503),
            (receiver.reject(Rejection::Unauthenticated), 401),
            (receiver.reject(Rejection::TooLarge), 413),
            (receiver.reject(Rejection::Interrupted), 400),
        ];
        for (response, status) in others {
            assert_eq!((response.status, response.content_type), (status, Some("application/json")));
            let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
            assert_eq!(body["Status"], "Error");
        }
    }

    #[test]
    fn invalid_header_is_an_error() {
        assert!(new().require_header("x-key", "fine").check().is_ok());
        for (name, value) in [("x key", "a"), ("", "a"), ("x-key", "a\nb"), ("x-key", ""), ("x-key", " ")] {
            for receiver in [new(), unauthenticated()] {
                let receiver = receiver.require_header("x-good", "good").require_header(name, value);
                let error = receiver.check().unwrap_err();
                assert_eq!(error.field(), Some("require_header"), "{name}");
                for body in ["{}", ""] {
                    let good = headers(&[("x-good", "good"), ("x-key", "")]);
                    assert!(call(&receiver, &good, body).is_err(), "{name}={value:?}");
                }
            }
        }
    }

    #[test]
    fn receiver_accepts_unauthenticated_calls_only_if_configured() {
        let accepts = |receiver: Receiver, body: &'static str| call(&receiver, &HeaderMap::new(), body).is_ok();
        for body in ["{}", ""] {
            assert!(!accepts(new(), body) && accepts(unauthenticated(), body));
        }
        assert!(!accepts(unauthenticated().require_header("x-key", "secret"), "{}"));
        assert_eq!(new().check().unwrap_err().field(), Some("require_header"));
    }
}
