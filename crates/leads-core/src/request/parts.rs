//! The validated parts of one HTTP request.

use super::Operation;
use super::multipart::Multipart;
use super::secret::{self, SecretText};
use crate::error::{Code, Error, Result};
use crate::http::is_invisible;
use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use smol_str::{SmolStr, ToSmolStr};
use std::borrow::Cow;
use std::fmt::{self, Display};

/// Encodes everything outside the unreserved characters, so that a value cannot add a segment, query or fragment.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The bytes for which a body has space before it grows: most updates of a lead are shorter.
const USUAL_BODY: usize = 512;

/// The body of a request.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Body {
    /// No body.
    #[default]
    Empty,
    /// Bytes with their content type.
    Bytes {
        /// The value of `Content-Type`.
        content_type: &'static str,
        /// The bytes, serialized once for all attempts.
        bytes: Bytes,
    },
    /// A form with files, streamed again for each attempt.
    Multipart(Multipart),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes { content_type, bytes } => write!(f, "Bytes({content_type}, {} bytes)", bytes.len()),
            Self::Multipart(form) => fmt::Debug::fmt(form, f),
        }
    }
}

/// The parts of one request: path and query values, extra headers and the body.
///
/// Returned by [`Request::parts`](crate::Request::parts), which does all validation and no I/O. The setters keep the
/// first error; the final call ([`json`](Self::json), [`empty`](Self::empty), ...) returns it.
///
/// ```
/// use leads_core::vendor::Parts;
/// let parts = Parts::new().path("leadId", 12).query("limit", 50).empty()?;
/// assert_eq!(parts.render("/v2/leads/{leadId}")?, "/v2/leads/12?limit=50");
///
/// let rejected = Parts::new().path("leadId", "..").empty().unwrap_err();
/// assert_eq!(rejected.field(), Some("leadId"));
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Default)]
pub struct Parts {
    /// The first placeholder of the path; most paths have only one, and most values are short ids.
    placeholder: Option<(&'static str, SmolStr)>,
    query: String,
    pub(crate) body: Body,
    rare: Option<Box<Rare>>,
}

/// What most requests do not have. Each setter moves [`Parts`], so they are smaller without it.
#[derive(Default)]
struct Rare {
    placeholders: Vec<(&'static str, SmolStr)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    secrets: Vec<SecretText>,
    warnings: Vec<Code>,
    rows: Option<usize>,
    mistake: Option<Error>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("path", &self.placeholders().map(|(name, _)| name).collect::<Vec<_>>())
            .field("headers", &self.headers().iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl Parts {
    /// Creates empty parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the placeholder `{name}` of the path template. An id that is empty, `.` or `..`, or contains a control
    /// character is rejected.
    #[must_use]
    pub fn path(mut self, name: &'static str, value: impl Display) -> Self {
        self.segment(name, value.to_smolstr());
        self
    }

    fn segment(&mut self, name: &'static str, value: SmolStr) {
        if is_unreserved(&value) {
            self.place(name, value);
            return;
        }
        match check_segment(name, &value) {
            Ok(()) => self.place(name, utf8_percent_encode(&value, ENCODED).to_smolstr()),
            Err(error) => self.fail(error),
        }
    }

    fn place(&mut self, name: &'static str, value: SmolStr) {
        match &self.placeholder {
            None => self.placeholder = Some((name, value)),
            Some(_) => self.rare().placeholders.push((name, value)),
        }
    }

    fn placeholders(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let others = self.rare.iter().flat_map(|rare| &rare.placeholders);
        self.placeholder.iter().chain(others).map(|(name, value)| (*name, value.as_str()))
    }

    fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// Returns the extra headers.
    pub(crate) fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        self.rare.as_ref().map_or(&[], |rare| &rare.headers)
    }

    /// Returns the secrets in the body.
    pub(crate) fn secrets(&self) -> &[SecretText] {
        self.rare.as_ref().map_or(&[], |rare| &rare.secrets)
    }

    /// Returns the warnings.
    pub(crate) fn warnings(&self) -> &[Code] {
        self.rare.as_ref().map_or(&[], |rare| &rare.warnings)
    }

    /// Returns the number of rows of a bulk request.
    pub(crate) fn row_count(&self) -> Option<usize> {
        self.rare.as_ref()?.rows
    }

    /// Sets the placeholder `{name}` to several ids, joined by commas. Each is checked as in [`path`](Self::path); an
    /// empty list is rejected.
    #[must_use]
    pub fn path_list<T: Display>(self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.path_joined(name, values, ',')
    }

    /// Sets the placeholder `{name}` to several segments of the path. Each is checked as in [`path`](Self::path); an
    /// empty list is rejected.
    #[must_use]
    pub fn path_segments<T: Display>(self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.path_joined(name, values, '/')
    }

    fn path_joined<T: Display>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
        separator: char,
    ) -> Self {
        let mut joined = String::new();
        for value in values {
            let value = value.to_string();
            if let Err(error) = check_segment(name, &value) {
                self.fail(error);
                return self;
            }
            if !joined.is_empty() {
                joined.push(separator);
            }
            joined.extend(utf8_percent_encode(&value, ENCODED));
        }
        if joined.is_empty() {
            self.fail(Error::invalid(name, "must contain at least one id"));
        } else {
            self.place(name, joined.into());
        }
        self
    }

    /// Adds `name=value` to the query, percent-encoded, with a space as `%20`.
    #[must_use]
    pub fn query(mut self, name: impl AsRef<str>, value: impl Display) -> Self {
        self.add_query(name.as_ref(), &value.to_string());
        self
    }

    fn add_query(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(utf8_percent_encode(name, ENCODED));
        self.query.push('=');
        if is_unreserved(value) {
            self.query.push_str(value);
        } else {
            self.query.extend(utf8_percent_encode(value, ENCODED));
        }
    }

    /// Adds `name=value` to the query if there is a value.
    #[must_use]
    pub fn query_opt(self, name: impl AsRef<str>, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a header. A value that is not valid in a header is rejected; values are never printed.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value.as_ref())) {
            (Ok(header), Ok(value)) => self.rare().headers.push((header, value)),
            _ => self.fail(Error::invalid(name, "is not valid in a header")),
        }
        self
    }

    /// Adds a header if there is a value.
    #[must_use]
    pub fn header_opt(self, name: &'static str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.header(name, value),
            None => self,
        }
    }

    /// Rejects the request unless `holds` is true; the error names the field.
    #[inline]
    #[must_use]
    pub fn require(mut self, holds: bool, field: &'static str, message: &'static str) -> Self {
        if !holds {
            self.fail(Error::invalid(field, message));
        }
        self
    }

    /// Includes the result of a check.
    #[inline]
    #[must_use]
    pub fn check(mut self, result: Result<()>) -> Self {
        if let Err(error) = result {
            self.fail(error);
        }
        self
    }

    /// Adds a warning about something that this client does differently from what was requested. It appears among the
    /// reply's [warnings](crate::Meta::warnings).
    #[must_use]
    pub fn warn(mut self, warning: Code) -> Self {
        self.rare().warnings.push(warning);
        self
    }

    /// Sets the number of rows that a bulk request carries, so that the vendor's classification can check whether the
    /// response accounts for all of them: see [`HttpResponse::rows`](crate::response::HttpResponse::rows).
    #[must_use]
    pub fn rows(mut self, rows: usize) -> Self {
        self.rare().rows = Some(rows);
        self
    }

    /// Finishes without a body.
    ///
    /// # Errors
    /// Returns the first error of the preceding setters, as an invalid request.
    pub fn empty(self) -> Result<Self> {
        self.end()
    }

    /// Finishes with a JSON body.
    ///
    /// # Errors
    /// Returns the first error of the preceding setters, or an error if the body cannot be serialized, as an invalid
    /// request.
    pub fn json<B: Serialize + ?Sized>(self, body: &B) -> Result<Self> {
        self.json_as("application/json", body)
    }

    /// Finishes with a JSON body and a different content type.
    ///
    /// # Errors
    /// See [`json`](Self::json).
    pub fn json_as<B: Serialize + ?Sized>(self, content_type: &'static str, body: &B) -> Result<Self> {
        // The rest is compiled once, and not for every body.
        self.json_of(content_type, &|bytes| serde_json::to_writer(bytes, body))
    }

    fn json_of(
        mut self,
        content_type: &'static str,
        write: &dyn Fn(&mut Vec<u8>) -> serde_json::Result<()>,
    ) -> Result<Self> {
        if let Some(mistake) = self.mistake() {
            return Err(mistake);
        }
        let reveal = secret::Reveal::start();
        let mut bytes = Vec::with_capacity(USUAL_BODY);
        let written = write(&mut bytes);
        let secrets = reveal.end();
        if !secrets.is_empty() {
            self.rare().secrets = secrets;
        }
        match written {
            Ok(()) => self.body = Body::Bytes { content_type, bytes: Bytes::from(bytes) },
            // serde's message comes from this library or from serde_json, and never contains a value: values are
            // written here, not read.
            Err(error) => return Err(Error::invalid("body", "cannot be written as JSON").with_source(error)),
        }
        Ok(self)
    }

    /// Finishes with bytes.
    ///
    /// # Errors
    /// Returns the first error of the preceding setters.
    pub fn bytes(mut self, content_type: &'static str, bytes: Bytes) -> Result<Self> {
        self.body = Body::Bytes { content_type, bytes };
        self.end()
    }

    /// Finishes with a form with files.
    ///
    /// # Errors
    /// Returns the first error of the preceding setters.
    pub fn multipart(mut self, form: Multipart) -> Result<Self> {
        self.body = Body::Multipart(form);
        self.end()
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Returns the path and query for an operation.
    ///
    /// The same as [`render`](Self::render) with the operation's path, which is not searched for placeholders again.
    ///
    /// # Errors
    /// See [`render`](Self::render).
    ///
    /// # Examples
    ///
    /// ```
    /// use leads_core::Safety;
    /// use leads_core::vendor::{Operation, Parts, op};
    /// const GET: Operation = op::get("get_lead", "/v1/leads/{id}", Safety::Read);
    /// let parts = Parts::new().path("id", 7).query("fields", "all").empty()?;
    /// assert_eq!(parts.path_and_query(&GET)?, "/v1/leads/7?fields=all");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    pub fn path_and_query(&self, operation: &Operation) -> Result<String> {
        match (operation.split_path(), &self.placeholder) {
            (Some((before, name, after)), Some((known, value))) if *known == name => {
                let length = before.len() + value.len() + after.len() + 1 + self.query.len();
                let mut out = String::with_capacity(length);
                out.push_str(before);
                out.push_str(value);
                out.push_str(after);
                self.append_query(&mut out);
                Ok(out)
            }
            _ => self.render(operation.path),
        }
    }

    fn append_query(&self, path: &mut String) {
        if !self.query.is_empty() {
            path.push('?');
            path.push_str(&self.query);
        }
    }

    /// Returns the path and query for a template.
    ///
    /// # Errors
    /// Returns an invalid-request error that names a placeholder of the template if it was not set, or `path` if a
    /// placeholder does not end.
    pub fn render(&self, template: &str) -> Result<String> {
        let values: usize = self.placeholders().map(|(_, value)| value.len()).sum();
        let mut out = String::with_capacity(template.len() + values + 1 + self.query.len());
        let mut rest = template;
        while let Some((before, tail)) = split_at_byte(rest, b'{') {
            out.push_str(before);
            let Some((name, after)) = split_at_byte(tail, b'}') else {
                return Err(Error::invalid("path", "has a placeholder that does not end"));
            };
            let Some((_, value)) = self.placeholders().find(|(known, _)| *known == name) else {
                return Err(Error::invalid(Cow::Owned(name.to_owned()), "is missing in the path"));
            };
            out.push_str(value);
            rest = after;
        }
        out.push_str(rest);
        self.append_query(&mut out);
        Ok(out)
    }

    #[cold]
    fn fail(&mut self, error: Error) {
        self.rare().mistake.get_or_insert(error);
    }

    fn mistake(&mut self) -> Option<Error> {
        self.rare.as_mut()?.mistake.take()
    }

    fn end(mut self) -> Result<Self> {
        match self.mistake() {
            Some(mistake) => Err(mistake),
            None => Ok(self),
        }
    }
}

/// Splits an ASCII byte off a short text; `str::split_once` costs several times as much there.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Returns whether a text is empty or consists of white space.
///
/// The same as `text.trim().is_empty()`, faster for a text that starts with a visible ASCII character, as ids and names
/// do.
///
/// # Examples
///
/// ```
/// use leads_core::vendor::is_blank;
/// assert!(is_blank("") && is_blank(" \u{a0}\n"));
/// assert!(!is_blank("12-leads") && !is_blank(" x"));
/// ```
#[must_use]
pub fn is_blank(text: &str) -> bool {
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
}

/// Returns whether a text is a valid segment of a path and needs no encoding, as most ids do. `false` for a text with a
/// point, which can be a dot segment.
fn is_unreserved(text: &str) -> bool {
    const UNRESERVED: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0_u8;
        while byte < 128 {
            #[allow(clippy::indexing_slicing)]
            {
                table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~');
            }
            byte += 1;
        }
        table
    };
    !text.is_empty() && text.bytes().all(|byte| UNRESERVED.get(usize::from(byte)).is_some_and(|is| *is))
}

fn check_segment(name: &'static str, value: &str) -> Result<()> {
    if value.is_empty() {
        return Err(Error::invalid(name, "must not be empty"));
    }
    if value.chars().all(is_invisible) {
        return Err(Error::invalid(name, "must not be blank"));
    }
    if value == "." || value == ".." {
        return Err(Error::invalid(name, "must not be a dot segment"));
    }
    if value.chars().any(char::is_control) {
        return Err(Error::invalid(name, "must not contain a control character"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_values_stay_inside_their_placeholder() {
        let parts = Parts::new().path("id", "a/b?c#d%2e é").query("filter[name]", "x y&z=1+2").empty().unwrap();
        assert_eq!(
            parts.render("/x/{id}/y").unwrap(),
            "/x/a%2Fb%3Fc%23d%252e%20%C3%A9/y?filter%5Bname%5D=x%20y%26z%3D1%2B2"
        );
    }

    #[test]
    fn first_error_is_returned() {
        for bad in ["", " ", "\t", "\u{a0}", "\u{200b}", ".", "..", "a\nb", "\u{7f}"] {
            let error = Parts::new().path("id", bad).header("x", "a\nb").empty().unwrap_err();
            assert_eq!(error.field(), Some("id"), "{bad:?}");
            assert!(error.is_invalid_request());
        }
        assert_eq!(Parts::new().path_list("id", Vec::<u8>::new()).empty().unwrap_err().field(), Some("id"));
        assert_eq!(Parts::new().empty().unwrap().render("/x/{id}").unwrap_err().field(), Some("id"));
    }

    #[test]
    fn every_placeholder_is_replaced_by_its_first_value() {
        let parts = Parts::new().path("a", "1").path("b", "x~y").path("c", "z.").path("a", "2").empty().unwrap();
        assert_eq!(parts.render("/{b}/{a}{c}").unwrap(), "/x~y/1z.");
        assert_eq!(format!("{parts:?}"), r#"Parts { path: ["a", "b", "c", "a"], headers: [], body: Empty, .. }"#);
        assert_eq!(parts.render("/{a}/{b}/{d}").unwrap_err().field(), Some("d"));
        assert_eq!(parts.render("/{a}/{b").unwrap_err().field(), Some("path"));
    }

    #[test]
    fn text_without_reserved_characters_is_the_same_encoded() {
        for byte in 0..=127_u8 {
            let text = char::from(byte).to_string();
            let encoded = utf8_percent_encode(&text, ENCODED).to_string();
            assert_eq!(is_unreserved(&text), encoded == text && text != ".", "{text:?}");
            let query = Parts::new().query("q", &text).empty().unwrap();
            assert_eq!(query.render("/").unwrap(), format!("/?q={encoded}"));
        }
        assert!(!is_unreserved("") && !is_unreserved("é") && is_unreserved("12-leads"));
    }

    #[test]
    fn several_ids_share_one_segment() {
        let parts = Parts::new().path_list("id", ["1-a", "2,b"]).empty().unwrap();
        assert_eq!(parts.render("/{id}").unwrap(), "/1-a,2%2Cb");
    }

    #[test]
    fn several_segments_share_one_placeholder() {
        let parts = Parts::new().path_segments("key", ["a/b", "c"]).empty().unwrap();
        assert_eq!(parts.render("/{key}").unwrap(), "/a%2Fb/c");
        assert_eq!(Parts::new().path_segments("key", ["a", ".."]).empty().unwrap_err().field(), Some("key"));
    }
}
