//! Waiting in the queue.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use tokio::time::{Instant, sleep_until};

use super::Shared;
use super::clock::Tick;
use super::decision::WaitResult;
use super::queue::{PendingWakes, QueueTicket};

/// The maximum time that a waiter sleeps without checking again, in milliseconds: a day.
const LONGEST: u64 = 24 * 60 * 60 * 1000;

/// Leaves the queue when the caller gives up.
struct Seat<'a> {
    shared: &'a Shared,
    place: QueueTicket,
    taken: bool,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        if self.taken {
            self.shared.with(|state, now, wakes| state.leave(self.place, now, wakes));
        }
    }
}

/// Waits until the result of a caller is decided.
pub(super) async fn wait(shared: &Shared, place: QueueTicket, deadline: Option<Tick>) -> WaitResult {
    let mut seat = Seat { shared, place, taken: true };
    let mut timer = pin!(sleep_until(Instant::now()));
    poll_fn(|cx| {
        loop {
            let polled = shared.with_wakes(PendingWakes::polled(place.seq), |state, now, wakes| {
                let result = state.poll(place, deadline, cx.waker(), now, wakes);
                result.map_err(|at| at.min(now.saturating_add(LONGEST)))
            });
            match polled {
                Ok(result) => {
                    seat.taken = false;
                    return Poll::Ready(result);
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
