//! Determining whether a write with an unknown outcome took effect.

use super::timeouts::MAX_WAIT;
use super::{CallOptions, Pipeline};
use crate::error::{Error, Result, WriteOutcome};
use crate::request::{Operation, Request};
use crate::vendor::Vendor;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::time::sleep;

/// Whether a write took effect, as determined by [`Pipeline::resolve`].
///
/// ```
/// use leads_core::Resolution;
///
/// assert_eq!(Resolution::CannotTell.to_string(), "cannot_tell");
/// assert_eq!("found".parse::<Resolution>()?, Resolution::Found);
/// # Ok::<(), leads_core::error::UnknownName>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Resolution {
    /// The vendor's data is as the write would have left it. Do not send the request again.
    Found,
    /// The vendor's data is not as the write would have left it, and a write of this kind would be visible by now. The
    /// request can be sent again.
    Absent,
    /// The data does not show whether the write took effect. Verify again later or by hand, and do not send a
    /// non-idempotent request again.
    CannotTell,
}

impl Resolution {
    /// Combines several pieces of evidence. Each is `Some(true)` if the data is as the write would have left it,
    /// `Some(false)` if it is not, and `None` if it does not show.
    ///
    /// Returns [`Absent`](Self::Absent) if any is `Some(false)`, [`Found`](Self::Found) if there is at least one and all
    /// are `Some(true)`, and [`CannotTell`](Self::CannotTell) otherwise.
    ///
    /// ```
    /// use leads_core::Resolution;
    ///
    /// assert_eq!(Resolution::from_evidence([Some(true), Some(true)]), Resolution::Found);
    /// assert_eq!(Resolution::from_evidence([None, Some(false)]), Resolution::Absent);
    /// assert_eq!(Resolution::from_evidence([Some(true), None]), Resolution::CannotTell);
    /// assert_eq!(Resolution::from_evidence([]), Resolution::CannotTell);
    /// ```
    #[must_use]
    pub fn from_evidence(evidence: impl IntoIterator<Item = Option<bool>>) -> Self {
        let mut combined = None;
        for piece in evidence {
            combined = match (combined, piece) {
                (_, Some(false)) => return Self::Absent,
                (Some(Self::CannotTell), _) | (_, None) => Some(Self::CannotTell),
                (_, Some(true)) => Some(Self::Found),
            };
        }
        combined.unwrap_or(Self::CannotTell)
    }
}

crate::error::spelling! { Resolution, "resolution";
    Found => "found",
    Absent => "absent",
    CannotTell => "cannot_tell",
}

/// What a verification read returned: the response, or the vendor's "not found" error.
pub type Seen<'a, R> = Result<&'a <<R as Resolve>::Check as Request>::Response, &'a Error>;

/// A write whose effect can be verified by reading the vendor's data: by the record's id, by a unique field, or by an id
/// that the caller chose.
///
/// Rules for implementations:
///
/// * **A read can prove presence at once, but absence only later.** A write whose response was lost may still be on its
///   way, in a queue, or not yet visible to reads. [`VISIBLE_WITHIN`](Self::VISIBLE_WITHIN) states how long that can
///   take. Where this is not documented it stays `None`, and a missing record is
///   [`CannotTell`](Resolution::CannotTell), never [`Absent`](Resolution::Absent).
/// * **[`Found`](Resolution::Found) needs evidence that only this call can have produced.** For a created record: an id
///   or a unique field from the request. A name or an address that any record may have proves nothing.
/// * **A "not found" must come from the vendor.** A proxy that does not know the path also responds with 404, so an error
///   without the vendor's code or envelope is `CannotTell`.
#[diagnostic::on_unimplemented(
    message = "the outcome of `{Self}` cannot be verified",
    label = "does not implement `Resolve`",
    note = "its documentation says how to verify the write by hand"
)]
pub trait Resolve: Request {
    /// The read that verifies the write.
    type Check: Request<Vendor = Self::Vendor>;

    /// What counts as [`Found`](Resolution::Found), in a few words for documentation: `the lead has the status`.
    const FOUND_WHEN: &'static str;

    /// How long after it was sent a successful write of this kind is visible to the read, at the latest; `None` if this
    /// is not documented.
    const VISIBLE_WITHIN: Option<Duration> = None;

    /// Returns the verification read for this request, or `None` if the request contains nothing to search by.
    fn check(&self) -> Option<Self::Check>;

    /// Interprets what the verification read returned. An `Err` is always a [not found](Error::is_not_found) error; any
    /// other error of the read is returned to the caller of [`Pipeline::resolve`].
    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution;
}

/// A write that needs to be verified: one that returned an error, or one whose result was never received.
///
/// After a crash or a cancelled call there is no error. Give a time at or before the start of the call instead, such as the
/// time at which the request was stored: a [`DateTime<Utc>`], or [`Lost::since`].
///
/// A call waits for permits and retries until its deadline, so the write can have been sent until that long after the given
/// time. [`resolve_with`](Pipeline::resolve_with) adds the deadline: the longer of the client's
/// [`Timeouts::call`](super::Timeouts::call) and the deadline of the options that it gets. If the call had a longer deadline,
/// set it with [`deadline`](Self::deadline); otherwise a write that is not yet visible could be
/// [`Absent`](Resolution::Absent), and sending it again would apply it twice.
///
/// ```no_run
/// # use chrono::{DateTime, Utc};
/// # use leads_core::{Lost, Pipeline, Resolution, Resolve, Result};
/// # use std::time::Duration;
/// # async fn run<R: Resolve>(pipeline: Pipeline<R::Vendor>, request: R, stored: DateTime<Utc>) -> Result<()> {
/// // After an error.
/// if let Err(error) = pipeline.send(&request).await {
///     let resolution = pipeline.resolve(&request, &error).await?;
/// }
/// // After a crash: the request and the time were stored before `send` was called.
/// let resolution = pipeline.resolve(&request, stored).await?;
/// // The call had a deadline of ten minutes, which is longer than the client's.
/// let lost = Lost::since(stored).deadline(Duration::from_secs(600));
/// let resolution = pipeline.resolve(&request, lost).await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The vendor, operation and outcome of the error.
    error: Option<(&'static str, &'static str, WriteOutcome)>,
    /// When the call returned the error, or when it started at the earliest.
    since: DateTime<Utc>,
    /// How long after that the write can have been sent; `None` if the client's settings decide.
    deadline: Option<Duration>,
}

impl Lost {
    /// Describes a write whose call started at this time or later, and whose result was never received.
    ///
    /// A time in the future counts as now.
    #[must_use]
    pub fn since(started: DateTime<Utc>) -> Self {
        Self { error: None, since: started.min(Utc::now()), deadline: None }
    }

    /// Sets the deadline of the call, if it differs from that of the client. Must not be shorter than the deadline that
    /// the call really had.
    ///
    /// A write that returned an error is no longer being sent, so this has no effect on it.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        if self.error.is_none() {
            self.deadline = Some(deadline);
        }
        self
    }
}

impl From<&Error> for Lost {
    /// A write that returned this error just now.
    fn from(error: &Error) -> Self {
        let error = (error.vendor(), error.operation(), error.outcome());
        Self { error: Some(error), since: Utc::now(), deadline: Some(Duration::ZERO) }
    }
}

impl From<DateTime<Utc>> for Lost {
    /// As [`Lost::since`].
    fn from(started: DateTime<Utc>) -> Self {
        Self::since(started)
    }
}

/// How the outcome of an operation can be verified, as data for tables of operations.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Verification {
    /// The read that verifies the write.
    pub by: Operation,
    /// What counts as found: [`Resolve::FOUND_WHEN`].
    pub proof: &'static str,
    /// [`Resolve::VISIBLE_WITHIN`].
    pub settles: Option<Duration>,
}

impl Verification {
    /// Returns how a request type is verified.
    #[must_use]
    pub const fn of<R: Resolve>() -> Self {
        Self { by: <R::Check as Request>::OPERATION, proof: R::FOUND_WHEN, settles: R::VISIBLE_WITHIN }
    }
}

impl<V: Vendor> Pipeline<V> {
    /// Determines whether a write took effect.
    ///
    /// If an error already states the outcome, nothing is sent: [`NotApplied`](WriteOutcome::NotApplied) is
    /// [`Absent`](Resolution::Absent), [`Applied`](WriteOutcome::Applied) is [`Found`](Resolution::Found). Otherwise the
    /// [verification read](Resolve::check) is sent. A write that is not found is read once more when
    /// [`VISIBLE_WITHIN`](Resolve::VISIBLE_WITHIN) has passed since the latest time at which it can have been sent: see
    /// [`Lost`]. The call can take that long.
    ///
    /// [`Partial`](WriteOutcome::Partial) is [`CannotTell`](Resolution::CannotTell): the error's codes name the rows.
    ///
    /// # Errors
    /// Returns an error if the verification read fails; the outcome of the write is then still unknown. Returns an
    /// invalid-request error if `lost` is an error of another operation.
    pub async fn resolve<R: Resolve<Vendor = V>>(&self, request: &R, lost: impl Into<Lost>) -> Result<Resolution> {
        self.resolve_with(request, lost, &CallOptions::new()).await
    }

    /// [`resolve`](Self::resolve) with per-call options for each verification read.
    ///
    /// A longer deadline in `options` is also assumed for the write; see [`Lost`].
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub async fn resolve_with<R: Resolve<Vendor = V>>(
        &self,
        request: &R,
        lost: impl Into<Lost>,
        options: &CallOptions,
    ) -> Result<Resolution> {
        let Lost { error, since, deadline } = lost.into();
        if let Some((vendor, operation, outcome)) = error {
            if vendor != V::NAME || operation != R::OPERATION.name {
                return Err(Error::invalid("error", "is not an error of this request")
                    .for_operation(V::NAME, R::OPERATION.name));
            }
            match outcome {
                WriteOutcome::NotApplied => return Ok(Resolution::Absent),
                WriteOutcome::Applied => return Ok(Resolution::Found),
                WriteOutcome::Partial => return Ok(Resolution::CannotTell),
                WriteOutcome::Accepted | WriteOutcome::Unknown => {}
            }
        }
        let Some(check) = request.check() else { return Ok(Resolution::CannotTell) };
        let passed = (Utc::now() - since).to_std().unwrap_or_default();
        let first = self.verify(request, &check, options).await?;
        let (Resolution::Absent, visible_within) = (first, R::VISIBLE_WITHIN) else { return Ok(first) };
        let Some(visible_within) = visible_within else { return Ok(Resolution::CannotTell) };
        let deadline = deadline.unwrap_or_else(|| self.inner.timeouts.call.max(options.deadline.unwrap_or_default()));
        let remaining = deadline.saturating_add(visible_within).saturating_sub(passed).min(MAX_WAIT);
        if remaining.is_zero() {
            return Ok(Resolution::Absent);
        }
        sleep(remaining).await;
        self.verify(request, &check, options).await
    }

    async fn verify<R: Resolve<Vendor = V>>(
        &self,
        request: &R,
        check: &R::Check,
        options: &CallOptions,
    ) -> Result<Resolution> {
        match self.send_with(check, options).await {
            Ok(reply) => Ok(request.interpret(Ok(&*reply))),
            Err(error) if error.is_not_found() => Ok(request.interpret(Err(&error))),
            Err(error) => Err(error),
        }
    }
}
