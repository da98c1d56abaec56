//! Permits, and when they are returned.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::clock::millis_up;
use super::decision::Grant;
use super::{FLIGHT, PermitUse, Shared};

/// How long before the end of a call its permit is too old for sending, if shared counts granted it: at most this, and at
/// most a tenth of the duration of the call.
const MARGIN: Duration = Duration::from_secs(1);

/// A permit for one call, in all the windows in which the call counts.
///
/// Call [`sent`](Self::sent) just before the first byte is sent, and [`response_received`](Self::response_received) when the head of the
/// response has arrived. The permit is returned
///
/// * one window after the response, if there was one. The vendor counted the call at some time between the request and
///   the response; counted from the response, no window of the vendor, however it is aligned, can contain both this
///   call and the one that gets the permit next;
/// * one window and a second after it is dropped, if the call was sent and no response arrived (a timeout, a dropped
///   future): the best that can be done without knowing when it arrived;
/// * at once when it is dropped, if nothing was sent.
///
/// All of this happens in place, without a task or a timer. A permit that is held without being used does not block
/// others for long, even if the future that holds it is no longer polled:
///
/// * one that is not sent is returned after 16 seconds;
/// * one that was sent is returned one window and a second after the maximum duration of the call
///   ([`sent_within`](Self::sent_within)).
///
/// [`has_returned`](Self::has_returned) reports whether that has happened. A call that is sent, or whose response
/// arrives, after its permit has been returned is counted again, so the counts stay correct; but it may exceed the
/// limit by one.
///
/// ```
/// # use std::time::Duration;
/// # use leads_core::http::limit::{Priority, Limiter, AcquireError, Window};
/// # async fn call(limiter: &Limiter) -> Result<(), AcquireError> {
/// let mut permit = limiter.acquire(&["calls"], Priority::Interactive, None).await?;
/// permit.sent();
/// // ... send the request and wait for the head of the response ...
/// permit.response_received();
/// // ... read the body ...
/// # Ok(())
/// # }
/// ```
#[must_use = "a permit that is dropped is returned at once"]
pub struct Permit {
    /// `None` if the call counts nowhere or has been settled.
    held: Option<Held>,
    sent: bool,
}

struct Held {
    shared: Arc<Shared>,
    grant: Grant,
    ticket: Option<u64>,
    /// From then on, the shared counts may give the permit to another process before this call arrives.
    stale_at: Option<Instant>,
}

/// Identifies what is tested by a call that was let through despite a pause or a reported limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Probe(pub(super) super::decision::WindowMask);

impl Permit {
    pub(super) fn free() -> Self {
        Self { held: None, sent: false }
    }

    pub(super) fn new(shared: &Arc<Shared>, grant: Grant) -> Self {
        let counts = grant.need != 0 || grant.probe;
        let held = counts.then(|| Held { shared: Arc::clone(shared), grant, ticket: None, stale_at: None });
        Self { held, sent: false }
    }

    pub(super) fn grant(&self) -> Option<Grant> {
        self.held.as_ref().map(|held| held.grant)
    }

    /// Returns what the call tests, if it was let through to test a pause or a limit that a rejection reported.
    pub(crate) fn probe(&self) -> Option<Probe> {
        self.grant().filter(|grant| grant.probe).map(|grant| Probe(grant.need))
    }

    /// Records that the shared counts granted the permit to a call that takes at most `flight` from `asked` on.
    pub(super) fn count(&mut self, ticket: u64, asked: Instant, flight: Duration) {
        if let Some(held) = &mut self.held {
            held.ticket = Some(ticket);
            // The request still has to travel to the vendor.
            held.stale_at = asked.checked_add(flight.saturating_sub(MARGIN.min(flight / 10)));
        }
    }

    /// Records that the request is about to be sent: from now on the vendor may count the call.
    ///
    /// If no response is reported and the permit is not dropped, it is returned as if the call had taken 90 seconds.
    /// Use [`sent_within`](Self::sent_within) if the maximum duration is known.
    pub fn sent(&mut self) {
        self.sent_within(FLIGHT);
    }

    /// Records that the request is about to be sent, and that the call ends within `flight`, with or without a
    /// response.
    ///
    /// If the permit has [expired](Self::has_returned), the call is counted again without waiting for room.
    pub fn sent_within(&mut self, flight: Duration) {
        self.sent = true;
        if let Some(held) = &mut self.held {
            let flight = millis_up(flight).saturating_add(1);
            let grant = &mut held.grant;
            held.shared.with(|state, now, _| state.sent(grant, now.saturating_add(flight)));
        }
    }

    /// Returns whether the permit was returned because it was held for too long.
    ///
    /// A call that has not been sent yet should then acquire another permit. With [shared counts](super::SharedCounts)
    /// this is also true for a call that has not been sent when the last tenth of its duration begins, or the last second:
    /// the process may have been suspended, and the counts may give the permit to another process.
    #[must_use]
    pub fn has_returned(&self) -> bool {
        let stale = |held: &Held| held.stale_at.is_some_and(|at| Instant::now() >= at);
        if !self.sent && self.held.as_ref().is_some_and(stale) {
            return true;
        }
        self.held.as_ref().is_some_and(|held| held.shared.with(|state, now, _| state.has_returned(&held.grant, now)))
    }

    /// Records that nothing was sent after all: no connection was established. The permit is returned at once when it
    /// is dropped.
    pub fn not_sent(&mut self) {
        self.sent = false;
    }

    /// Returns whether anything may have been sent.
    pub(crate) fn was_sent(&self) -> bool {
        self.sent
    }

    /// Records that the head of the response has arrived: the permit is returned one window from now.
    ///
    /// Only the first call has an effect.
    pub fn response_received(&mut self) {
        self.settle(PermitUse::WithResponse);
    }

    fn settle(&mut self, how: PermitUse) {
        let Some(held) = self.held.take() else { return };
        held.shared.settle(held.grant, how);
        if let (Some(ticket), Some(counts)) = (held.ticket, held.shared.counts()) {
            counts.settle(ticket, how);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.settle(if self.sent { PermitUse::WithoutResponse } else { PermitUse::Unused });
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { held, sent } = self;
        f.debug_struct("Permit").field("held", &held.is_some()).field("sent", sent).finish()
    }
}
