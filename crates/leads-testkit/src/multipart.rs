//! Parsing of `multipart/form-data` bodies.

use crate::FakeRequest;
use bytes::Bytes;
use futures_util::FutureExt as _;
use std::convert::Infallible;

/// One part of a multipart form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormPart {
    /// The field name.
    pub name: String,
    /// The file name, if the part is a file.
    pub file_name: Option<String>,
    /// The media type, if given.
    pub content_type: Option<String>,
    /// The content.
    pub content: Bytes,
}

impl FormPart {
    /// Returns the content as text if it is valid UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.content).ok()
    }
}

impl FakeRequest {
    /// Parses a `multipart/form-data` body and returns its parts in order.
    ///
    /// # Errors
    /// Returns a description of what is wrong with the body or its content type.
    pub fn multipart(&self) -> Result<Vec<FormPart>, String> {
        let boundary = multer::parse_boundary(self.header("content-type").unwrap_or_default())
            .map_err(|error| error.to_string())?;
        let body = self.body.clone();
        let whole = futures_util::stream::once(async move { Ok::<Bytes, Infallible>(body) });
        let parts = async {
            let mut form = multer::Multipart::new(whole, boundary);
            let mut parts = Vec::new();
            while let Some(field) = form.next_field().await? {
                let name = field.name().unwrap_or_default().to_owned();
                let file_name = field.file_name().map(str::to_owned);
                let content_type = field.content_type().map(ToString::to_string);
                parts.push(FormPart { name, file_name, content_type, content: field.bytes().await? });
            }
            Ok::<_, multer::Error>(parts)
        };
        // The body is in memory, so the reader never waits.
        let read = parts.now_or_never().ok_or_else(|| "the form ends early".to_owned())?;
        read.map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use http::{HeaderMap, HeaderValue, Method};

    #[test]
    fn fields_and_files_are_distinguished() {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("multipart/form-data; boundary=b"));
        let body = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--b\r\nContent-Disposition: form-data; \
                    name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b--\r\n";
        let request = FakeRequest::new(Method::POST, "/").with_headers(headers).with_body(body);
        let parts = request.multipart().unwrap();
        assert_eq!((parts[0].name.as_str(), parts[0].text(), parts[0].file_name.as_deref()), ("a", Some("v"), None));
        assert_eq!((parts[1].file_name.as_deref(), parts[1].text()), (Some("x.txt"), Some("hi")));
        assert_eq!(parts[1].content_type.as_deref(), Some("text/plain"));
        assert!(request.clone().with_body("--b\r\nhalf").multipart().is_err());
        assert!(FakeRequest::new(Method::POST, "/").multipart().is_err());
    }
}
