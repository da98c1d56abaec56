//! Receiving webhooks in an axum server.
//!
//! ```no_run
//! # async fn run() -> std::io::Result<()> {
//! use nutshell::webhook::axum::Receiver;
//! let (receiver, mut queue) = Receiver::new(1024);
//! let app = receiver.token("a long random text").router("/hooks/nutshell");
//! tokio::spawn(async move {
//!     while let Some(notification) = queue.recv().await {
//!         println!("{} events", notification.events().len());
//!     }
//! });
//! axum::serve(tokio::net::TcpListener::bind("0.0.0.0:8080").await?, app).await
//! # }
//! ```

use super::Notification;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use leads_core::http::SecretKind;
use leads_core::vendor::Vendor;
use leads_core::webhook::SenderSecret;
use leads_core::{Error, Result, SecretText};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

/// Puts received webhooks into a queue, so that the vendor gets an immediate response.
///
/// Nutshell does not sign its webhooks. Only URLs that end in `?token=…` with the [`token`](Self::token) are accepted.
/// Without a token, or with a blank one, every webhook is rejected; [`check`](Self::check) reports this beforehand. To
/// accept webhooks from anyone, use [`unauthenticated`](Self::unauthenticated).
///
/// Responses: 204 accepted; 400 not an event document; 404 wrong or missing token; 413 too large; 503 the queue is full
/// or closed. It is not documented whether the vendor resends a rejected webhook, so make the queue large, and use
/// [`Client::follow_events`](crate::Client::follow_events) to catch up on missed events.
#[derive(Clone, Debug)]
pub struct Receiver {
    queue: mpsc::Sender<Notification>,
    token: Option<SenderSecret>,
    unauthenticated: bool,
    max_body: usize,
}

impl Receiver {
    /// Creates a receiver and its queue with this capacity. The receiver rejects every webhook until it has a
    /// [`token`](Self::token).
    #[must_use]
    pub fn new(capacity: usize) -> (Self, mpsc::Receiver<Notification>) {
        let (queue, taken) = mpsc::channel(capacity.max(1));
        (Self { queue, token: None, unauthenticated: false, max_body: 4 * 1024 * 1024 }, taken)
    }

    /// Creates a receiver that accepts webhooks from anyone who knows the URL, and its queue. A token that is set later
    /// is required all the same.
    #[must_use]
    pub fn unauthenticated(capacity: usize) -> (Self, mpsc::Receiver<Notification>) {
        let (receiver, taken) = Self::new(capacity);
        (Self { unauthenticated: true, ..receiver }, taken)
    }

    /// Accepts only webhooks whose URL ends in `?token=` and this text. With a blank token every webhook is rejected.
    #[must_use]
    pub fn token(mut self, token: impl Into<SecretText>) -> Self {
        self.token = Some(SenderSecret::new("token", token, SecretKind::Password));
        self
    }

    /// Checks that the receiver can accept webhooks. [`router`](Self::router) cannot fail, so a receiver that does not
    /// pass this check rejects every webhook.
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

    /// Sets the maximum body size in bytes. The default is 4 MiB.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Returns a router that receives webhooks at a path.
    pub fn router(self, path: &str) -> Router {
        let limit = DefaultBodyLimit::max(self.max_body);
        Router::new().route(path, post(take)).layer(limit).with_state(self)
    }

    fn knows(&self, query: Option<&str>) -> bool {
        let Some(token) = &self.token else { return self.unauthenticated };
        let given = query
            .and_then(|query| url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token"))
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default();
        token.matches(given.as_bytes())
    }
}

async fn take(State(receiver): State<Receiver>, RawQuery(query): RawQuery, request: Request) -> Response {
    if !receiver.knows(query.as_deref()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let Ok(notification) = Notification::parse(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    match receiver.queue.try_send(notification) {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(TrySendError::Full(_) | TrySendError::Closed(_)) => StatusCode::SERVICE_UNAVAILABLE,
    }
    .into_response()
}
