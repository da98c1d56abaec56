//! Waiting in line.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use tokio::time::{Instant, sleep_until};

use super::Shared;
use super::clock::Tick;
use super::line::{Later, Place};
use super::state::Verdict;

/// The longest that a waiter sleeps without looking again, in milliseconds: a day.
const LONGEST: u64 = 24 * 60 * 60 * 1000;

/// Leaves the line when the caller gives up.
struct Seat<'a> {
    shared: &'a Shared,
    place: Place,
    taken: bool,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        if self.taken {
            self.shared.with(|state, now, later| state.leave(self.place, now, later));
        }
    }
}

/// Waits until it is decided what becomes of a caller.
pub(super) async fn wait(shared: &Shared, place: Place, deadline: Option<Tick>) -> Verdict {
    let mut seat = Seat { shared, place, taken: true };
    let mut timer = pin!(sleep_until(Instant::now()));
    poll_fn(|cx| {
        loop {
            let looked = shared.with_later(Later::polled(place.seq), |state, now, later| {
                let look = state.poll(place, deadline, cx.waker(), now, later);
                look.map_err(|at| at.min(now.saturating_add(LONGEST)))
            });
            match looked {
                Ok(verdict) => {
                    seat.taken = false;
                    return Poll::Ready(verdict);
                }
                Err(at) => {
                    let at = shared.clock.instant(at);
                    if timer.deadline() != at {
                        timer.as_mut().reset(at);
                    }
                    if timer.as_mut().poll(cx).is_pending() {
                        return Poll::Pending;
                    }
                }
            }
        }
    })
    .await
}
