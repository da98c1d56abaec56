//! Determines from an error of the HTTP library how far an exchange got.

use super::path::LONGEST_URL;
use super::transport::{TransportError, TransportErrorKind as Kind};
use std::error::Error as StdError;
use std::io;

/// Converts an error of reqwest. `status` is the response's status, if its head had arrived.
///
/// Four things prove that nothing was done: the request was rejected on this side, no connection was established, or
/// the server indicated by `REFUSED_STREAM` or by a `GOAWAY` with a lower stream id that it had not processed the
/// request. reqwest's `is_request` proves nothing: it is true even after a server has read the whole request.
pub(super) fn failed(error: ::reqwest::Error, status: Option<u16>) -> TransportError {
    let (kind, message) = kind_of(&error, status.is_some());
    let mut out = TransportError::new(kind);
    if let Some(status) = status {
        out = out.with_status(status);
    }
    if let Some(message) = message {
        out = out.with_message(message);
    }
    out.with_source(error.without_url())
}

fn kind_of(error: &::reqwest::Error, has_head: bool) -> (Kind, Option<&'static str>) {
    if error.is_connect() {
        return match causes(error).find_map(certificate) {
            Some(message) => (Kind::Certificate, Some(message)),
            None if error.is_timeout() => (Kind::ConnectTimeout, None),
            None => (Kind::Connect, None),
        };
    }
    if error.is_builder() {
        let long = error.url().is_some_and(|url| url.as_str().len() > LONGEST_URL);
        return (Kind::Invalid, long.then_some("the request's URL is too long to be sent"));
    }
    let kind = match has_head {
        false if causes(error).any(was_not_processed) => Kind::Rejected,
        _ if causes(error).any(|cause| is_malformed(cause, has_head)) => Kind::Malformed,
        false => Kind::Exchange,
        true => Kind::Body,
    };
    (kind, None)
}

/// Iterates over an error and its causes.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |cause| next(*cause))
}

/// Returns the cause of an error. For an I/O error this is the error it wraps, because its own `source` skips that.
fn next<'a>(cause: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner as &(dyn StdError + 'static)),
        None => cause.source(),
    }
}

/// Returns whether the server indicated that it had not processed the request.
///
/// A `GOAWAY` ends only the open streams above its stream id; the others continue, or end with the connection, which is
/// a different error.
fn was_not_processed(cause: &(dyn StdError + 'static)) -> bool {
    cause.downcast_ref::<h2::Error>().is_some_and(|error| {
        error.is_remote()
            && (error.is_go_away() || (error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM)))
    })
}

/// Returns whether the response is not valid HTTP: an unreadable header, too many headers, a chunk without a length.
fn is_malformed(cause: &(dyn StdError + 'static), has_head: bool) -> bool {
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        return error.is_parse();
    }
    if let Some(error) = cause.downcast_ref::<h2::Error>() {
        // The library rejected this response. An error of the whole connection can come from another response.
        return error.is_library() && error.is_reset();
    }
    // Inside a body, this is the only sign of invalid framing.
    has_head
        && cause.downcast_ref::<io::Error>().is_some_and(|error| {
            matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) && !is_tls(error)
        })
}

#[cfg(feature = "rustls")]
fn is_tls(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>())
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_error: &io::Error) -> bool {
    false
}

/// Describes what is wrong with the server's certificate, if that is the cause.
fn certificate(cause: &(dyn StdError + 'static)) -> Option<&'static str> {
    #[cfg(feature = "rustls")]
    if let Some(message) = by_rustls(cause) {
        return Some(message);
    }
    #[cfg(feature = "native-tls")]
    if let Some(message) = by_words(&cause.to_string()) {
        return Some(message);
    }
    let _ = cause;
    None
}

#[cfg(feature = "rustls")]
fn by_rustls(cause: &(dyn StdError + 'static)) -> Option<&'static str> {
    use rustls::{CertificateError as Wrong, Error};
    match cause.downcast_ref::<Error>()? {
        Error::NoCertificatesPresented => Some("the server presented no certificate"),
        Error::InvalidCertificate(wrong) => Some(match wrong {
            Wrong::Expired | Wrong::ExpiredContext { .. } => EXPIRED,
            Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => "the server's certificate is not yet valid",
            Wrong::UnknownIssuer => UNKNOWN_ISSUER,
            Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => WRONG_HOST,
            Wrong::Revoked => REVOKED,
            _ => UNTRUSTED,
        }),
        _ => None,
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod words {
    pub(super) const EXPIRED: &str = "the server's certificate has expired";
    pub(super) const UNKNOWN_ISSUER: &str = "the server's certificate comes from an unknown issuer";
    pub(super) const WRONG_HOST: &str = "the server's certificate is for another host";
    pub(super) const REVOKED: &str = "the server's certificate was revoked";
    pub(super) const UNTRUSTED: &str = "the server's certificate is not trusted";
}
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use words::{EXPIRED, REVOKED, UNKNOWN_ISSUER, UNTRUSTED, WRONG_HOST};

/// The platform's TLS libraries have no common error type, so the message text decides.
#[cfg(feature = "native-tls")]
fn by_words(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if !says(&["certificate"]) || says(&["alert"]) {
        return None;
    }
    Some(if says(&["expired"]) {
        EXPIRED
    } else if says(&["hostname mismatch", "ip address mismatch", "name mismatch", "cn name"]) {
        WRONG_HOST
    } else if says(&["self-signed", "self signed", "issuer", "not trusted"]) {
        UNKNOWN_ISSUER
    } else if says(&["revoked"]) {
        REVOKED
    } else {
        UNTRUSTED
    })
}
