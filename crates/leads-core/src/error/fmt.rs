//! How an error is printed.

use super::escape::SingleLine;
use super::{Error, WriteOutcome};
use std::fmt::{self, Write as _};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        let f = &mut SingleLine(f);
        if !inner.vendor.is_empty() {
            write!(f, "{} ", inner.vendor)?;
        }
        if !inner.operation.is_empty() {
            write!(f, "{}: ", inner.operation)?;
        }
        write!(f, "{}", inner.kind)?;
        if let Some(field) = &inner.field {
            write!(f, " `{field}`")?;
        }
        if let Some(code) = inner.codes.first() {
            write!(f, ": {code}")?;
            if inner.codes.len() > 1 {
                write!(f, " and {} more", inner.codes.len() - 1)?;
            }
        } else if !inner.message.is_empty() {
            write!(f, ": {}", inner.message)?;
        }
        if !inner.candidates.is_empty() {
            write!(f, " ({})", inner.candidates.join(", "))?;
        }
        if let Some(decode) = &inner.decode {
            write!(f, ": {decode}")?;
        }
        let mut facts = Vec::new();
        if let Some(status) = inner.http_status {
            facts.push(format!("HTTP {status}"));
        }
        if let Some(id) = &inner.request_id {
            facts.push(format!("request {id}"));
        }
        if inner.attempts > 1 {
            facts.push(format!("{} attempts", inner.attempts));
        }
        if inner.attempts > 0 && inner.outcome != WriteOutcome::NotApplied {
            facts.push(format!("outcome {}", inner.outcome));
        }
        if facts.is_empty() { Ok(()) } else { write!(f, " ({})", facts.join(", ")) }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("vendor", &inner.vendor)
            .field("operation", &inner.operation)
            .field("message", &inner.message)
            .field("field", &inner.field)
            .field("http_status", &inner.http_status)
            .field("codes", &inner.codes)
            .field("request_id", &inner.request_id)
            .field("outcome", &inner.outcome)
            .field("attempts", &inner.attempts)
            .field("retryable", &inner.retryable)
            .field("timeout_kind", &inner.limit)
            .field("decode", &inner.decode)
            .field("gap", &inner.gap)
            .field("earlier", &inner.earlier)
            .field("source", &inner.source)
            .finish_non_exhaustive()
    }
}
