//! The counts of one window.

use std::collections::{BTreeMap, VecDeque};

use super::PermitUse;
use super::clock::{Tick, millis_up};
use super::window::Window;

/// How much longer than a window a call counts if it was sent and received no response, in milliseconds.
pub(super) const GRACE: u64 = 1000;
/// How long a pause or a limit reported by the vendor is trusted without a test, in milliseconds: five minutes.
///
/// After this time one call is let through, and another each time this time has passed again.
pub(super) const PROBE: u64 = 5 * 60 * 1000;
/// Up to this many permits, each return has a separate millisecond; above it, returns share buckets.
const EXACT: u32 = 512;
/// The number of buckets in a larger window.
const BUCKETS: u64 = 256;
/// A lowered limit rises by this fraction of the window's calls per step.
const RISES: u32 = 16;

/// A period during which no call is sent, except for an occasional probe.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pause {
    until: Tick,
    probe_at: Tick,
}

impl Pause {
    pub(super) fn is_over(&self, now: Tick) -> bool {
        self.until <= now
    }

    pub(super) fn until(&self) -> Tick {
        self.until
    }

    /// Returns when the next call may be sent: at the end of the pause, or as a probe.
    pub(super) fn gate(&self) -> Tick {
        self.until.min(self.probe_at)
    }

    /// Extends the pause; never shortens it. A rejected probe does not delay the next one.
    pub(super) fn extend(&mut self, until: Tick, now: Tick) {
        if self.is_over(now) {
            self.probe_at = now.saturating_add(PROBE);
        }
        self.until = self.until.max(until);
    }

    pub(super) fn admits(&self, now: Tick) -> Admit {
        if self.is_over(now) {
            Admit::Yes
        } else if self.probe_at <= now {
            Admit::Probe
        } else {
            Admit::No
        }
    }

    pub(super) fn take_probe(&mut self, now: Tick) {
        if self.admits(now) == Admit::Probe {
            self.probe_at = now.saturating_add(PROBE);
        }
    }

    /// Records that the probe was not sent, so that the next caller may be the probe.
    pub(super) fn return_probe(&mut self, now: Tick) {
        self.probe_at = self.probe_at.min(now);
    }
}

/// Whether a call may be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Admit {
    Yes,
    /// Only as a test of a pause or a reported limit that has been in force for a long time.
    Probe,
    No,
}

/// A limit below the window's, because of rejections that reported no limit.
#[derive(Debug, Clone, Copy)]
struct Lowered {
    calls: u32,
    rises_at: Tick,
}

/// The current window was reported in a rejection.
#[derive(Debug, Clone)]
struct Learned {
    /// The window that it replaced.
    before: Option<Window>,
    probe_at: Tick,
}

/// One window and its usage: permits in flight, offered permits, and permits that return at a known time.
#[derive(Debug)]
pub(super) struct Meter {
    pub(super) window: Window,
    /// There is no limit: the meter exists only to carry a pause.
    unlimited: bool,
    pub(super) pause: Pause,
    learned: Option<Learned>,
    lowered: Option<Lowered>,
    /// When the limit was last lowered.
    lowered_at: Option<Tick>,
    per: u64,
    /// Returns are deferred to a multiple of this, which bounds their number.
    step: u64,
    in_flight: u32,
    /// Permits granted to waiters that have not collected them yet, by the time at which they are taken back.
    offers: BTreeMap<Tick, u32>,
    /// The sum of `offers`.
    offered: u32,
    /// The number of permits that return at each time, in order.
    releasing: VecDeque<(Tick, u32)>,
    /// The sum of `releasing`.
    releasing_count: u32,
    /// The number of permits that have returned. If the window becomes longer, they have to be counted again.
    returned: u64,
}

impl Meter {
    pub(super) fn new(window: Window) -> Self {
        let mut meter = Self {
            window,
            unlimited: false,
            pause: Pause::default(),
            learned: None,
            lowered: None,
            lowered_at: None,
            per: 1,
            step: 1,
            in_flight: 0,
            offers: BTreeMap::new(),
            offered: 0,
            releasing: VecDeque::new(),
            releasing_count: 0,
            returned: 0,
        };
        meter.measure();
        meter
    }

    /// Creates a meter for a class without a window, so that the class can be paused.
    pub(super) fn pause_only(class: &str) -> Self {
        let mut meter = Self::new(Window::new(class.to_owned(), u32::MAX, std::time::Duration::ZERO));
        meter.unlimited = true;
        meter
    }

    pub(super) fn is_limit(&self) -> bool {
        !self.unlimited
    }

    fn measure(&mut self) {
        self.per = millis_up(self.window.per);
        self.step = if self.window.calls > EXACT { (self.per / BUCKETS).max(1) } else { 1 };
    }

    pub(super) fn serves(&self, class: &str) -> bool {
        self.window.class == class
    }

    pub(super) fn per(&self) -> u64 {
        self.per
    }

    pub(super) fn used(&self) -> u32 {
        self.in_flight.saturating_add(self.offered).saturating_add(self.releasing_count)
    }

    /// Returns the number of calls that the window currently allows.
    fn limit(&self) -> u32 {
        self.lowered.map_or(self.window.calls, |lowered| lowered.calls.min(self.window.calls))
    }

    /// Returns the number of calls that the window has room for.
    pub(super) fn left(&self) -> u32 {
        self.limit().saturating_sub(self.used())
    }

    /// Returns when the window has more room next: when a permit returns, or a lowered limit rises.
    pub(super) fn more_at(&self, now: Tick) -> Option<Tick> {
        let returns = self.releasing.front().map(|(at, _)| *at).filter(|at| *at > now);
        let rises = self.lowered.map(|lowered| lowered.rises_at);
        returns.into_iter().chain(rises).min()
    }

    pub(super) fn in_flight(&self) -> u32 {
        self.in_flight
    }

    pub(super) fn releasing(&self) -> impl Iterator<Item = (Tick, u32)> {
        self.releasing.iter().copied()
    }

    fn is_full(&self) -> bool {
        !self.unlimited && self.used() >= self.limit()
    }

    pub(super) fn admits(&self, now: Tick) -> Admit {
        let paused = self.pause.admits(now);
        if !self.is_full() {
            return paused;
        }
        paused.max(if self.probe_when_full().is_some_and(|at| at <= now) { Admit::Probe } else { Admit::No })
    }

    /// Returns when a call may test a limit that was reported in a rejection. Short windows need no test.
    fn probe_when_full(&self) -> Option<Tick> {
        self.learned.as_ref().filter(|_| self.per > PROBE).map(|learned| learned.probe_at)
    }

    pub(super) fn take_probe(&mut self, now: Tick) {
        self.pause.take_probe(now);
        if self.is_full()
            && let Some(learned) = &mut self.learned
        {
            learned.probe_at = now.saturating_add(PROBE);
        }
    }

    /// Records that the probe was not sent, so that the next caller may be the probe.
    pub(super) fn return_probe(&mut self, now: Tick) {
        self.pause.return_probe(now);
        if let Some(learned) = &mut self.learned {
            learned.probe_at = learned.probe_at.min(now);
        }
    }

    /// Returns whether callers do not wait for this window once it is full.
    pub(super) fn is_quota(&self) -> bool {
        self.window.quota || self.window.calls == 0
    }

    /// Returns whether the window is full and not worth waiting for.
    pub(super) fn is_spent(&self, now: Tick) -> bool {
        self.is_quota() && self.is_full() && self.probe_when_full().is_none_or(|at| at > now)
    }

    /// Removes the permits that have returned by now, and raises a lowered limit if it is due.
    pub(super) fn expire(&mut self, now: Tick) {
        while let Some(lowered) = self.lowered.filter(|lowered| lowered.rises_at <= now) {
            let calls = lowered.calls.saturating_add(self.window.calls.div_ceil(RISES));
            let rises_at = lowered.rises_at.saturating_add(self.pace());
            self.lowered = (calls < self.window.calls).then_some(Lowered { calls, rises_at });
        }
        while let Some(&(at, count)) = self.releasing.front() {
            if at > now {
                break;
            }
            self.releasing.pop_front();
            self.releasing_count = self.releasing_count.saturating_sub(count);
            self.returned = self.returned.saturating_add(u64::from(count));
        }
    }

    /// Returns the duration of one step of a lowered limit: a window, but at least a second.
    fn pace(&self) -> u64 {
        self.per.max(1000)
    }

    /// Halves the limit after a rejection that reported no limit, down to one call, and lets it rise again after two
    /// windows.
    ///
    /// Calls that were sent before the limit was last lowered do not prove anything about the lower limit.
    pub(super) fn lower(&mut self, sent: Tick, now: Tick) {
        if self.unlimited || self.is_quota() || self.lowered_at.is_some_and(|at| sent <= at) {
            return;
        }
        let rises_at = now.saturating_add(self.pace().saturating_mul(2));
        self.lowered = Some(Lowered { calls: (self.limit() / 2).max(1), rises_at });
        self.lowered_at = Some(now);
    }

    /// Calls in flight are counted even without a limit, because there may be one by the time they end.
    pub(super) fn take(&mut self) {
        self.in_flight = self.in_flight.saturating_add(1);
    }

    /// Grants a permit to a waiter that may not be polled: it is taken back at `until` unless it is collected.
    pub(super) fn offer(&mut self, until: Tick) {
        *self.offers.entry(until).or_default() += 1;
        self.offered = self.offered.saturating_add(1);
    }

    /// Ends an offer: it was collected, or is taken back.
    pub(super) fn end_offer(&mut self, until: Tick) {
        if let Some(count) = self.offers.get_mut(&until) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.offers.remove(&until);
            }
            self.offered = self.offered.saturating_sub(1);
        }
    }

    pub(super) fn settle(&mut self, how: PermitUse, now: Tick) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if self.unlimited {
            return;
        }
        match how {
            PermitUse::Unused => {}
            PermitUse::WithResponse => self.release_at(self.window_from(now), 1),
            PermitUse::WithoutResponse => self.release_at(self.window_from(now).saturating_add(GRACE), 1),
        }
    }

    /// Counts a call whose response arrived after its permit had expired.
    pub(super) fn count_again(&mut self, now: Tick) {
        if !self.unlimited {
            self.release_at(self.window_from(now), 1);
        }
    }

    /// Returns the first tick that is more than a window after everything that happened in tick `now`.
    ///
    /// Ticks are rounded down, so adding one makes the difference strictly more than a window. This is also safe for a
    /// vendor that counts both ends of its window.
    pub(super) fn window_from(&self, now: Tick) -> Tick {
        now.saturating_add(self.per).saturating_add(1)
    }

    /// Schedules `count` permits to return at `at` or, in a large window, up to a bucket later.
    pub(super) fn release_at(&mut self, at: Tick, count: u32) {
        if count == 0 {
            return;
        }
        let at = at.div_ceil(self.step).saturating_mul(self.step);
        self.releasing_count = self.releasing_count.saturating_add(count);
        // Time only moves forward: all returns except those delayed by the grace period belong at the end.
        let behind = match self.releasing.back() {
            Some(&(last, _)) if last > at => self.releasing.partition_point(|&(other, _)| other <= at),
            _ => self.releasing.len(),
        };
        match behind.checked_sub(1).and_then(|index| self.releasing.get_mut(index)) {
            Some((same, there)) if *same == at => *there = there.saturating_add(count),
            _ => self.releasing.insert(behind, (at, count)),
        }
    }

    /// Records that the whole window was used at `now`.
    pub(super) fn fill(&mut self, now: Tick) {
        if !self.unlimited {
            self.release_at(self.window_from(now), self.window.calls.saturating_sub(self.used()));
        }
    }

    /// Replaces the limit; calls already counted stay counted.
    pub(super) fn replace(&mut self, window: Window, now: Tick) {
        let (old, calls) = (self.per, window.calls);
        self.window = window;
        self.unlimited = false;
        self.learned = None;
        self.lowered = None;
        self.measure();
        let returns = std::mem::take(&mut self.releasing);
        self.releasing_count = 0;
        for (at, count) in returns {
            self.release_at(at.saturating_sub(old).saturating_add(self.per), count);
        }
        // Of the calls that have left the shorter window only the number is known, and that the responses of the last
        // of them could have arrived as late as one old window ago.
        if let Some(longer) = self.per.checked_sub(old).filter(|longer| *longer > 0) {
            let free = calls.saturating_sub(self.used());
            let again = u32::try_from(self.returned).unwrap_or(u32::MAX).min(free);
            self.returned = self.returned.saturating_sub(u64::from(again));
            self.release_at(now.saturating_add(longer).saturating_add(1), again);
        }
    }

    /// Replaces the limit with one that a rejection reported.
    pub(super) fn learn(&mut self, window: Window, now: Tick) {
        let before = match self.learned.take() {
            Some(learned) => learned.before,
            None => self.is_limit().then(|| self.window.clone()),
        };
        self.replace(window, now);
        self.trust(before, now);
    }

    /// Marks this window as one that a rejection reported.
    pub(super) fn trust(&mut self, before: Option<Window>, now: Tick) {
        self.learned = Some(Learned { before, probe_at: now.saturating_add(PROBE) });
    }

    pub(super) fn is_learned(&self) -> bool {
        self.learned.is_some()
    }

    /// Restores the configured window if the reported one can close a class for longer than it is trusted.
    pub(super) fn forget_long(&mut self, now: Tick) {
        if self.per > PROBE {
            self.forget(now);
        }
    }

    /// Restores the window that was configured before a rejection reported another.
    pub(super) fn forget(&mut self, now: Tick) {
        match self.learned.take() {
            Some(Learned { before: Some(window), .. }) => self.replace(window, now),
            Some(Learned { before: None, .. }) => {
                self.unlimited = true;
                self.releasing.clear();
                self.releasing_count = 0;
            }
            None => {}
        }
    }

    /// Returns how many permits have to return before another caller behind `ahead` others has room.
    fn missing(&self, ahead: u64, limit: u32) -> u64 {
        if self.unlimited {
            return 0;
        }
        u64::from(self.used()).saturating_add(ahead).saturating_add(1).saturating_sub(u64::from(limit))
    }

    /// Returns when a call can be sent again, if that is already known.
    pub(super) fn room_at(&self) -> Option<Tick> {
        let missing = self.missing(0, self.limit());
        let open = if missing == 0 {
            Some(0)
        } else {
            let rises = self.lowered.map(|lowered| lowered.rises_at);
            [self.nth_return(missing), rises, self.probe_when_full()].into_iter().flatten().min()
        };
        open.map(|at| at.max(self.pause.gate()))
    }

    /// Iterates over the returns of offered permits and of finished calls' permits, in order of time.
    fn returns(&self) -> impl Iterator<Item = (Tick, u32)> {
        let mut offers = self.offers.iter().map(|(at, count)| (*at, *count)).peekable();
        let mut releasing = self.releasing().peekable();
        std::iter::from_fn(move || match (offers.peek(), releasing.peek()) {
            (Some((offer, _)), Some((releasing, _))) if offer <= releasing => offers.next(),
            (Some(_), None) => offers.next(),
            _ => releasing.next(),
        })
    }

    fn nth_return(&self, n: u64) -> Option<Tick> {
        let mut seen = 0_u64;
        self.returns().find_map(|(at, count)| {
            seen = seen.saturating_add(u64::from(count));
            (seen >= n).then_some(at)
        })
    }

    /// Returns the earliest time at which a caller behind `ahead` others can get a permit, according to counts and
    /// pauses.
    pub(super) fn earliest(&self, ahead: u64, now: Tick) -> Tick {
        self.counted(ahead, now).max(self.pause.until)
    }

    /// The same, if the caller may be the one that tests a pause or a reported limit.
    pub(super) fn soonest(&self, ahead: u64, now: Tick) -> Tick {
        let counted = self.counted(ahead, now);
        let probed = self.probe_when_full().map_or(counted, |at| counted.min(at.max(now)));
        probed.max(self.pause.gate())
    }

    /// Returns the earliest time according to the counts: a lowered limit may have risen by then.
    fn counted(&self, ahead: u64, now: Tick) -> Tick {
        let lowered = self.counted_by(ahead, now, self.limit());
        self.lowered
            .map_or(lowered, |limit| lowered.min(self.counted_by(ahead, now, self.window.calls).max(limit.rises_at)))
    }

    /// Returns the earliest time for a given limit, assuming that every call in flight receives its response now.
    fn counted_by(&self, ahead: u64, now: Tick, limit: u32) -> Tick {
        let missing = self.missing(ahead, limit);
        let used = u64::from(self.used());
        let calls = u64::from(limit).max(1);
        // Permits that are neither in flight nor releasing now have to be granted and returned once more.
        let rounds = missing.saturating_sub(used).div_ceil(calls);
        let wakes = rounds.saturating_mul(self.per.saturating_add(1));
        let first = match missing.saturating_sub(rounds.saturating_mul(calls)) {
            0 => now,
            n => match self.nth_return(n) {
                Some(at) if self.in_flight == 0 => at,
                Some(at) => at.min(self.window_from(now)),
                None => self.window_from(now),
            },
        };
        first.saturating_add(wakes)
    }

    #[cfg(test)]
    pub(super) fn entries(&self) -> usize {
        self.releasing.len()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// In any order of events, a large window keeps few entries and never frees early.
    #[test]
    fn buckets_are_bounded_and_late() {
        for seed in 0..20 {
            let mut rng = fastrand::Rng::with_seed(seed);
            let per = rng.u64(300..90_000);
            let mut meter = Meter::new(Window::new("calls", 50_000, Duration::from_millis(per)));
            let (mut now, mut due) = (0, Vec::new());
            for _ in 0..2500 {
                now += rng.u64(0..=per / 400);
                meter.expire(now);
                meter.take();
                let lost = rng.u8(..) < 40;
                meter.settle(if lost { PermitUse::WithoutResponse } else { PermitUse::WithResponse }, now);
                due.push(now + per + if lost { GRACE } else { 0 });
                due.retain(|&at| at >= now);
                assert!(meter.used() as usize >= due.len());
                assert!(meter.entries() <= 2 * BUCKETS as usize + (GRACE / meter.step) as usize + 4);
            }
            meter.expire(now + per + GRACE + meter.step + 1);
            assert_eq!(meter.used(), 0);
        }
    }

    #[test]
    fn earliest_permit_accounts_for_callers_ahead() {
        let mut meter = Meter::new(Window::new("calls", 2, Duration::from_millis(100)));
        assert_eq!(meter.earliest(1, 7), 7);
        assert_eq!(meter.earliest(2, 7), 108);
        assert_eq!(meter.earliest(5, 7), 209);
        meter.take();
        meter.settle(PermitUse::WithResponse, 50);
        meter.take();
        assert_eq!(meter.earliest(0, 60), 151);
        assert_eq!(meter.earliest(1, 60), 161);
        assert_eq!(meter.room_at(), Some(151));
    }

    #[test]
    fn rejections_without_a_limit_halve_it_and_it_rises_slowly() {
        let mut meter = Meter::new(Window::new("calls", 32, Duration::from_secs(5)));
        meter.lower(1, 10);
        assert_eq!(meter.limit(), 16);
        meter.lower(10, 20);
        assert_eq!(meter.limit(), 16, "calls sent before the change do not lower it again");
        for (sent, expected) in [(11, 8), (31, 4), (41, 2), (51, 1), (61, 1)] {
            meter.lower(sent, sent + 5);
            assert_eq!(meter.limit(), expected);
        }
        let lowered = 66;
        meter.expire(lowered + 9_999);
        assert_eq!(meter.limit(), 1);
        for (step, limit) in [3, 5, 7, 9].into_iter().enumerate() {
            meter.expire(lowered + 10_000 + 5_000 * step as u64);
            assert_eq!(meter.limit(), limit);
        }
        meter.expire(lowered + 1_000_000);
        assert_eq!(meter.limit(), 32);
    }

    #[test]
    fn forgetting_a_limit_loses_no_permit() {
        let mut meter = Meter::new(Window::new("calls", 1, Duration::from_secs(3600)));
        meter.trust(None, 0);
        meter.take();
        meter.forget(10);
        assert_eq!(meter.admits(10), Admit::Yes);
        meter.settle(PermitUse::WithResponse, 20);
        meter.learn(Window::new("calls", 1, Duration::from_secs(5)), 30);
        assert_eq!((meter.used(), meter.admits(30)), (0, Admit::Yes));
    }

    #[test]
    fn quotas_are_not_lowered() {
        let mut meter = Meter::new(Window::new("daily", 100, Duration::from_secs(86_400)));
        meter.lower(1, 10);
        assert_eq!(meter.limit(), 100);
    }

    #[test]
    fn forecast_counts_offers_as_returning_when_they_expire() {
        let mut meter = Meter::new(Window::new("calls", 2, Duration::from_secs(5)));
        meter.offer(250);
        meter.offer(500);
        assert_eq!((meter.earliest(0, 10), meter.earliest(1, 10)), (250, 500));
        assert_eq!(meter.room_at(), Some(250));
        meter.end_offer(250);
        assert_eq!(meter.used(), 1);
    }

    #[test]
    fn longer_window_counts_calls_the_shorter_dropped() {
        let mut meter = Meter::new(Window::new("calls", 5, Duration::from_millis(100)));
        for now in [0, 10, 150] {
            meter.take();
            meter.settle(PermitUse::WithResponse, now);
            meter.expire(now);
        }
        assert_eq!(meter.used(), 1);
        meter.replace(Window::new("calls", 5, Duration::from_millis(1000)), 200);
        assert_eq!(meter.used(), 3);
        meter.expire(1100);
        assert_eq!(meter.used(), 3);
        meter.expire(1101);
        assert_eq!(meter.used(), 1);
    }
}
