//! Determining whether a write with an unknown outcome took effect.

use super::timeouts::MAX_WAIT;
use super::{CallOptions, Pipeline};
use crate::error::{Error, Result, WriteOutcome};
use crate::request::{Operation, Request};
use crate::vendor::Vendor;
use chrono::{DateTime, TimeDelta, Utc};
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
    /// As [`Absent`](Self::Absent), but only by the application's own word: the write was not visible when the delay of
    /// [`ClientConfig::visible_within`](super::ClientConfig::visible_within) had passed, and the vendor documents none. If
    /// the delay is too short, sending the request again applies it twice.
    AssumedAbsent,
    /// The data does not show whether the write took effect. Verify again later or by hand, and do not send a
    /// non-idempotent request again.
    CannotTell,
}

impl Resolution {
    /// Returns whether the write took effect.
    #[must_use]
    pub const fn is_found(self) -> bool {
        matches!(self, Self::Found)
    }

    /// Returns whether the write did not take effect, by the vendor's word or by the
    /// [application's](Self::AssumedAbsent), so that it can be sent again.
    ///
    /// ```
    /// use leads_core::Resolution;
    ///
    /// assert!(Resolution::Absent.is_absent() && Resolution::AssumedAbsent.is_absent());
    /// assert!(!Resolution::CannotTell.is_absent());
    /// ```
    #[must_use]
    pub const fn is_absent(self) -> bool {
        matches!(self, Self::Absent | Self::AssumedAbsent)
    }

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
    AssumedAbsent => "assumed_absent",
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
///   [`CannotTell`](Resolution::CannotTell), never [`Absent`](Resolution::Absent). An application that has measured the
///   delay for an account states it with [`ClientConfig::visible_within`](super::ClientConfig::visible_within); the result
///   is then [`AssumedAbsent`](Resolution::AssumedAbsent).
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
/// # use chrono::{DateTime, TimeDelta, Utc};
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
    /// When the call that returned the error began, if it is known.
    began: Option<DateTime<Utc>>,
    /// The deadline of one call; `None` if the client's settings decide.
    deadline: Option<Duration>,
    /// How long after `since` the write can have been sent, with all calls of the change.
    sent_within: Option<Duration>,
}

/// When a write can have been sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SentWindow {
    pub(crate) from: DateTime<Utc>,
    pub(crate) until: DateTime<Utc>,
    /// Whether the write can have been sent before `from`, because it is not known when the call began.
    pub(crate) is_open: bool,
}

impl Lost {
    /// Describes a write whose call started at this time or later, and whose result was never received.
    ///
    /// A time in the future counts as now.
    #[must_use]
    pub fn since(started: DateTime<Utc>) -> Self {
        Self { error: None, since: started.min(Utc::now()), began: None, deadline: None, sent_within: None }
    }

    /// Sets the deadline of the call, if it differs from that of the client. Must not be shorter than the deadline that
    /// the call really had.
    ///
    /// Some changes of the vendor-independent client take two calls, each with this deadline.
    ///
    /// A write that returned an error is no longer being sent, so this has no effect on it.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        if self.error.is_none() {
            self.deadline = Some(deadline);
        }
        self
    }

    /// Sets how long after the start the write can have been sent at the latest, with all calls of the change, if the
    /// application limits it as a whole. Zero means that it is no longer being sent.
    ///
    /// A write that returned an error is no longer being sent, so this has no effect on it.
    #[must_use]
    pub fn sent_within(mut self, time: Duration) -> Self {
        if self.error.is_none() {
            self.sent_within = Some(time);
        }
        self
    }

    /// Returns how long after `since` the write can have been sent, if a change takes this many calls.
    fn span(&self, usual: Duration, calls: u32) -> Duration {
        self.sent_within.unwrap_or_else(|| self.deadline.unwrap_or(usual).saturating_mul(calls))
    }

    /// Returns what is known without a read: [`NotApplied`](WriteOutcome::NotApplied) is
    /// [`Absent`](Resolution::Absent), [`Applied`](WriteOutcome::Applied) is [`Found`](Resolution::Found), and
    /// [`Partial`](WriteOutcome::Partial) is [`CannotTell`](Resolution::CannotTell). `None` if a read has to show it.
    ///
    /// ```
    /// use leads_core::{Error, Lost, Resolution};
    ///
    /// let refused = Error::invalid("email", "must not be empty");
    /// assert_eq!(Lost::from(&refused).known(), Some(Resolution::Absent));
    /// assert_eq!(Lost::since(chrono::Utc::now()).known(), None);
    /// ```
    #[must_use]
    pub fn known(&self) -> Option<Resolution> {
        match self.error?.2 {
            WriteOutcome::NotApplied => Some(Resolution::Absent),
            WriteOutcome::Applied => Some(Resolution::Found),
            WriteOutcome::Partial => Some(Resolution::CannotTell),
            WriteOutcome::Accepted | WriteOutcome::Unknown => None,
        }
    }

    /// Returns when the write can have been sent, if a change takes this many calls with the deadline `usual` unless
    /// stated.
    pub(crate) fn window(&self, usual: Duration, calls: u32) -> SentWindow {
        let span = |length: Duration| TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX);
        let Self { since, began, .. } = *self;
        match self.error {
            Some(_) => {
                let earliest = || since.checked_sub_signed(span(usual.saturating_mul(calls)));
                let from = began.or_else(earliest).unwrap_or(DateTime::<Utc>::MIN_UTC);
                SentWindow { from, until: since, is_open: began.is_none() }
            }
            None => {
                let until = since.checked_add_signed(span(self.span(usual, calls)));
                SentWindow { from: since, until: until.unwrap_or(DateTime::<Utc>::MAX_UTC), is_open: false }
            }
        }
    }
}

/// Decides when a write that a read does not show counts as absent. For verifications that take several reads; see
/// [`Pipeline::absence`].
///
/// Each read's result is passed to [`verdict`](Self::verdict), which waits if there is a reason to read once more.
#[derive(Debug)]
pub struct Absence {
    /// How long until a missing write counts as absent; `None` if it never does.
    remaining: Option<Duration>,
    is_assumed: bool,
}

impl Absence {
    pub(crate) fn new(lost: &Lost, documented: Option<Duration>, measured: Option<Duration>, span: Duration) -> Self {
        let passed = (Utc::now() - lost.since).to_std().unwrap_or_default();
        let delay = documented.or(measured);
        let remaining = delay.map(|delay| span.saturating_add(delay).saturating_sub(passed).min(MAX_WAIT));
        Self { remaining, is_assumed: documented.is_none() }
    }

    /// Returns the result of the verification, or waits and returns `None` if the write has to be read again.
    ///
    /// `seen` is what the read shows: [`Absent`](Resolution::Absent) if it does not show the write.
    pub async fn verdict(&mut self, seen: Resolution) -> Option<Resolution> {
        if seen != Resolution::Absent {
            return Some(seen);
        }
        let Some(remaining) = self.remaining else { return Some(Resolution::CannotTell) };
        if remaining.is_zero() {
            return Some(if self.is_assumed { Resolution::AssumedAbsent } else { Resolution::Absent });
        }
        sleep(remaining).await;
        self.remaining = Some(Duration::ZERO);
        None
    }
}

impl From<&Error> for Lost {
    /// A write that returned this error: when the call ended, or just now if the error did not come from a call.
    fn from(error: &Error) -> Self {
        let times = error.call_times();
        let (began, since) = (times.map(|(began, _)| began), times.map_or_else(Utc::now, |(_, ended)| ended));
        let error = (error.vendor(), error.operation(), error.outcome());
        Self { error: Some(error), since, began, deadline: None, sent_within: Some(Duration::ZERO) }
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
    /// [`VISIBLE_WITHIN`](Resolve::VISIBLE_WITHIN), or else the delay of
    /// [`ClientConfig::visible_within`](super::ClientConfig::visible_within), has passed since the latest time at which it
    /// can have been sent: see [`Lost`]. The call can take that long. With neither, it is
    /// [`CannotTell`](Resolution::CannotTell).
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
        let lost = lost.into();
        if lost.error.is_some_and(|(vendor, operation, _)| vendor != V::NAME || operation != R::OPERATION.name) {
            return Err(
                Error::invalid("error", "is not an error of this request").for_operation(V::NAME, R::OPERATION.name)
            );
        }
        self.settle(request, lost, options, 1).await
    }

    /// [`resolve_with`](Self::resolve_with) for a write that an adapter sends after other calls of the same change, each
    /// with its own deadline: any error of these calls is accepted.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve). Returns an invalid-request error if `lost` is an error of another vendor.
    pub async fn resolve_change<R: Resolve<Vendor = V>>(
        &self,
        request: &R,
        lost: Lost,
        options: &CallOptions,
    ) -> Result<Resolution> {
        if lost.error.is_some_and(|(vendor, ..)| vendor != V::NAME) {
            return Err(
                Error::invalid("error", "is not an error of this vendor").for_operation(V::NAME, R::OPERATION.name)
            );
        }
        self.settle(request, lost, options, 2).await
    }

    async fn settle<R: Resolve<Vendor = V>>(
        &self,
        request: &R,
        lost: Lost,
        options: &CallOptions,
        calls: u32,
    ) -> Result<Resolution> {
        if let Some(known) = lost.known() {
            return Ok(known);
        }
        let Some(check) = request.check() else { return Ok(Resolution::CannotTell) };
        let mut absence = self.absence(&lost, R::VISIBLE_WITHIN, options, calls);
        loop {
            let seen = self.verify(request, &check, options).await?;
            if let Some(resolution) = absence.verdict(seen).await {
                return Ok(resolution);
            }
        }
    }

    /// Returns when a missing write counts as absent, for verifications by several reads or of a write that consists of
    /// several `calls`, each with its own deadline. `documented` is the delay that the vendor documents.
    #[must_use]
    pub fn absence(&self, lost: &Lost, documented: Option<Duration>, options: &CallOptions, calls: u32) -> Absence {
        let span = lost.span(self.usual_deadline(options), calls);
        Absence::new(lost, documented, self.inner.visible_within, span)
    }

    /// Returns the longest deadline that a call may have had.
    fn usual_deadline(&self, options: &CallOptions) -> Duration {
        self.inner.timeouts.call.max(options.deadline.unwrap_or_default())
    }

    /// Returns the delay of [`ClientConfig::visible_within`](super::ClientConfig::visible_within).
    #[must_use]
    pub fn visible_within(&self) -> Option<Duration> {
        self.inner.visible_within
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

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn window_of_an_error_is_the_time_of_its_call_whenever_it_is_asked_for() {
        let error = Error::new(crate::ErrorKind::Timeout, "late").with_outcome(WriteOutcome::Unknown);
        let timed = error.with_call_length(Duration::from_secs(2));
        let (began, ended) = timed.call_times().unwrap();
        let window = Lost::from(&timed).window(MINUTE, 2);
        assert_eq!((window.from, window.until, window.is_open), (began, ended, false));
        assert_eq!(ended - began, TimeDelta::seconds(2));

        let other = Error::new(crate::ErrorKind::Timeout, "late").with_outcome(WriteOutcome::Unknown);
        let window = Lost::from(&other).window(MINUTE, 2);
        assert_eq!((window.until - window.from, window.is_open), (TimeDelta::minutes(2), true));
    }

    #[test]
    fn deadline_of_one_call_counts_for_each_call_of_a_change() {
        let start = Utc::now() - TimeDelta::minutes(1);
        let until = |lost: Lost| lost.window(MINUTE, 2).until - start;
        assert_eq!(until(Lost::since(start)), TimeDelta::minutes(2));
        assert_eq!(until(Lost::since(start).deadline(10 * MINUTE)), TimeDelta::minutes(20));
        assert_eq!(until(Lost::since(start).sent_within(10 * MINUTE)), TimeDelta::minutes(10));
        let waits = |lost: Lost| Absence::new(&lost, None, Some(MINUTE), lost.span(MINUTE, 2)).remaining.unwrap();
        assert!(waits(Lost::since(start).deadline(10 * MINUTE)) > 19 * MINUTE);
        assert!(waits(Lost::since(start).sent_within(Duration::ZERO)) <= MINUTE);
    }

    #[test]
    fn times_beyond_the_calendar_are_its_ends() {
        let error = Error::new(crate::ErrorKind::Timeout, "late").with_call_length(Duration::MAX);
        assert_eq!(Lost::from(&error).window(Duration::MAX, 2).from, DateTime::<Utc>::MIN_UTC);
        let window = Lost::since(Utc::now()).window(Duration::MAX, 2);
        assert_eq!(window.until, DateTime::<Utc>::MAX_UTC);
    }
}
