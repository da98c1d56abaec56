//! Per-call options.

use super::{Priority, RetryPolicy, redact};
use crate::error::{Error, Result};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::time::Duration;

/// Options for one call. Options that are not set use the client's settings.
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
    /// Returns options that change nothing.
    ///
    /// ```
    /// use leads_core::CallOptions;
    /// assert!(format!("{:?}", CallOptions::new()).contains("deadline: None"));
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the timeout for the whole call, including waiting and retries.
    ///
    /// ```
    /// use leads_core::CallOptions;
    /// use std::time::Duration;
    /// let options = CallOptions::new().deadline(Duration::from_secs(10));
    /// assert!(format!("{options:?}").contains("deadline: Some(10s)"));
    /// ```
    #[must_use]
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// Sets the timeout for one attempt.
    ///
    /// ```
    /// use leads_core::CallOptions;
    /// use std::time::Duration;
    /// // An export that takes long before it begins to respond.
    /// let options = CallOptions::new()
    ///     .attempt(Duration::from_secs(120))
    ///     .deadline(Duration::from_secs(300));
    /// assert!(format!("{options:?}").contains("attempt: Some(120s)"));
    /// ```
    #[must_use]
    pub fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = Some(limit);
        self
    }

    /// Sets the retry policy.
    ///
    /// ```
    /// use leads_core::{CallOptions, http::RetryPolicy};
    /// let options = CallOptions::new().retry(RetryPolicy::none());
    /// assert!(format!("{options:?}").contains("max_attempts: 1"));
    /// ```
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sets the priority with which the call waits for the limiter.
    ///
    /// ```
    /// use leads_core::{CallOptions, http::Priority};
    /// let nightly = CallOptions::new().priority(Priority::Batch);
    /// assert!(format!("{nightly:?}").contains("Batch"));
    /// ```
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = Some(priority);
        self
    }

    /// Adds a header to every attempt. Its value is never printed: it is redacted from responses that echo it, unless
    /// it is shorter than eight bytes or the header is one that [may be shown](crate::vendor::shows_header).
    ///
    /// ```
    /// use leads_core::CallOptions;
    /// let options = CallOptions::new().header("x-correlation-id", "7f3a9c21")?;
    /// assert!(!format!("{options:?}").contains("7f3a9c21"));
    /// let error = options.header("Authorization", "Bearer …").unwrap_err();
    /// assert_eq!(error.field(), Some("authorization"));
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if the name or value is not valid in a header, or if the pipeline itself sets the header
    /// (`Authorization`, `Host`, `Content-Length` and similar).
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
            .map_err(|_| Error::invalid(name.as_str().to_owned(), "is not valid in a header"))?;
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
