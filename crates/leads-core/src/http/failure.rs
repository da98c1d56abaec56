//! Errors of calls that got no response: no permit, no connection.

use super::limit::{AcquireError, AcquireErrorKind};
use super::timeouts::TimeoutKind;
use super::transport::{TransportError, TransportErrorKind};
use crate::error::{Error, ErrorKind, WriteOutcome};
use crate::response::HttpResponse;
use crate::vendor::Failure;
use bytes::Bytes;
use http::HeaderMap;

impl From<AcquireError> for Error {
    /// An error of an attempt that was not sent.
    fn from(denied: AcquireError) -> Self {
        let error = match denied.reason {
            AcquireErrorKind::QuotaExhausted => {
                Error::new(ErrorKind::QuotaExhausted, format!("the quota of `{}` is exhausted", denied.class))
            }
            _ => Error::new(
                ErrorKind::RateLimited,
                format!("no permit of `{}` is available before the call's deadline", denied.class),
            )
            .with_timeout_kind(TimeoutKind::Permit),
        };
        error.with_retryable(true).with_retry_after(denied.wait).with_source(denied)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        use TransportErrorKind as Kind;
        let (kind, outcome, retryable) = match error.kind() {
            Kind::Connect => (ErrorKind::Connect, WriteOutcome::NotApplied, true),
            Kind::ConnectTimeout => (ErrorKind::Timeout, WriteOutcome::NotApplied, true),
            Kind::Certificate => (ErrorKind::Connect, WriteOutcome::NotApplied, false),
            Kind::Invalid => (ErrorKind::InvalidRequest, WriteOutcome::NotApplied, false),
            Kind::Rejected => (ErrorKind::Transport, WriteOutcome::NotApplied, true),
            Kind::Exchange | Kind::Body => (ErrorKind::Transport, WriteOutcome::Unknown, true),
            Kind::TooLarge | Kind::Encoding | Kind::Malformed => (ErrorKind::Decode, WriteOutcome::Unknown, false),
            Kind::Request => (ErrorKind::Transport, WriteOutcome::Unknown, false),
        };
        // A status that says that the request was not carried out needs no body.
        let outcome = if error.status().is_some_and(is_rejection) { WriteOutcome::NotApplied } else { outcome };
        let mut out = Error::new(kind, error.message()).with_outcome(outcome).with_retryable(retryable);
        match error.kind() {
            Kind::ConnectTimeout => out = out.with_timeout_kind(TimeoutKind::Connect),
            Kind::Certificate => out = out.with_help(CERTIFICATE_HELP),
            Kind::Invalid => out = out.with_field("url"),
            _ => {}
        }
        if let Some(status) = error.status() {
            out = out.with_http_status(status);
        }
        // The cause and not the transport's error itself, which would say the same once more.
        match error.into_source() {
            Some(source) => out.with_source(source),
            None => out,
        }
    }
}

/// What to do when a certificate is not trusted.
pub(super) const CERTIFICATE_HELP: &str = "check the host and this machine's clock; if a proxy or the host uses a private \
                                authority, add its certificate with `TransportOptions::root_certificate`";

/// Whether an HTTP status alone proves that the request was not carried out.
fn is_rejection(status: u16) -> bool {
    let response = HttpResponse::new(status, HeaderMap::new(), Bytes::new());
    Failure::from_status(&response).outcome == WriteOutcome::NotApplied
}
