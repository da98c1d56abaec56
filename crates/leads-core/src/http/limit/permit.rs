//! A permit, and when it returns.

use std::fmt;
use std::sync::Arc;

use super::line::Need;
use super::{Settled, Shared};

/// Leave to make one call, in all the windows that the call counts in.
///
/// Say [`sent`](Self::sent) just before the first byte goes out and [`answered`](Self::answered)
/// when the head of the answer is in. The permit returns
///
/// * one window after the answer, if there was one. The vendor counted the call somewhere between
///   sending and answer; counted from the answer, no window of the vendor, however it is aligned,
///   can hold both this call and the one that gets the permit next;
/// * one window and a second after it is dropped, if the call was sent and no answer came (a
///   time-out, a dropped future): the best that can be done without knowing when it arrived;
/// * at once when it is dropped, if nothing was sent.
///
/// All of this happens in place, without a task or a timer.
///
/// ```
/// # use std::time::Duration;
/// # use leads_core::http::limit::{Lane, Limiter, Refused, Window};
/// # async fn call(limiter: &Limiter) -> Result<(), Refused> {
/// let mut permit = limiter.acquire(&["calls"], Lane::Interactive, None).await?;
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
    need: Need,
    ticket: Option<u64>,
}

impl Permit {
    pub(super) fn free() -> Self {
        Self { held: None, sent: false }
    }

    pub(super) fn new(shared: &Arc<Shared>, need: Need) -> Self {
        let held = (need != 0).then(|| Held { shared: Arc::clone(shared), need, ticket: None });
        Self { held, sent: false }
    }

    pub(super) fn need(&self) -> Need {
        self.held.as_ref().map_or(0, |held| held.need)
    }

    pub(super) fn count(&mut self, ticket: u64) {
        if let Some(held) = &mut self.held {
            held.ticket = Some(ticket);
        }
    }

    /// The request is about to go out: from here on the vendor may count the call.
    pub fn sent(&mut self) {
        self.sent = true;
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
        self.settle(Settled::Answered);
    }

    fn settle(&mut self, how: Settled) {
        let Some(held) = self.held.take() else { return };
        held.shared.settle(held.need, how);
        if let (Some(ticket), Some(counts)) = (held.ticket, held.shared.counts()) {
            counts.settle(ticket, how);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.settle(if self.sent { Settled::Unanswered } else { Settled::Unused });
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { held, sent } = self;
        f.debug_struct("Permit").field("held", &held.is_some()).field("sent", sent).finish()
    }
}
