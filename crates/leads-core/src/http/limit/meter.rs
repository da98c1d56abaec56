//! The counts of one window.

use std::collections::VecDeque;

use super::Settled;
use super::clock::{Tick, millis_up};
use super::window::Window;

/// How much longer than a window a call counts that was sent and never answered, in milliseconds.
pub(super) const GRACE: u64 = 1000;
/// Up to this many permits each return has its own millisecond; above it, returns share buckets.
const EXACT: u32 = 512;
/// How many buckets a larger window is cut into.
const BUCKETS: u64 = 256;

/// One window and who uses it: permits in flight, and permits that return at a known time.
#[derive(Debug)]
pub(super) struct Meter {
    pub(super) window: Window,
    /// This window stands for several and is asked for by every call.
    pub(super) every_class: bool,
    /// No limit: the meter is there to carry a pause.
    unlimited: bool,
    pub(super) paused_until: Tick,
    per: u64,
    /// Returns are put off to a multiple of this, which bounds their number.
    step: u64,
    flying: u32,
    /// When how many permits return, in order of time.
    cooling: VecDeque<(Tick, u32)>,
    /// The sum of `cooling`.
    cooled: u32,
    /// Permits that have returned. A window made longer has to count them again.
    returned: u64,
}

impl Meter {
    pub(super) fn new(window: Window) -> Self {
        let mut meter = Self {
            window,
            every_class: false,
            unlimited: false,
            paused_until: 0,
            per: 1,
            step: 1,
            flying: 0,
            cooling: VecDeque::new(),
            cooled: 0,
            returned: 0,
        };
        meter.measure();
        meter
    }

    /// A meter for a class without a window, so that the class can be paused.
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
        self.every_class || self.window.class == class
    }

    pub(super) fn per(&self) -> u64 {
        self.per
    }

    pub(super) fn used(&self) -> u32 {
        self.flying.saturating_add(self.cooled)
    }

    pub(super) fn flying(&self) -> u32 {
        self.flying
    }

    pub(super) fn cooling(&self) -> impl Iterator<Item = (Tick, u32)> {
        self.cooling.iter().copied()
    }

    fn is_full(&self) -> bool {
        !self.unlimited && self.used() >= self.window.calls
    }

    pub(super) fn has_room(&self, now: Tick) -> bool {
        self.paused_until <= now && !self.is_full()
    }

    /// A window that nobody waits for once it is full.
    pub(super) fn is_quota(&self) -> bool {
        self.window.quota || self.window.calls == 0
    }

    /// Full, and not worth waiting for.
    pub(super) fn is_spent(&self) -> bool {
        self.is_quota() && self.is_full()
    }

    /// Drops the permits that have returned by now.
    pub(super) fn expire(&mut self, now: Tick) {
        while let Some(&(at, count)) = self.cooling.front() {
            if at > now {
                break;
            }
            self.cooling.pop_front();
            self.cooled = self.cooled.saturating_sub(count);
            self.returned = self.returned.saturating_add(u64::from(count));
        }
    }

    pub(super) fn take(&mut self) {
        if !self.unlimited {
            self.flying = self.flying.saturating_add(1);
        }
    }

    pub(super) fn settle(&mut self, how: Settled, now: Tick) {
        if self.unlimited {
            return;
        }
        self.flying = self.flying.saturating_sub(1);
        match how {
            Settled::Unused => {}
            Settled::Answered => self.cool(self.window_from(now), 1),
            Settled::Unanswered => self.cool(self.window_from(now).saturating_add(GRACE), 1),
        }
    }

    /// The first tick that lies more than a window after anything that happened in tick `now`.
    ///
    /// Ticks are rounded down, so one more makes it strictly more than a window; a vendor that
    /// counts both ends of its window sees no call too many either.
    pub(super) fn window_from(&self, now: Tick) -> Tick {
        now.saturating_add(self.per).saturating_add(1)
    }

    /// Has `count` permits return at `at` or, in a large window, up to a bucket later.
    pub(super) fn cool(&mut self, at: Tick, count: u32) {
        if count == 0 {
            return;
        }
        let at = at.div_ceil(self.step).saturating_mul(self.step);
        self.cooled = self.cooled.saturating_add(count);
        // Time only moves forwards: all but the returns put off by the grace belong at the end.
        let behind = match self.cooling.back() {
            Some(&(last, _)) if last > at => self.cooling.partition_point(|&(other, _)| other <= at),
            _ => self.cooling.len(),
        };
        match behind.checked_sub(1).and_then(|index| self.cooling.get_mut(index)) {
            Some((same, there)) if *same == at => *there = there.saturating_add(count),
            _ => self.cooling.insert(behind, (at, count)),
        }
    }

    /// As if the whole window had been used at `now`.
    pub(super) fn fill(&mut self, now: Tick) {
        if !self.unlimited {
            self.cool(self.window_from(now), self.window.calls.saturating_sub(self.used()));
        }
    }

    /// Puts another limit in the place of this one; calls that are counted stay counted.
    pub(super) fn replace(&mut self, window: Window, now: Tick) {
        let (old, calls) = (self.per, window.calls);
        self.window = window;
        self.unlimited = false;
        self.measure();
        let returns = std::mem::take(&mut self.cooling);
        self.cooled = 0;
        for (at, count) in returns {
            self.cool(at.saturating_sub(old).saturating_add(self.per), count);
        }
        // Of calls that have left the shorter window only the number is known, and that the last
        // of them could be answered as late as one old window ago.
        if let Some(longer) = self.per.checked_sub(old).filter(|longer| *longer > 0) {
            let free = calls.saturating_sub(self.used());
            let again = u32::try_from(self.returned).unwrap_or(u32::MAX).min(free);
            self.returned = self.returned.saturating_sub(u64::from(again));
            self.cool(now.saturating_add(longer).saturating_add(1), again);
        }
    }

    /// How many permits have to return before one more caller behind `ahead` others has room.
    fn missing(&self, ahead: u64) -> u64 {
        if self.unlimited {
            return 0;
        }
        u64::from(self.used()).saturating_add(ahead).saturating_add(1).saturating_sub(u64::from(self.window.calls))
    }

    /// When the window has room again, if that is known already.
    pub(super) fn room_at(&self) -> Option<Tick> {
        let missing = self.missing(0);
        if missing == 0 {
            return Some(self.paused_until);
        }
        self.nth_return(missing).map(|at| at.max(self.paused_until))
    }

    fn nth_return(&self, n: u64) -> Option<Tick> {
        let mut seen = 0_u64;
        self.cooling().find_map(|(at, count)| {
            seen = seen.saturating_add(u64::from(count));
            (seen >= n).then_some(at)
        })
    }

    /// The earliest a caller behind `ahead` others can get a permit, taking every call in flight
    /// for one that is answered now.
    pub(super) fn earliest(&self, ahead: u64, now: Tick) -> Tick {
        let missing = self.missing(ahead);
        let used = u64::from(self.used());
        let calls = u64::from(self.window.calls).max(1);
        // What is neither in flight nor cooling now has to be granted and come back once more.
        let rounds = missing.saturating_sub(used).div_ceil(calls);
        let later = rounds.saturating_mul(self.per.saturating_add(1));
        let first = match missing.saturating_sub(rounds.saturating_mul(calls)) {
            0 => now,
            n => match self.nth_return(n) {
                Some(at) if self.flying == 0 => at,
                Some(at) => at.min(self.window_from(now)),
                None => self.window_from(now),
            },
        };
        first.saturating_add(later).max(self.paused_until)
    }

    #[cfg(test)]
    pub(super) fn entries(&self) -> usize {
        self.cooling.len()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Whatever the order of events, a large window keeps few entries and never frees early.
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
                meter.settle(if lost { Settled::Unanswered } else { Settled::Answered }, now);
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
    fn the_earliest_permit_counts_who_is_ahead() {
        let mut meter = Meter::new(Window::new("calls", 2, Duration::from_millis(100)));
        assert_eq!(meter.earliest(1, 7), 7);
        assert_eq!(meter.earliest(2, 7), 108);
        assert_eq!(meter.earliest(5, 7), 209);
        meter.take();
        meter.settle(Settled::Answered, 50);
        meter.take();
        assert_eq!(meter.earliest(0, 60), 151);
        assert_eq!(meter.earliest(1, 60), 161);
        assert_eq!(meter.room_at(), Some(151));
    }

    #[test]
    fn a_longer_window_counts_what_the_shorter_forgot() {
        let mut meter = Meter::new(Window::new("calls", 5, Duration::from_millis(100)));
        for now in [0, 10, 150] {
            meter.take();
            meter.settle(Settled::Answered, now);
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
