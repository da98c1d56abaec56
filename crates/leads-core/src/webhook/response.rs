//! The response to a webhook.

use bytes::Bytes;

/// The response to send for a webhook request, independent of the web framework.
///
/// With the feature `axum` it implements `IntoResponse`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebhookResponse {
    /// The HTTP status.
    pub status: u16,
    /// The body; may be empty.
    pub body: Bytes,
    /// The value of `Content-Type`; `None` without a body.
    pub content_type: Option<&'static str>,
}

impl WebhookResponse {
    /// Creates a response without a body.
    #[must_use]
    pub const fn empty(status: u16) -> Self {
        Self { status, body: Bytes::new(), content_type: None }
    }

    /// Creates a response with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self { status, body: body.into(), content_type: Some("application/json") }
    }
}
