//! A call of a webhook.

use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use std::fmt;

/// A call of a webhook that is due. The fake does not send it: a test passes it to a receiver, and returns the response
/// to the fake with [`FakeLeadSquared::answer_webhook`](super::FakeLeadSquared::answer_webhook).
///
/// The vendor signs nothing: the only proof are the custom headers of the webhook, which are among the
/// [`headers`](Self::headers).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Webhook {
    /// The number of the call, unique in the fake.
    pub number: u64,
    /// The id of the webhook; `None` for automations and for the status URLs of bulk calls.
    pub webhook_id: Option<String>,
    /// The event, such as `lead_create` or `status_webhook`.
    pub event: &'static str,
    /// Which try this is, from 1 to 3.
    pub attempt: u32,
    /// `POST`, or `HEAD` for the verification of a new webhook.
    pub method: Method,
    /// The URL with `entityType`, `entityId` and `eventType` in its query.
    pub url: String,
    /// The headers, with the webhook's custom headers.
    pub headers: HeaderMap,
    /// The body; empty for a verification.
    pub body: Bytes,
}

impl Webhook {
    /// Returns whether this is the verification of a new webhook, not an event.
    #[must_use]
    pub fn is_verification(&self) -> bool {
        self.method == Method::HEAD
    }

    /// Returns the call as a request to a path or URL, with the query of the webhook's URL and a body of any type that
    /// can be made from bytes: for an axum router, a hyper service or any other handler.
    ///
    /// ```
    /// use leads_testkit::leadsquared::FakeLeadSquared;
    /// let fake = FakeLeadSquared::new();
    /// fake.add_webhook("task_reminder", "https://shop.example/hooks", &[]);
    /// fake.send_reminder(&fake.add_task(None, &[]));
    /// for webhook in fake.take_webhooks() {
    ///     let request: http::Request<bytes::Bytes> = webhook.request("/hooks")?;
    ///     assert!(request.uri().query().unwrap().contains("eventType=Task_Reminder"));
    /// }
    /// # Ok::<(), http::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if `target` is not a path or URL.
    pub fn request<B: From<Bytes>>(&self, target: &str) -> http::Result<Request<B>> {
        let joint = if target.contains('?') { '&' } else { '?' };
        let uri = self.query().map_or_else(|| target.to_owned(), |query| format!("{target}{joint}{query}"));
        let mut request = Request::builder().method(self.method.clone()).uri(uri).body(B::from(self.body.clone()))?;
        *request.headers_mut() = self.headers.clone();
        Ok(request)
    }

    /// Returns the query of the URL.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.url.split_once('?').map(|(_, query)| query)
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values of headers are secrets, and the body contains a person.
        f.debug_struct("Webhook")
            .field("number", &self.number)
            .field("event", &self.event)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
