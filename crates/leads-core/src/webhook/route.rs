//! Receivers in an axum application.

use super::receive::admit;
use super::{Delivery, Handled, Incoming, Receive, Rejection, WebhookResponse};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode, header};
use http_body::Body as _;
use http_body_util::LengthLimitError;
use std::error::Error as StdError;
use std::future::Future;

impl IntoResponse for WebhookResponse {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        response
    }
}

/// Creates a route for one webhook. The handler is called with every authenticated delivery.
///
/// The sender is authenticated before the body is read. Rejected requests and the vendor's verifications get their
/// response without the handler. The handler returns anything that converts into [`Handled`]: `()`, or a `Result` whose error
/// asks the vendor to send the delivery again. A body that cannot be read reaches the handler too, as an error of
/// [`Delivery::event`]; store the body and return `Ok`.
///
/// Respond quickly: no vendor documents how long it waits. The receiver's maximum body size applies, and axum's
/// `DefaultBodyLimit` does not.
///
/// # Examples
///
/// A bounded queue. When it is full, the handler returns an error and the vendor gets 503:
///
/// ```
/// use leads_core::webhook::{Delivery, Receive, route};
/// use tokio::sync::mpsc;
///
/// fn app<R: Receive>(receiver: R, queue: mpsc::Sender<Delivery<R::Event>>) -> axum::Router {
///     let handler = move |delivery| {
///         let queue = queue.clone();
///         async move { queue.try_send(delivery).map_err(|_| "the queue is full") }
///     };
///     axum::Router::new().route("/hooks", route(receiver, handler))
/// }
/// ```
pub fn route<R, S, H, F>(receiver: R, handler: H) -> MethodRouter<S>
where
    R: Receive,
    S: Clone + Send + Sync + 'static,
    H: Fn(Delivery<R::Event>) -> F + Clone + Send + Sync + 'static,
    F: Future + Send,
    F::Output: Into<Handled>,
{
    let serve = move |request: Request| {
        let (receiver, handler) = (receiver.clone(), handler.clone());
        async move {
            match receive_request(&receiver, request).await {
                Ok(Incoming::Delivery(delivery)) => receiver.respond(handler(delivery).await.into()),
                Ok(Incoming::Verification) => receiver.respond(Handled::Accepted),
                Err(rejection) => receiver.reject(rejection),
            }
        }
    };
    let route = post(serve.clone());
    if R::VERIFIES { route.head(serve.clone()).get(serve) } else { route }
}

/// Authenticates and reads an axum request, for handlers that need other extractors; [`route`] does this automatically.
///
/// # Errors
///
/// Returns a [`Rejection`]; [`Receive::reject`] is the response to it.
pub async fn receive_request<R: Receive>(receiver: &R, request: Request) -> Result<Incoming<R::Event>, Rejection> {
    let (head, body) = request.into_parts();
    let (headers, query) = (&head.headers, head.uri.query());
    let admission = admit(receiver, headers, query)?;
    // A request without a body cannot carry an event, whatever its headers are.
    let body = match head.method {
        Method::HEAD | Method::GET => Bytes::new(),
        _ => bounded(body, admission.limit(receiver)).await.map_err(|failed| match failed {
            Rejection::TooLarge => admission.too_large(),
            other => other,
        })?,
    };
    admission.read(receiver, headers, query, body)
}

/// Reads a body up to a size. A body that is declared larger is not read at all.
async fn bounded(body: Body, limit: usize) -> Result<Bytes, Rejection> {
    if body.size_hint().lower() > limit as u64 {
        return Err(Rejection::TooLarge);
    }
    to_bytes(body, limit).await.map_err(|error| {
        let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
        while let Some(at) = cause {
            if at.is::<LengthLimitError>() {
                return Rejection::TooLarge;
            }
            cause = at.source();
        }
        Rejection::Interrupted
    })
}
