//! Webhooks that a fake would send.

use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use std::fmt;

/// A webhook that a vendor would send. A fake does not open connections: a test passes the webhook to a receiver.
///
/// [`request`](Self::request) turns it into a request for any handler: an axum router, a hyper service, or a function.
///
/// ```
/// use leads_testkit::{Webhook, dealerstudio::FakeDealerStudio};
/// let fake = FakeDealerStudio::new();
/// let cluster = fake.add_cluster(42);
/// let lead = fake.add_lead(cluster, &serde_json::json!({"email": "jo@example.com"})).unwrap();
/// for webhook in fake.take_webhooks() {
///     // `router.oneshot(webhook.request("/hooks")?)` for an axum router, whose body type is
///     // `axum::body::Body`.
///     let request: http::Request<bytes::Bytes> = webhook.request("/hooks")?;
///     assert_eq!(request.method(), "POST");
/// }
/// # let _ = lead;
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Webhook {
    /// The name of the event, as in the vendor crate.
    pub event: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The headers, with the agreed token if there is one.
    pub headers: HeaderMap,
    /// The body, in JSON.
    pub body: Bytes,
}

impl Webhook {
    /// Creates a webhook that is posted.
    #[must_use]
    pub fn new(event: &'static str, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { event, method: Method::POST, headers, body: body.into() }
    }

    /// Returns the webhook as a request to a path or URL, with a body of any type that can be made from bytes.
    ///
    /// # Errors
    /// Returns an error if `target` is not a path or URL.
    pub fn request<B: From<Bytes>>(&self, target: &str) -> http::Result<Request<B>> {
        let mut request =
            Request::builder().method(self.method.clone()).uri(target).body(B::from(self.body.clone()))?;
        *request.headers_mut() = self.headers.clone();
        Ok(request)
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Header values are omitted: one may be the agreed token.
        f.debug_struct("Webhook")
            .field("event", &self.event)
            .field("method", &self.method)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use http::HeaderValue;

    #[test]
    fn request_has_the_headers_and_the_body_of_the_webhook() {
        let headers = HeaderMap::from_iter([(http::header::AUTHORIZATION, HeaderValue::from_static("Bearer hidden"))]);
        let webhook = Webhook::new("lead", headers, "{}");
        let request: Request<Vec<u8>> = webhook.request("/hooks?x=1").unwrap();
        assert_eq!((request.method(), request.uri().query(), request.body().len()), (&Method::POST, Some("x=1"), 2));
        assert_eq!(request.headers()["authorization"], "Bearer hidden");
        assert!(webhook.request::<Bytes>("not a path").is_err());
        assert!(!format!("{webhook:?}").contains("hidden"));
    }
}
