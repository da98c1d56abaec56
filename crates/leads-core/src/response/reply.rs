//! Results of calls.

use crate::error::{Code, WriteOutcome};
use bytes::Bytes;
use http::HeaderMap;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A successful response: the typed value, and metadata about the exchange.
///
/// It dereferences to the value and has only two methods, so that it hides no method of a lead.
///
/// ```
/// # use leads_core::{Meta, Reply};
/// let reply = Reply::new(vec![1, 2, 3], Meta::default());
/// assert_eq!(reply.len(), 3);
/// assert_eq!(reply.meta().attempts, 0);
/// assert_eq!(reply.into_inner(), [1, 2, 3]);
/// ```
#[derive(Clone)]
pub struct Reply<T> {
    value: T,
    meta: Box<Meta>,
}

/// Metadata about the exchange behind a response.
///
/// ```
/// use leads_core::{Reply, WriteOutcome};
/// fn log<T>(reply: &Reply<T>) {
///     let meta = reply.meta();
///     println!(
///         "{} after {} attempts, request {:?}",
///         meta.outcome, meta.attempts, meta.request_id
///     );
///     for warning in &meta.warnings {
///         println!("warning: {warning}");
///     }
/// }
/// # log(&Reply::new((), leads_core::Meta::default()));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Meta {
    /// The HTTP status.
    pub http_status: u16,
    /// The vendor's request id.
    pub request_id: Option<String>,
    /// The response's headers.
    pub headers: HeaderMap,
    /// The number of attempts.
    pub attempts: u32,
    /// Warnings of the vendor or of this client: the call succeeded, but something else did not.
    pub warnings: Vec<Code>,
    /// The response's body, unchanged.
    pub body: Bytes,
    /// The effect of the call: [`WriteOutcome::Applied`] for a write, [`WriteOutcome::Accepted`] for a queued one,
    /// [`WriteOutcome::Partial`] if only some rows were applied, and [`WriteOutcome::NotApplied`] for a read. If the
    /// response reports rejected rows after an earlier attempt whose response was lost, it is
    /// [`WriteOutcome::Unknown`]: that attempt may have changed them.
    pub outcome: WriteOutcome,
}

impl Default for Meta {
    fn default() -> Self {
        Self {
            http_status: 0,
            request_id: None,
            headers: HeaderMap::new(),
            attempts: 0,
            warnings: Vec::new(),
            body: Bytes::new(),
            outcome: WriteOutcome::NotApplied,
        }
    }
}

impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meta")
            .field("http_status", &self.http_status)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("warnings", &self.warnings)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl<T> Reply<T> {
    /// Creates a reply, for vendor implementations and tests.
    #[must_use]
    pub fn new(value: T, meta: Meta) -> Self {
        Self { value, meta: Box::new(meta) }
    }

    /// Returns the metadata of the exchange.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Returns the value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Converts the value of a reply. An associated function, so that it does not hide a method of the value.
    pub fn map<U>(reply: Self, f: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { value: f(reply.value), meta: reply.meta }
    }

    /// Adds warnings to a reply. An associated function, so that it does not hide a method of the value.
    pub fn warn(mut reply: Self, warnings: impl IntoIterator<Item = Code>) -> Self {
        reply.meta.warnings.extend(warnings);
        reply
    }

    /// Splits a reply into value and metadata.
    #[must_use]
    pub fn into_parts(reply: Self) -> (T, Meta) {
        (reply.value, *reply.meta)
    }
}

impl<T> Deref for Reply<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Reply<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("value", &self.value).field("meta", &self.meta).finish()
    }
}
