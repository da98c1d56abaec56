//! Authenticates the sender of a webhook.

use super::{Event, Handled, Incoming, Rejection, WebhookResponse};
use bytes::Bytes;
use http::HeaderMap;
use leads_core::http::SecretKind;
use leads_core::vendor::Vendor;
use leads_core::webhook::{MAX_BODY, Receive, SenderSecret};
use leads_core::{Error, Result, SecretText};

/// Receives the webhooks of Nutshell.
///
/// Nutshell does not sign its webhooks. Only URLs that end in `?token=…` with the [`token`](Self::token) are accepted.
/// Without a token, or with a blank one, every webhook is rejected; [`check`](Self::check) reports this beforehand. To
/// accept webhooks from anyone, use [`unauthenticated`](Self::unauthenticated).
///
/// # Examples
///
/// ```
/// use nutshell::webhook::{Incoming, Receiver};
/// let receiver = Receiver::new().token("a long random text");
/// receiver.check()?;
/// // With the headers, the query and the body of a request, in any web framework:
/// # let (headers, query) = (http::HeaderMap::new(), Some("token=a%20long+random+text"));
/// # let body = bytes::Bytes::from_static(br#"{"meta":{},"events":[{"id":"7-events"}]}"#);
/// let response = match receiver.receive(&headers, query, body) {
///     Ok(Incoming::Delivery(delivery)) => {
///         println!("{:?}", delivery.event().map(|event| event.events().len()));
///         receiver.respond(())
///     }
///     Ok(_) => receiver.respond(()),
///     Err(rejection) => receiver.reject(rejection),
/// };
/// assert_eq!(response.status, 204);
/// # Ok::<(), nutshell::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Receiver {
    token: Option<SenderSecret>,
    unauthenticated: bool,
    max_body: usize,
}

impl Receiver {
    /// Creates a receiver that rejects every webhook until it has a [`token`](Self::token).
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { token: None, unauthenticated: false, max_body: MAX_BODY }
    }

    /// Creates a receiver that accepts webhooks from anyone who knows the URL. A token that is set later is required all
    /// the same.
    pub fn unauthenticated() -> Self {
        Self { unauthenticated: true, ..Self::new() }
    }

    /// Accepts only webhooks whose URL ends in `?token=` and this text. With a blank token every webhook is rejected.
    pub fn token(mut self, token: impl Into<SecretText>) -> Self {
        self.token = Some(SenderSecret::new("token", token, SecretKind::Password));
        self
    }

    /// Sets the maximum body size in bytes. The default is 4 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Checks that the receiver can accept webhooks. A receiver that does not pass rejects every webhook.
    ///
    /// # Errors
    ///
    /// Returns a configuration error naming `token` if the token is missing, blank or contains a control character.
    pub fn check(&self) -> Result<()> {
        let checked = match &self.token {
            Some(token) => token.check(),
            None if self.unauthenticated => Ok(()),
            None => {
                Err(Error::config("token", "is missing; use Receiver::unauthenticated to accept webhooks from anyone"))
            }
        };
        checked.map_err(|error| error.for_operation(<crate::Nutshell as Vendor>::NAME, ""))
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

    /// Returns the response to a delivery: 204, or 503 if the vendor should send it again.
    pub fn respond(&self, handled: impl Into<Handled>) -> WebhookResponse {
        Receive::respond(self, handled.into())
    }

    /// Returns the response to a rejected request: 404 for a wrong token, so that the URL does not reveal itself, 413 or
    /// 400.
    pub fn reject(&self, rejection: Rejection) -> WebhookResponse {
        Receive::reject(self, rejection)
    }
}

impl Receive for Receiver {
    type Event = Event;

    const VENDOR: &'static str = <crate::Nutshell as Vendor>::NAME;

    fn check(&self) -> Result<()> {
        self.check()
    }

    fn is_authentic(&self, _: &HeaderMap, query: Option<&str>) -> bool {
        let Some(token) = &self.token else { return self.unauthenticated };
        let given = query
            .and_then(|query| url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token"))
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default();
        token.matches(given.as_bytes())
    }

    fn body_limit(&self) -> usize {
        self.max_body
    }

    fn read(&self, body: &Bytes) -> Result<Event> {
        Event::read(body)
    }

    fn respond(&self, handled: Handled) -> WebhookResponse {
        match handled {
            Handled::AcceptedWith(body) => WebhookResponse::json(200, body),
            Handled::RetryLater => WebhookResponse::empty(503),
            _ => WebhookResponse::empty(204),
        }
    }

    fn reject(&self, rejection: Rejection) -> WebhookResponse {
        WebhookResponse::empty(match rejection {
            Rejection::Unauthenticated => 404,
            Rejection::TooLarge => 413,
            _ => 400,
        })
    }
}
