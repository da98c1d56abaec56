//! What a fake answers.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use std::fmt;

/// What a fake answers: status, headers and body.
///
/// ```
/// use leads_testkit::FakeAnswer;
/// let answer = FakeAnswer::json(201, &serde_json::json!({"id": 7})).header("x-request-id", "r-1");
/// assert_eq!(answer.status, 201);
/// assert_eq!(&answer.body[..], br#"{"id":7}"#);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The headers. The length of the body and the date are added on the way.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl FakeAnswer {
    /// No body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// A JSON body. A value that cannot be written becomes a 500 that says so: that is a mistake in the fake, and it
    /// should be seen.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => Self::bytes(status, "application/json", bytes),
            Err(error) => Self::mistake(&format!("an answer cannot be written as JSON: {error}")),
        }
    }

    /// An HTML page.
    #[must_use]
    pub fn html(status: u16, body: impl Into<String>) -> Self {
        Self::bytes(status, "text/html; charset=utf-8", body.into())
    }

    /// Plain text.
    #[must_use]
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self::bytes(status, "text/plain; charset=utf-8", body.into())
    }

    /// Any bytes under any content type.
    #[must_use]
    pub fn bytes(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..Self::empty(status).header("content-type", content_type) }
    }

    /// Adds a header beside those of the same name. A value that cannot stand in a header turns the answer into a 500
    /// that says so.
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

    fn mistake(message: &str) -> Self {
        Self::text(500, format!("mistake in the fake: {message}"))
    }
}

impl fmt::Debug for FakeAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeAnswer")
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
    fn a_mistake_in_the_fake_is_seen() {
        assert_eq!(FakeAnswer::empty(200).header("x", "a\nb").status, 500);
        let no_key = std::collections::HashMap::from([(vec![1_u8], 1)]);
        assert_eq!(FakeAnswer::json(200, &no_key).status, 500);
    }

    #[test]
    fn headers_of_one_name_stand_beside_each_other() {
        let response = FakeAnswer::html(200, "<p>").header("x", "1").header("x", "2").content_type("text/plain");
        assert_eq!(response.headers.get_all("x").iter().count(), 2);
        assert_eq!(response.headers.get_all(CONTENT_TYPE).iter().count(), 1);
    }
}
