//! Receiving webhooks in an axum server.

use super::{Event, Kind, Receiver, Rejection, WebhookResponse};
use ::axum::body::{Body, to_bytes};
use ::axum::extract::Request;
use ::axum::response::{IntoResponse, Response};
use ::axum::routing::{MethodRouter, post};
use http::{HeaderValue, StatusCode, header};
use std::future::Future;
use std::sync::Arc;

/// The maximum size of an accepted payload, in bytes. The vendor limits a car to 256 KB and documents no limit for the
/// others.
pub const MAX_BODY: usize = 2 * 1024 * 1024;

impl IntoResponse for WebhookResponse {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(Self::CONTENT_TYPE));
        response
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        self.response().into_response()
    }
}

/// Returns a route that receives one kind of webhook.
///
/// The sender is authenticated by the headers alone, before the body is read. The handler receives the typed event; its
/// return value is the response: `()` for 200 with `{}`, or a [`WebhookResponse`]. Respond quickly and do the work
/// elsewhere.
///
/// # Examples
///
/// ```
/// use dealerstudio::webhook::{Event, Kind, Receiver, axum::route};
/// let receiver = Receiver::new().token("made-up");
/// let app: axum::Router = axum::Router::new()
///     .route("/clusters", route(receiver.clone(), Kind::LeadCluster, |event: Event| async move {
///         println!("{:?}", event.kind());
///     }))
///     .route("/stock", route(receiver, Kind::InventoryVehicle, |_event: Event| async {}));
/// ```
pub fn route<S, F, Fut, A>(receiver: Receiver, kind: Kind, handler: F) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    F: Fn(Event) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = A> + Send,
    A: Into<WebhookResponse>,
{
    let shared = Arc::new((receiver, kind, handler));
    post(move |request: Request| {
        let shared = Arc::clone(&shared);
        async move {
            let (receiver, kind, handler) = &*shared;
            match take(receiver, kind, request).await {
                Ok(event) => handler(event).await.into(),
                Err(refused) => refused.response(),
            }
        }
    })
}

async fn take(receiver: &Receiver, kind: &Kind, request: Request) -> Result<Event, Rejection> {
    receiver.check(request.headers())?;
    let (head, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await.map_err(|_| Rejection::TooLarge)?;
    receiver.receive(kind, &head.headers, &body)
}
