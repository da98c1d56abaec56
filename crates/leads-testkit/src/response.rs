//! A fake's response.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// A fake's response: status, headers and body.
///
/// ```
/// use leads_testkit::FakeResponse;
/// let body = serde_json::json!({"id": 7});
/// let response = FakeResponse::json(201, &body).header("x-request-id", "r-1");
/// assert_eq!(response.status, 201);
/// assert_eq!(&response.body[..], br#"{"id":7}"#);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers. The content length and date are added when it is sent.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How long the response takes.
    pub delay: Duration,
}

impl FakeResponse {
    /// Creates a response without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new(), delay: Duration::ZERO }
    }

    /// Creates a response with a JSON body. A value that cannot be serialized becomes a 500 with an explanation, so
    /// that the bug in the fake is noticed.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => Self::bytes(status, "application/json", bytes),
            Err(error) => Self::mistake(&format!("a response cannot be serialized as JSON: {error}")),
        }
    }

    /// Creates a response with an HTML page.
    #[must_use]
    pub fn html(status: u16, body: impl Into<String>) -> Self {
        Self::bytes(status, "text/html; charset=utf-8", body.into())
    }

    /// Creates a response with plain text.
    #[must_use]
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self::bytes(status, "text/plain; charset=utf-8", body.into())
    }

    /// Creates a response with arbitrary bytes of the given content type.
    #[must_use]
    pub fn bytes(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..Self::empty(status).header("content-type", content_type) }
    }

    /// Appends a header; existing headers of the same name are kept. An invalid header value turns the response into a
    /// 500 with an explanation.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value.as_ref())) {
            (Ok(header), Ok(value)) => {
                self.headers.append(header, value);
                self
            }
            _ => Self::mistake(&format!("the header `{name}` cannot be sent")),
        }
    }

    /// Replaces the content type.
    #[must_use]
    pub fn content_type(mut self, value: &'static str) -> Self {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(value));
        self
    }

    /// Sets how long the response takes.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn mistake(message: &str) -> Self {
        Self::text(500, format!("bug in the fake: {message}"))
    }
}

/// Returns whether the headers announce JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

impl fmt::Debug for FakeResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bug_in_the_fake_becomes_a_500() {
        assert_eq!(FakeResponse::empty(200).header("x", "a\nb").status, 500);
        let no_key = std::collections::HashMap::from([(vec![1_u8], 1)]);
        assert_eq!(FakeResponse::json(200, &no_key).status, 500);
    }

    #[test]
    fn headers_of_the_same_name_are_appended() {
        let response = FakeResponse::html(200, "<p>").header("x", "1").header("x", "2").content_type("text/plain");
        assert_eq!(response.headers.get_all("x").iter().count(), 2);
        assert_eq!(response.headers.get_all(CONTENT_TYPE).iter().count(), 1);
    }
}
