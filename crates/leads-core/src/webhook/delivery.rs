//! What a receiver hands to the application.

use crate::error::{Error, Result};
use bytes::Bytes;
use http::HeaderMap;
use std::fmt;

/// One authenticated webhook request: its body as received, and the event in it.
///
/// `Debug` shows the size of the body and whether it could be read. It shows no header, because headers contain the
/// sender's secret, and no part of the body, because bodies contain personal data.
pub struct Delivery<E> {
    headers: HeaderMap,
    query: Option<String>,
    body: Bytes,
    event: Result<E>,
}

impl<E> Delivery<E> {
    /// Creates a delivery. `event` is the result of reading `body`.
    #[must_use]
    pub fn new(headers: HeaderMap, query: Option<&str>, body: Bytes, event: Result<E>) -> Self {
        Self { headers, query: query.map(str::to_owned), body, event }
    }

    /// Returns the body exactly as received, also if it cannot be read.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the first header of this name, or `None` if it is missing or is not visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the first parameter of this name in the URL's query that is not empty. Case is ignored in the name.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query.as_deref()?.as_bytes())
            .find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    }

    /// Returns the event.
    ///
    /// # Errors
    ///
    /// Returns the decode error if the body cannot be read. It has the position and no value. Do not return it from a
    /// handler: the vendor would send the same body again. Store [`body`](Self::body) instead.
    pub fn event(&self) -> std::result::Result<&E, &Error> {
        self.event.as_ref()
    }

    /// Returns the event by value. The body is dropped: clone it first if it must be stored, which copies no bytes.
    ///
    /// # Errors
    ///
    /// Returns the decode error if the body cannot be read; see [`event`](Self::event).
    pub fn into_event(self) -> Result<E> {
        self.event
    }
}

impl<E> fmt::Debug for Delivery<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("readable", &self.event.is_ok())
            .finish_non_exhaustive()
    }
}

/// An authenticated request to a webhook's URL.
#[derive(Debug)]
#[non_exhaustive]
// Handed over once; boxing it would complicate every pattern.
#[allow(clippy::large_enum_variant)]
pub enum Incoming<E> {
    /// A webhook.
    Delivery(Delivery<E>),
    /// The request by which a vendor verifies a URL. It has no body and no meaning; respond as to an accepted delivery.
    /// Of the supported vendors only LeadSquared sends it.
    Verification,
}

impl<E> Incoming<E> {
    /// Returns the delivery, or `None` for a verification.
    #[must_use]
    pub fn delivery(self) -> Option<Delivery<E>> {
        match self {
            Self::Delivery(delivery) => Some(delivery),
            Self::Verification => None,
        }
    }
}

/// The body of an event that a vendor crate does not know, kept unchanged. `Debug` shows its size only.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload(pub Bytes);

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::DecodeError;
    use http::HeaderValue;

    fn delivery(event: Result<u8>) -> Delivery<u8> {
        let mut headers = HeaderMap::new();
        headers.append("authorization", HeaderValue::from_static("Bearer planted"));
        headers.append("x-odd", HeaderValue::from_bytes(b"\xff").unwrap());
        let query = "entityType=lead&entityId=a%2Fb&eventType=&EVENTTYPE=Lead_Post_Create";
        Delivery::new(headers, Some(query), Bytes::from_static(b"planted body"), event)
    }

    #[test]
    fn request_is_kept_and_redacted_in_debug() {
        let delivery = delivery(Ok(7));
        assert_eq!(&delivery.body()[..], b"planted body");
        assert_eq!(
            (delivery.header("Authorization"), delivery.header("x-odd"), delivery.header("x-none")),
            (Some("Bearer planted"), None, None)
        );
        assert_eq!(delivery.query("entityid").as_deref(), Some("a/b"));
        assert_eq!(delivery.query("eventType").as_deref(), Some("Lead_Post_Create"));
        assert_eq!(delivery.query("other"), None);
        let shown = format!("{delivery:?} {:?} {:?}", Payload(delivery.body().clone()), Incoming::<u8>::Verification);
        assert!(!shown.contains("planted") && !shown.contains("lead"), "{shown}");
        assert!(shown.contains("12 bytes") && shown.contains("readable: true"), "{shown}");
        assert_eq!(delivery.into_event().unwrap(), 7);
    }

    #[test]
    fn unreadable_body_is_an_error_and_is_kept() {
        let delivery = delivery(Err(Error::decode(DecodeError::new("syntax", ".", 1, 1))));
        assert!(delivery.event().unwrap_err().is_decode());
        assert_eq!(&delivery.body()[..], b"planted body");
        assert!(format!("{delivery:?}").contains("readable: false"));
        assert!(Incoming::Delivery(delivery).delivery().unwrap().into_event().is_err());
    }
}
