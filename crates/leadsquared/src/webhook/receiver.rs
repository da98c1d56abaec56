//! Distinguishing deliveries from verifications, and responding to either.

use bytes::Bytes;
use http::{HeaderMap, HeaderName};
use leads_core::http::SecretKind;
use leads_core::vendor::Vendor;
use leads_core::webhook::SenderSecret;
use leads_core::{Error, Result, SecretText};

/// The response body that the vendor expects, with HTTP 200.
const SUCCESS: &str = r#"{"Status":"Success","StatusReason":""}"#;

/// The response to a call of the vendor.
///
/// After ten failed calls in a row the vendor disables the webhook (`StatusCode` 2 of
/// [`Subscription`](crate::model::Subscription)); each call is attempted three times. An application should therefore
/// put the delivery into a queue, respond with [`Taken`](Self::Taken), and process it afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookResponse {
    /// The call was accepted: HTTP 200 with the body that the vendor documents.
    Taken,
    /// The call could not be stored; the vendor may retry. HTTP 503.
    Again,
    /// The call does not come from the vendor: a required header is wrong. HTTP 401.
    Refused,
}

impl WebhookResponse {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Taken => 200,
            Self::Again => 503,
            Self::Refused => 401,
        }
    }

    /// The body, JSON.
    #[must_use]
    pub const fn body(self) -> &'static str {
        match self {
            Self::Taken => SUCCESS,
            Self::Again => r#"{"Status":"Error","StatusReason":"try again"}"#,
            Self::Refused => r#"{"Status":"Error","StatusReason":"refused"}"#,
        }
    }

    /// The value of `Content-Type`.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        "application/json"
    }
}

/// The result of a handler: nothing or `Ok` means accepted, an error means that the vendor may retry.
impl From<()> for WebhookResponse {
    fn from((): ()) -> Self {
        Self::Taken
    }
}

impl<E> From<std::result::Result<(), E>> for WebhookResponse {
    fn from(result: std::result::Result<(), E>) -> Self {
        if result.is_ok() { Self::Taken } else { Self::Again }
    }
}

/// A call of the vendor to a webhook's URL.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Call {
    /// The empty call with which the vendor verifies a URL. Respond to it like any other; it has no other meaning.
    Verification,
    /// An event occurred.
    Delivery(Delivery),
}

impl Call {
    /// Returns the delivery, or `None` for the vendor's empty verification.
    #[must_use]
    pub fn delivery(self) -> Option<Delivery> {
        match self {
            Self::Delivery(delivery) => Some(delivery),
            Self::Verification => None,
        }
    }
}

/// The vendor's payload.
///
/// `Debug` shows only the size of the body, which contains personal data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// `entityType` of the query, if the vendor sent it (observed).
    pub entity_type: Option<String>,
    /// `entityId` of the query, if the vendor sent it (observed).
    pub entity_id: Option<String>,
    /// `eventType` of the query, if the vendor sent it (observed). Its values are not documented: give each event a
    /// separate URL and identify the event by that.
    pub event_type: Option<String>,
    /// The body, for a reader of this module such as [`lead_create`](super::lead_create).
    pub body: Bytes,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery")
            .field("entity_type", &self.entity_type)
            .field("event_type", &self.event_type)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl AsRef<[u8]> for Delivery {
    fn as_ref(&self) -> &[u8] {
        &self.body
    }
}

/// Recognizes the vendor's calls.
///
/// The vendor signs nothing. The only proof of a call is a custom header that was set when the webhook was created
/// ([`WebhookFields::header`](crate::model::WebhookFields::header)) and that is kept secret.
///
/// A receiver without a required header, or with one that is blank or cannot be sent, rejects every call;
/// [`check`](Self::check) detects this beforehand. A receiver that accepts calls from anyone must be created explicitly
/// with [`unauthenticated`](Self::unauthenticated).
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{Call, Receiver, lead_create};
///
/// let receiver = Receiver::new().require_header("x-hook-key", "a long random text");
/// // In a handler of any web framework, with the call's headers, query and body:
/// # let mut headers = http::HeaderMap::new();
/// # headers.insert("x-hook-key", "a long random text".parse()?);
/// # let (query, body) = (None, r#"{"ProspectID":"1","FirstName":"Jo"}"#);
/// let response = match receiver.receive(&headers, query, body) {
///     Ok(Call::Delivery(delivery)) => {
///         for event in lead_create(&delivery)? {
///             println!("new lead {:?}", event.lead().id());
///         }
///         leadsquared::webhook::WebhookResponse::Taken
///     }
///     Ok(_) => leadsquared::webhook::WebhookResponse::Taken,
///     Err(refused) => refused,
/// };
/// assert_eq!((response.status(), response.body()), (200, r#"{"Status":"Success","StatusReason":""}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Receiver {
    headers: Vec<(String, SenderSecret)>,
    unauthenticated: bool,
}

impl Receiver {
    /// Creates a receiver that rejects every call until it [requires a header](Self::require_header).
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a receiver that accepts every call. Anyone who knows the URL can then forge one. Headers that are
    /// required later still apply.
    pub fn unauthenticated() -> Self {
        Self { headers: Vec::new(), unauthenticated: true }
    }

    /// Accepts only deliveries with this header. If called several times, all are required; the same name with
    /// different values accepts either, so that a secret can be rotated without losing calls. A blank value, and a name
    /// or value that is invalid in a header, make the receiver reject every call.
    pub fn require_header(mut self, name: impl Into<String>, value: impl Into<SecretText>) -> Self {
        let secret = SenderSecret::new("require_header", value, SecretKind::HeaderValue);
        self.headers.push((name.into().to_ascii_lowercase(), secret));
        self
    }

    /// Determines the kind of a call. The body is not read.
    ///
    /// The vendor's verification has no body, and is accepted without the headers: it carries no information, and
    /// whether it includes them is not documented.
    ///
    /// # Errors
    ///
    /// Returns [`WebhookResponse::Refused`] for a delivery without the required headers, and for every call if the
    /// receiver does not pass [`check`](Self::check).
    pub fn receive(
        &self,
        headers: &HeaderMap,
        query: Option<&str>,
        body: impl Into<Bytes>,
    ) -> std::result::Result<Call, WebhookResponse> {
        let body = body.into();
        if self.check().is_err() {
            return Err(WebhookResponse::Refused);
        }
        if body.trim_ascii().is_empty() {
            return Ok(Call::Verification);
        }
        if !self.proved(headers) {
            return Err(WebhookResponse::Refused);
        }
        let named = |name: &str| {
            url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
                .find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_empty())
                .map(|(_, value)| value.into_owned())
        };
        Ok(Call::Delivery(Delivery {
            entity_type: named("entityType"),
            entity_id: named("entityId"),
            event_type: named("eventType"),
            body,
        }))
    }

    /// Checks that calls are authenticated: that there is a required header, or that none was wanted, and that the
    /// required headers can be sent. [`receive`](Self::receive) and [`route`](super::route) reject every call of a
    /// receiver that does not pass.
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

    fn proved(&self, headers: &HeaderMap) -> bool {
        self.headers.iter().all(|(name, _)| {
            self.headers.iter().filter(|(other, _)| other == name).any(|(_, wanted)| {
                // Checks every header of the name: the vendor sends a name twice if it was set twice.
                headers.get_all(name.as_str()).iter().any(|value| wanted.matches(value.as_bytes()))
            })
        })
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

    #[rstest]
    #[case("")]
    #[case(" \r\n")]
    fn empty_call_is_a_verification(#[case] body: &'static str) {
        let receiver = Receiver::new().require_header("X-Key", "secret");
        assert!(matches!(receiver.receive(&HeaderMap::new(), None, body), Ok(Call::Verification)));
    }

    #[test]
    fn delivery_requires_every_header_and_either_value_of_one() {
        let receiver =
            Receiver::new().require_header("X-Key", "new").require_header("x-key", "old").require_header("X-Env", "eu");
        let taken = |pairs: &[(&'static str, &'static str)]| receiver.receive(&headers(pairs), None, "{}").is_ok();
        assert!(taken(&[("x-key", "new"), ("x-env", "eu")]));
        assert!(taken(&[("x-key", "old"), ("x-env", "eu")]));
        assert!(taken(&[("x-key", "other"), ("x-key", "new"), ("x-env", "eu")]));
        assert!(!taken(&[("x-key", "new")]));
        assert!(!taken(&[("x-key", "ne"), ("x-env", "eu")]));
        assert!(!taken(&[("x-key", "newer"), ("x-env", "eu")]));
        assert!(!taken(&[]));
        assert_eq!(receiver.receive(&HeaderMap::new(), None, "{}").unwrap_err(), WebhookResponse::Refused);
        assert!(!format!("{receiver:?}").contains("new"));
    }

    #[test]
    fn query_is_kept() {
        let query = "entityType=lead&entityId=a%2Fb&eventType=&EVENTTYPE=Lead_Post_Create";
        let call = Receiver::unauthenticated().receive(&HeaderMap::new(), Some(query), "[]").unwrap();
        let delivery = call.delivery().unwrap();
        assert_eq!(delivery.entity_type.as_deref(), Some("lead"));
        assert_eq!(delivery.entity_id.as_deref(), Some("a/b"));
        assert_eq!(delivery.event_type.as_deref(), Some("Lead_Post_Create"));
        assert!(!format!("{delivery:?}").contains("a/b"));
    }

    #[test]
    fn responses_have_the_documented_form() {
        assert_eq!(
            (WebhookResponse::from(()), WebhookResponse::from(Ok::<(), u8>(()))),
            (WebhookResponse::Taken, WebhookResponse::Taken)
        );
        assert_eq!(WebhookResponse::from(Err(1)), WebhookResponse::Again);
        for response in [WebhookResponse::Taken, WebhookResponse::Again, WebhookResponse::Refused] {
            let body: serde_json::Value = serde_json::from_str(response.body()).unwrap();
            assert_eq!(body["Status"] == "Success", response.status() == 200);
        }
    }

    #[test]
    fn invalid_header_is_an_error() {
        assert!(Receiver::new().require_header("x-key", "fine").check().is_ok());
        for (name, value) in [("x key", "a"), ("", "a"), ("x-key", "a\nb"), ("x-key", ""), ("x-key", " ")] {
            for receiver in [Receiver::new(), Receiver::unauthenticated()] {
                let receiver = receiver.require_header("x-good", "good").require_header(name, value);
                let error = receiver.check().unwrap_err();
                assert_eq!(error.field(), Some("require_header"), "{name}");
                for body in ["{}", ""] {
                    let good = headers(&[("x-good", "good"), ("x-key", "")]);
                    assert!(receiver.receive(&good, None, body).is_err(), "{name}={value:?}");
                }
            }
        }
    }

    #[test]
    fn receiver_accepts_unauthenticated_calls_only_if_configured() {
        let call = |receiver: Receiver, body: &'static str| receiver.receive(&HeaderMap::new(), None, body).is_ok();
        for body in ["{}", ""] {
            assert!(!call(Receiver::new(), body) && call(Receiver::unauthenticated(), body));
        }
        assert!(!call(Receiver::unauthenticated().require_header("x-key", "secret"), "{}"));
        assert_eq!(Receiver::new().check().unwrap_err().field(), Some("require_header"));
    }
}
