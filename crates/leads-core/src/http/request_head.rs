//! The head of a request while it is built.

use super::{SecretKind, check_secret};
use crate::error::{Error, Result};
use crate::lead::masked;
use crate::request::{Body, SecretText};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use std::borrow::Cow;
use std::fmt;
use url::Url;

/// The method, URL and headers of a request, before and after it is signed.
///
/// Values set through the `secret_` methods are marked as sensitive, are remembered so that they can be redacted from a
/// response that echoes them, and are never printed.
pub struct RequestHead {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: Url,
    /// The headers.
    pub headers: HeaderMap,
    pub(crate) secrets: Vec<SecretText>,
    /// Secrets that are sent as fields of the form in the body.
    fields: Vec<(&'static str, SecretText)>,
}

impl fmt::Debug for RequestHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestHead")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &masked(self.url.path()))
            .finish_non_exhaustive()
    }
}

impl RequestHead {
    pub(crate) fn new(method: Method, url: Url) -> Self {
        Self { method, url, headers: HeaderMap::with_capacity(8), secrets: Vec::new(), fields: Vec::new() }
    }

    /// Sets a header that is not secret.
    ///
    /// # Errors
    /// Returns an error if the value is not valid in a header.
    pub fn header(&mut self, name: &'static str, value: &str) -> Result<()> {
        let value = HeaderValue::from_str(value).map_err(|_| Error::config(name, "is not valid in a header"))?;
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(())
    }

    /// Sets a secret header; `name` must be lowercase.
    ///
    /// # Errors
    /// Returns an error if the value is blank or not valid in a header. The error does not contain the value.
    pub fn secret_header(&mut self, name: &'static str, value: &SecretString) -> Result<()> {
        check_secret(name, value.expose_secret(), SecretKind::HeaderValue)?;
        self.sensitive(name, value.expose_secret())?;
        self.secrets.push(SecretText::from(value.clone()));
        Ok(())
    }

    /// Sets `Authorization: Bearer`.
    ///
    /// # Errors
    /// Returns an error if the token is blank or not valid in a header.
    pub fn bearer(&mut self, token: &SecretString) -> Result<()> {
        check_secret("token", token.expose_secret(), SecretKind::Key)?;
        self.sensitive("authorization", &format!("Bearer {}", token.expose_secret()))?;
        self.secrets.push(SecretText::from(token.clone()));
        Ok(())
    }

    /// Sets `Authorization: Basic` from a user name and password.
    ///
    /// # Errors
    /// Returns an error if [`check_secret`] rejects the user name or password: a blank one, a
    /// control character, or a colon in the name.
    pub fn basic(&mut self, user: &str, password: &SecretString) -> Result<()> {
        check_secret("user", user, SecretKind::UserName)?;
        check_secret("password", password.expose_secret(), SecretKind::Password)?;
        const SCHEME: &str = "Basic ";
        let plain = [user, ":", password.expose_secret()].concat();
        let mut value = String::with_capacity(SCHEME.len() + plain.len().div_ceil(3) * 4);
        value.push_str(SCHEME);
        STANDARD.encode_string(&plain, &mut value);
        let encoded = SecretText::from(value.get(SCHEME.len()..).unwrap_or_default());
        // Built from a `String`, so that the text becomes the header without a copy.
        let mut value = HeaderValue::try_from(value)
            .map_err(|_| Error::config("credentials", "contain a character that is not valid in a header"))?;
        value.set_sensitive(true);
        self.headers.insert(AUTHORIZATION, value);
        self.secrets.reserve(2);
        self.secrets.push(SecretText::from(password.clone()));
        self.secrets.push(encoded);
        Ok(())
    }

    /// Adds a secret to the query, percent-encoded.
    pub fn secret_query(&mut self, name: &str, value: &SecretString) {
        let encoded = utf8_percent_encode(value.expose_secret(), NON_ALPHANUMERIC).to_string();
        self.query(name, &encoded);
        self.secrets.push(SecretText::from(value.clone()));
        self.secrets.push(SecretText::from(encoded));
    }

    /// Adds a secret to the form in the body, before its other fields. A request whose body is not a form is then
    /// rejected before it is sent, because it would be sent without credentials.
    pub fn secret_field(&mut self, name: &'static str, value: &SecretString) {
        self.fields.push((name, SecretText::from(value.clone())));
        self.secrets.push(SecretText::from(value.clone()));
    }

    /// Adds a placeholder for a secret field of the form to a preview.
    pub fn preview_field(&mut self, name: &'static str) {
        self.fields.push((name, SecretText::from("[REDACTED]")));
    }

    /// Returns the body with the secret fields.
    pub(super) fn with_secret_fields<'a>(&self, body: &'a Body) -> Result<Cow<'a, Body>> {
        match body {
            body if self.fields.is_empty() => Ok(Cow::Borrowed(body)),
            Body::Multipart(form) => Ok(Cow::Owned(Body::Multipart(form.with_secrets(&self.fields)))),
            _ => Err(Error::invalid("body", "must be a form, because the credentials are sent in it")),
        }
    }

    /// Adds a placeholder for a secret header to a preview.
    pub fn preview_header(&mut self, name: &'static str) {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_static("[REDACTED]"));
    }

    /// Adds a placeholder for a secret in the query to a preview.
    pub fn preview_query(&mut self, name: &str) {
        self.query(name, "[REDACTED]");
    }

    fn query(&mut self, name: &str, encoded: &str) {
        let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
        let query = match self.url.query() {
            Some(query) if !query.is_empty() => format!("{query}&{name}={encoded}"),
            _ => format!("{name}={encoded}"),
        };
        self.url.set_query(Some(&query));
    }

    fn sensitive(&mut self, name: &'static str, value: &str) -> Result<()> {
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| Error::config("credentials", "contain a character that is not valid in a header"))?;
        value.set_sensitive(true);
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Multipart;

    #[test]
    fn secret_fields_need_a_form() {
        let mut head = RequestHead::new(Method::POST, Url::parse("https://files.example.com/").unwrap());
        let form = Body::Multipart(Multipart::new().text("a", "b"));
        assert_eq!(format!("{:?}", head.with_secret_fields(&form).unwrap()), "Multipart(1 parts)");
        assert!(matches!(*head.with_secret_fields(&Body::Empty).unwrap(), Body::Empty));
        head.secret_field("key", &SecretString::from("hush"));
        assert_eq!(format!("{:?}", head.with_secret_fields(&form).unwrap()), "Multipart(2 parts)");
        assert_eq!(head.with_secret_fields(&Body::Empty).unwrap_err().field(), Some("body"));
        assert_eq!(head.secrets, [SecretText::from("hush")]);
        assert!(!format!("{head:?}").contains("hush"));
    }
}
