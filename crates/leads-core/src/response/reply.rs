//! What a call gives back.

use crate::error::{Code, WriteOutcome};
use bytes::Bytes;
use http::HeaderMap;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A successful answer: the typed value, and what is known of the exchange.
///
/// It derefs to the value and has only two methods of its own, so that no name of a lead is covered.
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

/// What is known of the exchange behind an answer.
///
/// ```
/// use leads_core::{WriteOutcome, Reply};
/// fn log<T>(reply: &Reply<T>) {
///     let meta = reply.meta();
///     println!("{} after {} attempts, request {:?}", meta.outcome, meta.attempts, meta.request_id);
///     for warning in &meta.warnings {
///         println!("beside it: {warning}");
///     }
/// }
/// # log(&Reply::new((), leads_core::Meta::default()));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Meta {
    /// The HTTP status.
    pub http_status: u16,
    /// The vendor's id of the request.
    pub request_id: Option<String>,
    /// The answer's headers.
    pub headers: HeaderMap,
    /// How often the call was sent.
    pub attempts: u32,
    /// What the vendor or this client warns of: the call worked, something beside it did not.
    pub warnings: Vec<Code>,
    /// The answer's body as it came.
    pub body: Bytes,
    /// What the call did: [`WriteOutcome::Applied`] for a write, [`WriteOutcome::Accepted`] for a queued one,
    /// [`WriteOutcome::Partial`] for some rows, [`WriteOutcome::NotApplied`] for a read. An answer that names refused rows after an
    /// attempt whose own answer was lost is [`WriteOutcome::Unknown`]: that attempt may have changed them.
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
    /// A reply of an implementor or a test.
    #[must_use]
    pub fn new(value: T, meta: Meta) -> Self {
        Self { value, meta: Box::new(meta) }
    }

    /// What is known of the exchange.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same exchange with another value. An associated function, so that it covers no name of the value.
    pub fn map<U>(reply: Self, f: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { value: f(reply.value), meta: reply.meta }
    }

    /// The same reply with more warnings. An associated function, so that it covers no name of the value.
    pub fn warn(mut reply: Self, warnings: impl IntoIterator<Item = Code>) -> Self {
        reply.meta.warnings.extend(warnings);
        reply
    }

    /// Value and exchange apart.
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
