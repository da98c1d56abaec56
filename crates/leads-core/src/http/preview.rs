//! Previews of requests.

use super::RequestHead;
use super::redact::{self, REDACTED, Scrubber};
use crate::lead::masked;
use crate::request::{Body, SecretText};
use serde::Serialize;
use std::fmt;

/// The exact HTTP request that a call would send, without its credentials. Creating it sends nothing.
///
/// `Display` shows the whole request including personal data, for a person to read. `Debug` shows only the method,
/// host, path and sizes. Neither shows credentials.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RequestPreview {
    /// The method.
    pub method: String,
    /// The URL; keys in the query are shown as `[REDACTED]`.
    pub url: String,
    /// The headers, sorted by name; values that may be secret are shown as `[REDACTED]`.
    pub headers: Vec<(String, String)>,
    /// The body as text: JSON exactly as sent, or a one-line description of a form.
    pub body: Option<String>,
}

impl RequestPreview {
    pub(crate) fn of(head: &RequestHead, body: &Body, secrets: &[SecretText]) -> Self {
        let scrubber = Scrubber::new(secrets);
        let mut headers: Vec<(String, String)> = head
            .headers
            .iter()
            .map(|(name, value)| {
                let shown = (redact::shows_header(name.as_str()) && !value.is_sensitive())
                    .then(|| value.to_str().ok())
                    .flatten()
                    .unwrap_or(REDACTED);
                (name.as_str().to_owned(), shown.to_owned())
            })
            .collect();
        let body = match body {
            Body::Empty => None,
            Body::Bytes { content_type, bytes } => {
                headers.push(("content-type".into(), (*content_type).into()));
                Some(scrubber.scrub(&String::from_utf8_lossy(bytes)))
            }
            Body::Multipart(form) => {
                // The boundary is random for each form; with it, no two previews would be equal.
                headers.push(("content-type".into(), "multipart/form-data".into()));
                Some(format!("{form:?}"))
            }
        };
        headers.sort();
        Self { method: head.method.to_string(), url: scrubber.scrub(head.url.as_str()), headers, body }
    }
}

impl fmt::Display for RequestPreview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        match &self.body {
            Some(body) => write!(f, "\n{body}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for RequestPreview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("RequestPreview")
            .field("method", &self.method)
            .field("url", &masked(path))
            .field("body", &self.body.as_ref().map(|body| format!("{} bytes", body.len())))
            .finish_non_exhaustive()
    }
}
