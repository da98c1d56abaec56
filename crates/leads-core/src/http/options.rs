//! What one call may do differently from its client.

use super::{Priority, RetryPolicy, redact};
use crate::error::{Error, Result};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::time::Duration;

/// Options of one call; what is not set is as the client has it.
///
/// ```
/// use leads_core::{CallOptions, http::{Priority, RetryPolicy}};
/// use std::time::Duration;
/// let options = CallOptions::new()
///     .deadline(Duration::from_secs(10))
///     .retry(RetryPolicy::none())
///     .priority(Priority::Batch);
/// ```
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) deadline: Option<Duration>,
    pub(crate) attempt: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) priority: Option<Priority>,
    pub(crate) headers: HeaderMap,
}

impl CallOptions {
    /// Everything as the client has it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The longest time for the whole call, waiting and retries included.
    #[must_use]
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// The longest time for one attempt.
    #[must_use]
    pub fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = Some(limit);
        self
    }

    /// How often the call is sent again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// The priority in which it waits for the limiter.
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = Some(priority);
        self
    }

    /// Adds a header to every attempt. Its value is printed nowhere: an answer that repeats it is rid of it, unless it
    /// is shorter than eight bytes or the header is one of those that [may be shown](super::shows_header).
    ///
    /// # Errors
    /// A name or value that is no header, or a header that the pipeline itself sets (`Authorization`, `Host`,
    /// `Content-Length` and their like).
    pub fn header(mut self, name: &str, value: &str) -> Result<Self> {
        const RESERVED: &[&str] = &[
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "host",
            "proxy-authorization",
            "te",
            "transfer-encoding",
            "upgrade",
        ];
        let name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| Error::invalid("header", "is not a header name"))?;
        if RESERVED.contains(&name.as_str()) {
            return Err(Error::invalid("header", "is set by the client itself").with_field(name.as_str().to_owned()));
        }
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| Error::invalid(name.as_str().to_owned(), "cannot stand in a header"))?;
        value.set_sensitive(!redact::shows_header(name.as_str()));
        self.headers.insert(name, value);
        Ok(self)
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("deadline", &self.deadline)
            .field("attempt", &self.attempt)
            .field("retry", &self.retry)
            .field("priority", &self.priority)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish()
    }
}
