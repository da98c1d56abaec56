//! A request as received by a fake.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use std::fmt;

/// A request as received over the wire, with accessors for handlers and assertions.
///
/// ```
/// use leads_testkit::FakeRequest;
/// let request =
///     FakeRequest::new(http::Method::GET, "/v2/leads/a%2Fb?limit=5&tag=x%20y&tag=z");
/// assert_eq!(request.segments(), ["v2", "leads", "a/b"]);
/// assert_eq!(request.query("limit"), Some("5"));
/// assert_eq!(request.queries("tag").collect::<Vec<_>>(), ["x y", "z"]);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeRequest {
    /// The HTTP method.
    pub method: Method,
    /// The path as sent, percent-encoded.
    pub path: String,
    /// The decoded query parameters, in the order sent.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl FakeRequest {
    /// Creates a request without headers and body. `target` is the path and query as in the request line.
    #[must_use]
    pub fn new(method: Method, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { method, path: path.to_owned(), query, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Sets the headers.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Returns the decoded path segments. An encoded `/` does not split a segment.
    #[must_use]
    pub fn segments(&self) -> Vec<String> {
        let path = self.path.strip_prefix('/').unwrap_or(&self.path);
        path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect()
    }

    /// Matches the path against a template and returns the values of its parameters: `/v2/leads/{leadId}` matches
    /// `/v2/leads/7` with `["7"]`.
    ///
    /// ```
    /// # use leads_testkit::FakeRequest;
    /// let request = FakeRequest::new(http::Method::PUT, "/v2/leads/7/status");
    /// assert_eq!(request.matches("/v2/leads/{leadId}/status"), Some(vec!["7".to_owned()]));
    /// assert_eq!(request.matches("/v2/leads/{leadId}"), None);
    /// ```
    #[must_use]
    pub fn matches(&self, template: &str) -> Option<Vec<String>> {
        let segments = self.segments();
        let wanted: Vec<&str> = template.strip_prefix('/').unwrap_or(template).split('/').collect();
        if wanted.len() != segments.len() {
            return None;
        }
        let mut found = Vec::new();
        for (want, have) in wanted.into_iter().zip(segments) {
            if want.starts_with('{') && want.ends_with('}') {
                found.push(have);
            } else if want != have {
                return None;
            }
        }
        Some(found)
    }

    /// Returns the first value of a query parameter, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns every value of a query parameter, decoded.
    pub fn queries<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns a header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the host without its port, so that one fake can serve two hosts.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        let host = self.header("host")?;
        Some(match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        })
    }

    /// Returns the media type of the body in lower case, without parameters.
    #[must_use]
    pub fn content_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// Returns the user and password of `Authorization: Basic`.
    #[must_use]
    pub fn basic_auth(&self) -> Option<(String, String)> {
        let decoded = STANDARD.decode(self.credentials("basic")?).ok()?;
        let text = String::from_utf8(decoded).ok()?;
        text.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()))
    }

    /// Returns the token of `Authorization: Bearer`.
    #[must_use]
    pub fn bearer(&self) -> Option<&str> {
        self.credentials("bearer")
    }

    fn credentials(&self, scheme: &str) -> Option<&str> {
        let (found, rest) = self.header("authorization")?.split_once(' ')?;
        found.eq_ignore_ascii_case(scheme).then(|| rest.trim())
    }

    /// Returns the body as text if it is valid UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok()
    }

    /// Deserializes the body as JSON.
    ///
    /// # Errors
    /// Returns the parse error, for use in the fake's own error response.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// Parses the body as a URL-encoded form and returns its decoded fields in order.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }
}

impl fmt::Debug for FakeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Header and query values are omitted: they may hold credentials, and assertions print requests.
        f.debug_struct("FakeRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query.iter().map(|(name, _)| name).collect::<Vec<_>>())
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

    fn with(name: &'static str, value: &'static str) -> FakeRequest {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        FakeRequest::new(Method::POST, "/").with_headers(headers)
    }

    #[test]
    fn credentials_are_parsed() {
        assert_eq!(with("authorization", "Basic dTpwOnc=").basic_auth(), Some(("u".into(), "p:w".into())));
        assert_eq!(with("authorization", "bearer abc").bearer(), Some("abc"));
        assert_eq!(with("authorization", "Basic ???").basic_auth(), None);
        assert_eq!(with("authorization", "Basic dTpwOnc=").bearer(), None);
    }

    #[test]
    fn host_omits_only_the_port() {
        assert_eq!(with("host", "localhost:80").host(), Some("localhost"));
        assert_eq!(with("host", "api.example.com").host(), Some("api.example.com"));
        assert_eq!(with("host", "[::1]:80").host(), Some("[::1]"));
    }

    #[test]
    fn content_type_and_form_are_parsed() {
        assert_eq!(with("content-type", "Application/JSON; charset=utf-8").content_type().unwrap(), "application/json");
        let request = FakeRequest::new(Method::POST, "/").with_body("a=1&b=x+y");
        assert_eq!(request.form(), [("a".into(), "1".into()), ("b".into(), "x y".into())]);
        assert!(request.json::<serde_json::Value>().is_err());
    }
}
