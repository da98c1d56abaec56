//! What is reported to observers about calls and attempts.

use crate::error::{ErrorKind, WriteOutcome};
use crate::request::Method;
use std::time::Duration;

/// A call, as observers see it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// The vendor's name.
    pub vendor: &'static str,
    /// The label of [`ClientConfig::account`](crate::ClientConfig::account).
    pub account: Option<&'a str>,
    /// The operation's name.
    pub operation: &'static str,
    /// The HTTP method. A setting of the client can make the vendor crate send another one.
    pub method: Method,
    /// The template of the path, with placeholders in place of ids.
    pub url_template: &'static str,
    /// The host that the call is sent to; `None` if the client has no URL for it.
    pub server_address: Option<&'a str>,
    /// The port that the call is sent to.
    pub server_port: Option<u16>,
    /// Whether the call can change data.
    pub is_write: bool,
}

/// One attempt of a call that was passed to the transport.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptInfo {
    /// The HTTP method that was sent.
    pub method: Method,
    /// How often the call had been sent before this attempt: 0 for the first.
    pub resend_count: u32,
    /// The time from passing the request to the transport until the whole response was received and classified.
    pub duration: Duration,
    /// How long the attempt waited for the limiter before it was sent.
    pub limiter_wait: Duration,
    /// The HTTP status, if a response arrived.
    pub http_status: Option<u16>,
    /// The version of HTTP (`1.1`, `2`), if a response arrived and the transport reports it.
    pub protocol_version: Option<&'static str>,
    /// Why the attempt failed; `None` if it succeeded or was cancelled.
    pub error: Option<ErrorKind>,
    /// The effect of this attempt; `None` for a read.
    pub outcome: Option<WriteOutcome>,
    /// The size of the request's body, in bytes.
    pub request_bytes: u64,
    /// The size of the response's body after decompression, in bytes, if it was received.
    pub response_bytes: Option<u64>,
    /// Whether the call was cancelled during this attempt: its future was dropped.
    pub is_cancelled: bool,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CallSummary {
    /// The effect of the call; `None` for a read.
    pub outcome: Option<WriteOutcome>,
    /// Why the call failed; `None` if it succeeded or was cancelled.
    pub error: Option<ErrorKind>,
    /// The HTTP status of the last response, if there was one.
    pub http_status: Option<u16>,
    /// The number of attempts that were passed to the transport.
    pub attempts: u32,
    /// The duration of the whole call.
    pub duration: Duration,
    /// How long the call waited for the limiter, over all attempts.
    pub limiter_wait: Duration,
    /// The delays before its retries, in total.
    pub backoff: Duration,
    /// Whether the call was cancelled: its future was dropped.
    pub is_cancelled: bool,
}

impl CallSummary {
    /// Returns whether it is unknown if the call changed data: it must be
    /// [resolved](crate::Pipeline::resolve) before it is sent again.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.outcome == Some(WriteOutcome::Unknown)
    }

    /// Returns the value of `error.type`: the kind of the error, `cancelled`, or `None` for a success.
    #[must_use]
    pub fn error_type(&self) -> Option<&'static str> {
        error_type(self.error, self.is_cancelled)
    }
}

impl AttemptInfo {
    /// Returns the value of `error.type`: the kind of the error, `cancelled`, or `None` for a success.
    #[must_use]
    pub fn error_type(&self) -> Option<&'static str> {
        error_type(self.error, self.is_cancelled)
    }
}

fn error_type(error: Option<ErrorKind>, is_cancelled: bool) -> Option<&'static str> {
    error.map(|kind| kind.as_str()).or(is_cancelled.then_some("cancelled"))
}
