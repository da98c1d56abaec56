//! A permit, and when it returns.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::clock::millis_up;
use super::state::Grant;
use super::{FLIGHT, PermitUse, Shared};

/// Leave to make one call, in all the windows that the call counts in.
///
/// Say [`sent`](Self::sent) just before the first byte goes out and [`answered`](Self::answered)
/// when the head of the answer is in. The permit returns
///
/// * one window after the answer, if there was one. The vendor counted the call somewhere between
///   sending and answer; counted from the answer, no window of the vendor, however it is aligned,
///   can hold both this call and the one that gets the permit next;
/// * one window and a second after it is dropped, if the call was sent and no answer came (a
///   timeout, a dropped future): the best that can be done without knowing when it arrived;
/// * at once when it is dropped, if nothing was sent.
///
/// All of this happens in place, without a task or a timer. A permit that is kept without being used does not block
/// others for long, even if the future that holds it is not polled any more:
///
/// * one that is not sent returns after 16 seconds;
/// * one that was sent returns one window and a second after the longest time that the call can take
///   ([`sent_within`](Self::sent_within)).
///
/// [`has_returned`](Self::has_returned) tells whether that has happened. A call that is sent or answered after its
/// permit has returned is counted again, so the counts stay right; but it may then be one too many.
///
/// ```
/// # use std::time::Duration;
/// # use leads_core::http::limit::{Priority, Limiter, AcquireError, Window};
/// # async fn call(limiter: &Limiter) -> Result<(), AcquireError> {
/// let mut permit = limiter.acquire(&["calls"], Priority::Interactive, None).await?;
/// permit.sent();
/// // ... send the request and wait for the head of the answer ...
/// permit.answered();
/// // ... read the body at leisure ...
/// # Ok(())
/// # }
/// ```
#[must_use = "a permit that is dropped returns at once"]
pub struct Permit {
    /// Nothing, if the call counts nowhere or has been settled.
    held: Option<Held>,
    sent: bool,
}

struct Held {
    shared: Arc<Shared>,
    grant: Grant,
    ticket: Option<u64>,
}

/// What a call tests that was let through in spite of a pause or a named limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Probe(pub(super) super::queue::WindowMask);

impl Permit {
    pub(super) fn free() -> Self {
        Self { held: None, sent: false }
    }

    pub(super) fn new(shared: &Arc<Shared>, grant: Grant) -> Self {
        let counts = grant.need != 0 || grant.probe;
        let held = counts.then(|| Held { shared: Arc::clone(shared), grant, ticket: None });
        Self { held, sent: false }
    }

    pub(super) fn grant(&self) -> Option<Grant> {
        self.held.as_ref().map(|held| held.grant)
    }

    /// What the call tests, if it was let through to test a pause or a limit that a refusal named.
    pub(crate) fn probe(&self) -> Option<Probe> {
        self.grant().filter(|grant| grant.probe).map(|grant| Probe(grant.need))
    }

    pub(super) fn count(&mut self, ticket: u64) {
        if let Some(held) = &mut self.held {
            held.ticket = Some(ticket);
        }
    }

    /// The request is about to go out: from here on the vendor may count the call.
    ///
    /// If no response is reported and the permit is not dropped, it returns as if the call had taken 90 seconds. Use
    /// [`sent_within`](Self::sent_within) if the longest time is known.
    pub fn sent(&mut self) {
        self.sent_within(FLIGHT);
    }

    /// The request is about to go out, and the call ends within `flight`, with or without a response.
    ///
    /// If the permit has [returned by itself](Self::has_returned), the call is counted again without waiting for room.
    pub fn sent_within(&mut self, flight: Duration) {
        self.sent = true;
        if let Some(held) = &mut self.held {
            let flight = millis_up(flight).saturating_add(1);
            let grant = &mut held.grant;
            held.shared.with(|state, now, _| state.sent(grant, now.saturating_add(flight)));
        }
    }

    /// Whether the permit has returned because it was kept for too long.
    ///
    /// A call that was not sent yet should then take another permit.
    #[must_use]
    pub fn has_returned(&self) -> bool {
        self.held.as_ref().is_some_and(|held| held.shared.with(|state, now, _| state.has_returned(&held.grant, now)))
    }

    /// It turned out that nothing went out: no connection was made. The permit returns at once when it is dropped.
    pub fn not_sent(&mut self) {
        self.sent = false;
    }

    /// Whether anything may have gone out.
    pub(crate) fn was_sent(&self) -> bool {
        self.sent
    }

    /// The head of the answer is in: the permit returns one window from now.
    ///
    /// Only the first word counts; saying it again does nothing.
    pub fn answered(&mut self) {
        self.settle(PermitUse::Answered);
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
        self.settle(if self.sent { PermitUse::Unanswered } else { PermitUse::Unused });
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { held, sent } = self;
        f.debug_struct("Permit").field("held", &held.is_some()).field("sent", sent).finish()
    }
}
