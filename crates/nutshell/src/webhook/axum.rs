//! Receiving hooks in an axum server.
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
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

/// Takes hooks and puts them into a queue, so that the vendor is answered at once.
///
/// Nutshell does not sign its hooks. With a [`token`](Self::token) only addresses that end in `?token=…` are taken.
///
/// Answers: 204 taken; 400 no document of events; 404 wrong or missing token; 413 too large; 503 the queue is full or
/// closed. Whether the vendor sends a refused hook again is not documented, so make the queue large, and use
/// [`Client::follow_events`](crate::Client::follow_events) to make up for what was missed.
#[derive(Clone, Debug)]
pub struct Receiver {
    queue: mpsc::Sender<Notification>,
    token: Option<SecretString>,
    max_body: usize,
}

impl Receiver {
    /// A receiver and its queue of so many hooks.
    #[must_use]
    pub fn new(capacity: usize) -> (Self, mpsc::Receiver<Notification>) {
        let (queue, taken) = mpsc::channel(capacity.max(1));
        (Self { queue, token: None, max_body: 4 * 1024 * 1024 }, taken)
    }

    /// Takes only hooks whose address ends in `?token=` and this text.
    #[must_use]
    pub fn token(mut self, token: impl Into<SecretString>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets the largest body that is read, in bytes; 4 MiB without it.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// A router that takes hooks at a path.
    pub fn router(self, path: &str) -> Router {
        let limit = DefaultBodyLimit::max(self.max_body);
        Router::new().route(path, post(take)).layer(limit).with_state(self)
    }

    fn knows(&self, query: Option<&str>) -> bool {
        let Some(token) = &self.token else { return true };
        let given = query
            .and_then(|query| url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token"))
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default();
        same(given.as_bytes(), token.expose_secret().as_bytes())
    }
}

/// Compares without telling by the time taken how much of the text was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0_u8, |differing, (a, b)| differing | (a ^ b)) == 0
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
