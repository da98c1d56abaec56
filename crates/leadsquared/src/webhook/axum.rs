//! Webhooks in an axum application.

use super::receiver::{Call, Delivery, Receiver, WebhookResponse};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use http::{StatusCode, header};
use std::future::Future;

impl IntoResponse for WebhookResponse {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::OK);
        (status, [(header::CONTENT_TYPE, self.content_type())], self.body()).into_response()
    }
}

/// Why a call was rejected: a header is wrong, or the body could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The receiver rejected it.
    WebhookResponse(WebhookResponse),
    /// The body could not be read: it was truncated, or exceeds the application's limit.
    Body(BytesRejection),
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self {
            Self::WebhookResponse(response) => response.into_response(),
            Self::Body(rejection) => rejection.into_response(),
        }
    }
}

impl Receiver {
    /// Reads a call of the vendor from an axum request, for custom handlers; [`route`] does this automatically. The
    /// application's `DefaultBodyLimit` applies, 2 MB by default.
    ///
    /// # Errors
    ///
    /// Returns a [`Rejection`], which is the response.
    pub async fn receive_request(&self, request: Request) -> Result<Call, Rejection> {
        let headers = request.headers().clone();
        let query = request.uri().query().map(str::to_owned);
        let body = Bytes::from_request(request, &()).await.map_err(Rejection::Body)?;
        self.receive(&headers, query.as_deref(), body).map_err(Rejection::WebhookResponse)
    }
}

/// Creates a route for one webhook. Verifications are handled automatically; the handler receives only deliveries.
///
/// If the handler returns nothing or `Ok`, the vendor is informed that the delivery was accepted; if it returns an
/// error, the vendor may retry. The handler should put the delivery into a queue and return: how long the vendor waits
/// is not documented.
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{Delivery, Receiver, lead_create, route};
///
/// async fn lead_created(delivery: Delivery) -> Result<(), leadsquared::Error> {
///     for event in lead_create(&delivery)? {
///         println!("new lead {:?}", event.lead().id());
///     }
///     Ok(())
/// }
///
/// let receiver = Receiver::new().require_header("x-hook-key", "a long random text");
/// let app: axum::Router = axum::Router::new().route("/hooks/lead-created", route(receiver, lead_created));
/// ```
pub fn route<S, H, F, A>(receiver: Receiver, handler: H) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    H: Fn(Delivery) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = A> + Send + 'static,
    A: Into<WebhookResponse>,
{
    let take = move |request: Request| {
        let (receiver, handler) = (receiver.clone(), handler.clone());
        async move {
            match receiver.receive_request(request).await {
                Ok(Call::Delivery(delivery)) => handler(delivery).await.into().into_response(),
                Ok(Call::Verification) => WebhookResponse::Taken.into_response(),
                Err(refused) => refused.into_response(),
            }
        }
    };
    post(take)
}
