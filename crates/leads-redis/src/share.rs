//! The share of the allowance that a machine may use when it cannot reach the server.
//!
//! The server gives each machine a share of each window, in total no more than the window, under a lease that the machine
//! renews while it is connected. A share grows only after every other machine has received its announcement: if the server
//! loses its memory, they restore it. When the lease of a machine ends, the server takes its share off the pool. The machine
//! uses it only when every permit of the pool from before that moment must have returned: a flight and a window after the
//! end of the lease. It stops a fixed time after the end of the lease; a flight and a window later, the share returns to
//! the pool.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::{Millis, with_drift};
use crate::spec::Spec;

/// The length of a lease, and how often it is renewed.
pub(crate) const LEASE: Millis = 2_000;
pub(crate) const RENEW: Millis = 500;
/// How long a machine may use its share after its lease has ended.
pub(crate) const USE: Millis = 5 * 60 * 1000;
/// How late a renewal may be carried out, by the server's clock, and by this machine's: its estimate of the server's time
/// is as inexact as a round trip is long.
pub(crate) const LATE: Millis = 400;
const LATEST: Millis = LATE + 200;
/// Permits of calls without a response return that much later; it also covers a clock that was set back.
const GRACE: Millis = 1_000;

/// Why a share gives no permit now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoShare {
    /// There is none, or not yet, or it is too old.
    Closed,
    /// All permits of the window are in use; one returns after this time.
    Full { window: usize, wait: Millis },
}

#[derive(Debug, Default)]
struct Permits {
    share: u32,
    /// When each permit returns, by its ticket.
    used: BTreeMap<u64, Millis>,
}

#[derive(Debug, Default)]
pub(crate) struct Share {
    permits: BTreeMap<String, Permits>,
    /// The rows of all machines, which restore them if the server loses its memory.
    pub(crate) rows: Vec<(String, String)>,
    /// The server's time when it sent the rows; 0 if there are none.
    pub(crate) received: Millis,
    /// The longest flight that the server knows this machine to expect, and the longest of any machine.
    flight: Millis,
    others: Millis,
    /// The lease is certain to be valid until then.
    pub(crate) leased: Millis,
    /// When the share may be used, and until when permits may be taken.
    from: Millis,
    until: Millis,
    /// The time of the last renewal that was tried.
    pub(crate) tried: Millis,
}

/// The reply to a renewal.
#[derive(Debug)]
pub(crate) struct Renewed {
    /// The longest flight of any machine.
    pub(crate) flight: Millis,
    pub(crate) shares: Vec<(String, u32)>,
    pub(crate) rows: Vec<(String, String)>,
    /// The server's time.
    pub(crate) server: Millis,
    /// When the request was sent and when its reply arrived.
    pub(crate) sent: Millis,
    pub(crate) replied: Millis,
}

impl Share {
    /// A renewal is about to be sent: if its reply is lost, it can still be carried out until it is too late. Returns the
    /// longest flight, which the server has to know: it counts the share of this machine in every longer call.
    pub(crate) fn trying(&mut self, now: Millis, longest: Millis, windows: &[Spec]) -> Millis {
        self.tried = now;
        self.flight = self.flight.max(self.others).max(longest);
        let from = self.start(now.saturating_add(LATEST), windows);
        self.from = self.from.max(from);
        self.flight
    }

    pub(crate) fn renewed(&mut self, reply: Renewed, windows: &[Spec]) {
        // Replies can arrive in another order than the requests were sent in.
        if reply.server < self.received {
            return;
        }
        self.others = reply.flight;
        self.rows = reply.rows;
        self.received = reply.server;
        self.leased = reply.sent.saturating_add(LEASE);
        // The server received the request between the two times; each limit is counted from the safe one.
        self.from = self.start(reply.replied, windows);
        self.until = reply.sent.saturating_add(LEASE).saturating_add(USE);
        for permits in self.permits.values_mut() {
            permits.share = 0;
        }
        for (id, share) in reply.shares {
            self.permits.entry(id).or_default().share = share;
        }
    }

    /// Whether the server was asked for a share of a window.
    pub(crate) fn knows(&self, window: &Spec) -> bool {
        self.permits.contains_key(&window.id)
    }

    /// Returns the share of a window that may be used, now or once the server cannot be reached.
    pub(crate) fn usable(&self, window: &Spec, now: Millis) -> u32 {
        let share = self.permits.get(&window.id).map_or(0, |permits| permits.share);
        if now < self.until { share } else { 0 }
    }

    fn start(&self, renewed: Millis, windows: &[Spec]) -> Millis {
        let hold = windows.iter().filter(|window| !window.reserved).map(|window| window.hold).max().unwrap_or(0);
        let wait = LEASE.saturating_add(self.flight).saturating_add(hold).saturating_add(GRACE);
        renewed.saturating_add(with_drift(wait)).saturating_add(5)
    }

    fn expire(&mut self, now: Millis) {
        for permits in self.permits.values_mut() {
            permits.used.retain(|_, at| *at > now);
        }
    }

    /// Takes a permit of the share in all windows, or in none.
    pub(crate) fn take(&mut self, ticket: u64, windows: &[Spec], flight: Millis, now: Millis) -> Result<(), NoShare> {
        if now < self.from || now >= self.until || flight > self.flight {
            return Err(NoShare::Closed);
        }
        self.expire(now);
        for (index, window) in windows.iter().enumerate() {
            let permits = self.permits.get(&window.id).ok_or(NoShare::Closed)?;
            if permits.share == 0 {
                return Err(NoShare::Closed);
            }
            if permits.used.len() >= usize::try_from(permits.share).unwrap_or(usize::MAX) {
                let at = permits.used.values().min().copied().unwrap_or(now);
                return Err(NoShare::Full { window: index, wait: at.saturating_sub(now).max(1) });
            }
        }
        for window in windows {
            let at = now.saturating_add(flight).saturating_add(window.hold);
            self.permits.entry(window.id.clone()).or_default().used.insert(ticket, at);
        }
        Ok(())
    }

    /// Records how a permit of the share was used: `None` if it was not sent, otherwise how much longer than a window it
    /// counts.
    pub(crate) fn settle(&mut self, ticket: u64, windows: &[Spec], grace: Option<Millis>, now: Millis) {
        for window in windows {
            let Some(permits) = self.permits.get_mut(&window.id) else { continue };
            match grace {
                None => drop(permits.used.remove(&ticket)),
                Some(grace) => {
                    permits.used.insert(ticket, now.saturating_add(window.hold).saturating_add(grace));
                }
            }
        }
    }

    /// Returns the permits of a window that are in use, with the time until they return.
    pub(crate) fn in_use(&self, window: &Spec, now: Millis) -> Vec<(u64, Millis)> {
        let permits = self.permits.get(&window.id).into_iter().flat_map(|permits| &permits.used);
        permits.filter(|(_, at)| **at > now).map(|(ticket, at)| (*ticket, at - now)).collect()
    }

    /// Returns the permits in use.
    pub(crate) fn tickets(&self) -> BTreeSet<u64> {
        self.permits.values().flat_map(|permits| permits.used.keys().copied()).collect()
    }

    /// Forgets the permits that the server counts from now on, so that the share may not be used before they have
    /// returned. Others were taken meanwhile.
    pub(crate) fn handed_over(&mut self, tickets: &BTreeSet<u64>, now: Millis, windows: &[Spec]) {
        self.permits.values_mut().for_each(|permits| permits.used.retain(|ticket, _| !tickets.contains(ticket)));
        let from = self.start(now, windows);
        self.from = self.from.max(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window() -> Vec<Spec> {
        vec![Spec::new("calls".to_owned(), 1_000, 8, false)]
    }

    fn renewed(share: &mut Share, sent: Millis) {
        let shares = vec![("1000:calls".to_owned(), 2)];
        share.trying(sent, 500, &window());
        share.renewed(
            Renewed { flight: 500, shares, rows: Vec::new(), server: sent + 5, sent, replied: sent + 10 },
            &window(),
        );
    }

    #[test]
    fn share_opens_a_flight_and_a_window_after_the_lease() {
        let mut share = Share::default();
        renewed(&mut share, 100_000);
        let opens = 100_010 + LEASE + 500 + 1_002 + GRACE;
        assert_eq!(share.take(1, &window(), 500, opens), Err(NoShare::Closed));
        assert_eq!(share.take(1, &window(), 500, opens + 10), Ok(()));
        assert_eq!(share.take(2, &window(), 501, opens + 10), Err(NoShare::Closed));
        assert_eq!(share.take(2, &window(), 500, 102_000 + USE), Err(NoShare::Closed));
    }

    #[test]
    fn share_allows_no_more_permits_than_it_has() {
        let mut share = Share::default();
        renewed(&mut share, 0);
        let now = 60_000;
        assert_eq!(share.take(1, &window(), 400, now), Ok(()));
        assert_eq!(share.take(2, &window(), 400, now), Ok(()));
        assert_eq!(share.take(3, &window(), 400, now), Err(NoShare::Full { window: 0, wait: 1_402 }));
        share.settle(1, &window(), Some(0), now + 10);
        share.settle(2, &window(), None, now + 10);
        assert_eq!(share.take(3, &window(), 400, now + 10), Ok(()));
        assert_eq!(share.take(4, &window(), 400, now + 11), Err(NoShare::Full { window: 0, wait: 1_001 }));
    }

    #[test]
    fn lost_reply_to_a_renewal_delays_the_share() {
        let mut share = Share::default();
        renewed(&mut share, 0);
        share.trying(50_000, 500, &window());
        assert_eq!(share.take(1, &window(), 400, 52_000), Err(NoShare::Closed));
        assert_eq!(share.take(1, &window(), 400, 56_000), Ok(()));
    }
}
