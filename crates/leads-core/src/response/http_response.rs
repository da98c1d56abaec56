//! The response to one attempt, as received over the wire.

use crate::error::{DecodeError, Error, Result};
use crate::json::{decode, repair};
use crate::request::Method;
use bytes::Bytes;
use http::HeaderMap;
use serde::Deserialize;
use std::fmt;
use std::sync::OnceLock;

/// A complete HTTP response: status, headers and body.
///
/// `Debug` shows only the status and sizes.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body, decompressed. If it was not valid JSON or UTF-8 because of individual members, this is the
    /// [readable](decode::readable) copy; [`Meta::body`](crate::response::Meta::body) is always the original.
    pub body: Bytes,
    /// The HTTP method of the attempt; `None` if the response did not come through the pipeline.
    pub method: Option<Method>,
    /// The number of rows that the request carried, for a bulk request that [declares it](crate::vendor::Parts::rows);
    /// `None` otherwise.
    pub rows: Option<usize>,
    /// The version of HTTP, if the transport reports it.
    pub version: Option<http::Version>,
    /// The original body, if `body` is a repaired copy.
    came: Option<Bytes>,
    /// A copy of the body without malformed members, created when needed.
    repaired: OnceLock<Option<Box<str>>>,
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

impl HttpResponse {
    /// Creates a response, for transports and tests.
    #[must_use]
    pub fn new(status: u16, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
            method: None,
            rows: None,
            version: None,
            came: None,
            repaired: OnceLock::new(),
        }
    }

    /// Reads the body as JSON; the value may borrow from it. The equivalent of [`decode::borrowed`] for a whole
    /// response.
    ///
    /// Malformed members are repaired as in [`decode::from_str`], except that a member that does not match its type is
    /// an error. Borrowed parts of the body then refer to the repaired copy.
    ///
    /// # Errors
    /// Returns a decode error with the JSON path.
    pub fn json<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        decode::borrowed(&self.body).or_else(|error| match self.repaired.get_or_init(|| repair::whole(&self.body)) {
            Some(copy) => decode::borrowed(copy.as_bytes()).map_err(|_| error),
            None => Err(error),
        })
    }

    /// Replaces a body that is not valid JSON or UTF-8 with a repaired copy, if there is one; returns `false` if there
    /// is none or the body is valid.
    pub(crate) fn repair(&mut self) -> bool {
        let Some(copy) = decode::readable(&self.body) else { return false };
        self.came = Some(std::mem::replace(&mut self.body, copy));
        true
    }

    /// Returns the body as received over the wire.
    pub(crate) fn wire_body(&self) -> &Bytes {
        self.came.as_ref().unwrap_or(&self.body)
    }

    /// Returns whether the HTTP status is 2xx. This does not mean that the call succeeded: check the vendor's envelope.
    #[must_use]
    pub fn is_2xx(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns a header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the first byte of the body that is not white space: `{` or `[` indicates possible JSON.
    #[must_use]
    pub fn first_byte(&self) -> Option<u8> {
        self.body.iter().copied().find(|byte| !byte.is_ascii_whitespace())
    }

    /// Returns whether the body begins like a JSON object or array.
    #[must_use]
    pub fn looks_like_json(&self) -> bool {
        matches!(self.first_byte(), Some(b'{' | b'['))
    }

    /// Returns whether the body is empty or white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.first_byte().is_none()
    }

    /// Returns whether the body is an HTML page, as sent by a proxy or a web server in front of the vendor.
    #[must_use]
    pub fn looks_like_html(&self) -> bool {
        self.first_byte() == Some(b'<')
    }

    /// Describes the kind of body for an error message, without any of its content.
    #[must_use]
    pub fn form(&self) -> &'static str {
        let text = self.body.trim_ascii();
        let is_empty = |close: u8| text.get(1..).is_some_and(|rest| rest.trim_ascii_start() == [close]);
        match text.first() {
            None => "no body",
            Some(b'{') if is_empty(b'}') => "an empty JSON object",
            Some(b'{') => "a JSON object",
            Some(b'[') if is_empty(b']') => "an empty JSON array",
            Some(b'[') => "a JSON array",
            Some(b'<') => "an HTML page",
            Some(b'"') => "a JSON text",
            Some(_) if text == b"null" => "JSON null",
            Some(_) if text == b"true" || text == b"false" => "a JSON boolean",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(_) => "text",
        }
    }

    /// Creates the error for a write whose response does not prove that it was applied. It names the HTTP status, the
    /// kind of body and, in `wanted`, what the proof would have been: `a record with an id`.
    ///
    /// `path` is where the proof was expected.
    #[must_use]
    pub fn unproved(&self, path: impl Into<String>, wanted: &str) -> Error {
        let message =
            format!("the response (HTTP {}, {}) does not prove success; expected {wanted}", self.status, self.form());
        Error::decode(DecodeError::new("missing", path, 0, 0)).with_message(message).with_http_status(self.status)
    }

    /// Returns whether the body contains the bytes of `marker`. This is much cheaper than parsing, so classifiers
    /// search for a vendor's error marker first and parse only if it is present.
    #[must_use]
    pub fn contains(&self, marker: &[u8]) -> bool {
        memchr::memmem::find(&self.body, marker).is_some()
    }

    /// Returns whether the body is an object whose first member has this name and is not `null`. The rest of the body is
    /// not read.
    #[must_use]
    pub fn begins_with_member(&self, name: &str) -> bool {
        let value = || {
            let rest = self.body.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"")?.strip_prefix(name.as_bytes())?.strip_prefix(b"\"")?;
            Some(rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start())
        };
        value().is_some_and(|value| !value.starts_with(b"null"))
    }

    /// Returns whether the body can contain a member with this ASCII name, at any depth: `false` is certain. This is much
    /// cheaper than parsing.
    #[must_use]
    pub fn may_have_member(&self, name: &str) -> bool {
        let quoted = [b"\"", name.as_bytes(), b"\""].concat();
        let is_member = |at: usize| {
            let rest = self.body.get(at + quoted.len()..).unwrap_or_default();
            rest.trim_ascii_start().starts_with(b":")
        };
        // The escape of an ASCII character: `\u0000` to `\u007f`.
        let is_ascii = |at: usize| matches!(self.body.get(at + 4), Some(b'0'..=b'7'));
        memchr::memmem::find_iter(&self.body, &quoted).any(is_member)
            || memchr::memmem::find_iter(&self.body, b"\\u00").any(is_ascii)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_member_and_names_are_found_without_parsing() {
        let response = |body: &'static str| HttpResponse::new(200, HeaderMap::new(), body);
        for body in [r#"{"id":1}"#, " {\n\"id\" : \"x\"", r#"{"id":"null","id":null}"#] {
            assert!(response(body).begins_with_member("id"), "{body}");
        }
        for body in ["", "[", r#"{"a":1,"id":2}"#, r#"{"id": null}"#, r#"{"idx":1}"#, r#"{"id""#, r#"["id",1]"#] {
            assert!(!response(body).begins_with_member("id"), "{body}");
        }
        for body in [r#"{"leads":1}"#, r#"{"a":{"leads" : []}}"#, r#"{"\u006ceads":[]}"#, r#"{"x":"leads","leads":1}"#]
        {
            assert!(response(body).may_have_member("leads"), "{body}");
        }
        for body in ["", r#"{"type":"leads"}"#, r#"{"xleads":1}"#, r#"{"a":["leads"]}"#] {
            assert!(!response(body).may_have_member("leads"), "{body}");
        }
    }

    #[test]
    fn markers_are_found_at_any_position() {
        let response = HttpResponse::new(200, HeaderMap::new(), &br#" {"a":1,"errors":[]}"#[..]);
        assert!(response.contains(b"\"errors\""));
        assert!(!response.contains(b"\"error\""));
        assert!(response.contains(b""));
        assert!(response.looks_like_json() && !response.looks_like_html() && !response.is_blank());
        assert!(!HttpResponse::new(200, HeaderMap::new(), &b"\"\""[..]).contains(b"\"errors\""));
    }

    #[test]
    fn form_of_a_body_is_described_without_its_content() {
        for (body, form) in [
            ("", "no body"),
            (" \n", "no body"),
            ("{ }", "an empty JSON object"),
            ("{\"a\":1}", "a JSON object"),
            ("[]", "an empty JSON array"),
            ("[{}]", "a JSON array"),
            ("<html>", "an HTML page"),
            ("\"ok\"", "a JSON text"),
            ("null", "JSON null"),
            ("true", "a JSON boolean"),
            ("12", "a number"),
            ("OK", "text"),
            ("{", "a JSON object"),
        ] {
            assert_eq!(HttpResponse::new(200, HeaderMap::new(), body.as_bytes()).form(), form, "{body}");
        }
    }

    #[test]
    fn unproved_write_names_status_and_form() {
        let error = HttpResponse::new(202, HeaderMap::new(), &b"{}"[..]).unproved("leads[0].id", "a record with an id");
        assert!(error.is_decode() && error.outcome() == crate::error::WriteOutcome::Unknown);
        let line = error.to_string();
        assert!(line.contains("HTTP 202, an empty JSON object") && line.contains("a record with an id"), "{line}");
        assert_eq!(error.decode_error().unwrap().path, "leads[0].id");
    }
}
