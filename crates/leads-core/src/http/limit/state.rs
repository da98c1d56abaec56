//! Counts and waiters together: who gets a permit when.

use std::task::Waker;

use super::clock::Tick;
use super::line::{Later, Line, Need, Place};
use super::meter::Meter;
use super::refused::Reason;
use super::window::Window;
use super::{Lane, Settled};

/// How many windows fit into a [`Need`].
const WINDOWS: usize = Need::BITS as usize;

/// What becomes of a caller.
#[derive(Debug)]
pub(super) enum Verdict {
    Granted,
    Refused(Cause),
    /// The windows have changed: ask again, at the old place.
    AskAgain,
}

/// Why a caller was refused; named by the caller's class where no single window is to blame.
#[derive(Debug, Clone)]
pub(super) struct Cause {
    pub(super) class: Option<std::borrow::Cow<'static, str>>,
    pub(super) reason: Reason,
    pub(super) retry_at: Tick,
}

/// What a caller hears when it comes.
#[derive(Debug)]
pub(super) enum Answer {
    Granted(Need),
    Refused(Cause),
    Wait(Place),
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) meters: Vec<Meter>,
    /// No caller of any class gets a permit before.
    paused_until: Tick,
    pub(super) line: Line,
}

/// The meters of a set of windows, each with its bit.
fn needed(meters: &[Meter], need: Need) -> impl Iterator<Item = (Need, &Meter)> {
    meters.iter().enumerate().map(|(index, meter)| (1 << index, meter)).filter(move |(bit, _)| need & bit != 0)
}

fn needed_mut(meters: &mut [Meter], need: Need) -> impl Iterator<Item = &mut Meter> {
    let bits = meters.iter_mut().enumerate().map(|(index, meter)| (1 << index, meter));
    bits.filter(move |(bit, _): &(Need, _)| need & bit != 0).map(|(_, meter)| meter)
}

/// The refusal by a window that nobody waits for, if one of a set is full.
fn spent(meters: &[Meter], need: Need, now: Tick) -> Option<Cause> {
    let (_, meter) = needed(meters, need).find(|(_, meter)| meter.is_spent())?;
    let class = Some(meter.window.class.clone());
    Some(Cause { class, reason: Reason::QuotaExhausted, retry_at: meter.earliest(0, now) })
}

/// The earliest permit, not before `from` and behind `ahead` others per window, and whose window
/// is in the way; as it would be told to a caller that cannot wait so long. A window that nobody
/// waits for is spent for a caller whose permits all go to those in front, too.
fn too_late(meters: &[Meter], from: Tick, need: Need, ahead: impl Fn(Need) -> u64, now: Tick) -> Cause {
    let start = (from.max(now), None);
    let (retry_at, meter) = needed(meters, need).fold(start, |latest, (bit, meter)| {
        let at = meter.earliest(ahead(bit), now);
        if at > latest.0 { (at, Some(meter)) } else { latest }
    });
    let quota = meter.is_some_and(Meter::is_quota);
    let reason = if quota { Reason::QuotaExhausted } else { Reason::Deadline };
    Cause { class: meter.map(|meter| meter.window.class.clone()), reason, retry_at }
}

impl State {
    /// Adds a window. One too many makes the last stand for both, at the stricter of the two limits.
    pub(super) fn add(&mut self, meter: Meter, now: Tick) {
        if self.meters.len() < WINDOWS {
            self.meters.push(meter);
        } else if let Some(last) = self.meters.last_mut() {
            let mut window = last.window.clone();
            window.calls = window.calls.min(meter.window.calls);
            window.per = window.per.max(meter.window.per);
            window.quota |= meter.window.quota;
            last.replace(window, now);
            last.every_class = true;
            last.paused_until = last.paused_until.max(meter.paused_until);
        }
    }

    /// Whether every call may go without asking.
    pub(super) fn is_open(&self, now: Tick) -> bool {
        self.meters.is_empty() && self.paused_until <= now && self.line.is_empty()
    }

    fn need(&self, classes: &[&str]) -> Need {
        let asked = |meter: &Meter| classes.iter().any(|class| meter.serves(class));
        self.meters.iter().enumerate().filter(|(_, meter)| asked(meter)).fold(0, |need, (index, _)| need | 1 << index)
    }

    pub(super) fn windows(&self, need: Need) -> Vec<Window> {
        needed(&self.meters, need)
            .filter(|(_, meter)| meter.is_limit())
            .map(|(_, meter)| meter.window.clone())
            .collect()
    }

    /// A caller comes (or comes again, with its old number): permit, refusal or a place in line.
    pub(super) fn enter(
        &mut self,
        classes: &[&str],
        lane: Lane,
        deadline: Option<Tick>,
        seq: Option<u64>,
        now: Tick,
        later: &mut Later,
    ) -> Answer {
        let need = self.need(classes);
        needed_mut(&mut self.meters, need).for_each(|meter| meter.expire(now));
        if !self.line.is_empty() {
            self.hand_out(now, later);
        }
        if let Some(cause) = spent(&self.meters, need, now) {
            return Answer::Refused(cause);
        }
        let room = self.paused_until <= now && needed(&self.meters, need).all(|(_, meter)| meter.has_room(now));
        // What somebody waits for has no room by now, so nobody's window is taken away here.
        if room && deadline.is_none_or(|deadline| now <= deadline) {
            needed_mut(&mut self.meters, need).for_each(Meter::take);
            return Answer::Granted(need);
        }
        if let Some(deadline) = deadline {
            let ahead = |window| {
                if seq.is_some() { 0 } else { self.line.ahead(lane, need, window) }
            };
            let cause = too_late(&self.meters, self.paused_until, need, ahead, now);
            if cause.retry_at > deadline {
                return Answer::Refused(cause);
            }
        }
        Answer::Wait(self.line.push(lane, need, seq, deadline))
    }

    /// A waiter is polled: what became of it, or when to look again at the latest.
    pub(super) fn poll(
        &mut self,
        place: Place,
        deadline: Option<Tick>,
        waker: &Waker,
        now: Tick,
        later: &mut Later,
    ) -> Result<Verdict, Tick> {
        let next = self.hand_out(now, later);
        if let Some(verdict) = self.line.decision(place.seq) {
            return Ok(verdict);
        }
        if deadline.is_some_and(|deadline| deadline < now) {
            self.leave(place, now, later);
            return Ok(Verdict::Refused(too_late(&self.meters, self.paused_until, place.need, |_| 0, now)));
        }
        let ahead = self.line.listen(place, waker, later);
        let own = too_late(&self.meters, self.paused_until, place.need, |_| ahead, now).retry_at;
        let duty = self.line.duty(place.seq, next, now).unwrap_or(Tick::MAX);
        let last = deadline.map_or(Tick::MAX, |deadline| deadline.saturating_add(1));
        Err(own.min(duty).min(last).max(now.saturating_add(1)))
    }

    /// A waiter is gone: out of the line, or with a permit that it never saw.
    pub(super) fn leave(&mut self, place: Place, now: Tick, later: &mut Later) {
        if !self.line.remove(place, later) && matches!(self.line.decision(place.seq), Some(Verdict::Granted)) {
            self.settle(place.need, Settled::Unused, now, later);
        } else {
            self.hand_out(now, later);
        }
    }

    pub(super) fn settle(&mut self, need: Need, how: Settled, now: Tick, later: &mut Later) {
        needed_mut(&mut self.meters, need).for_each(|meter| meter.settle(how, now));
        if !self.line.is_empty() {
            self.hand_out(now, later);
        }
    }

    pub(super) fn pause(&mut self, until: Tick, now: Tick, later: &mut Later) {
        self.paused_until = self.paused_until.max(until);
        self.changed(now, later);
    }

    pub(super) fn pause_class(&mut self, class: &str, until: Tick, now: Tick, later: &mut Later) {
        if self.meters.iter().any(|meter| meter.serves(class)) {
            let meters = self.meters.iter_mut().filter(|meter| meter.serves(class));
            meters.for_each(|meter| meter.paused_until = meter.paused_until.max(until));
        } else {
            let mut meter = Meter::pause_only(class);
            meter.paused_until = until;
            self.add(meter, now);
            self.line.ask_again(later);
        }
        self.changed(now, later);
    }

    /// Pauses one window of a set, counted among those that are limits.
    pub(super) fn pause_window(
        &mut self,
        need: Need,
        nth: usize,
        until: Tick,
        now: Tick,
        later: &mut Later,
    ) -> Option<Cause> {
        let mut meters = needed_mut(&mut self.meters, need).filter(|meter| meter.is_limit());
        let meter = meters.nth(nth)?;
        meter.paused_until = meter.paused_until.max(until);
        let reason = if meter.is_quota() { Reason::QuotaExhausted } else { Reason::Deadline };
        let cause = Cause { class: Some(meter.window.class.clone()), reason, retry_at: meter.paused_until };
        drop(meters);
        self.changed(now, later);
        Some(cause)
    }

    /// A limit that the vendor named takes the place of the configured one.
    pub(super) fn replace(&mut self, window: Window, now: Tick, later: &mut Later) {
        self.meters.iter_mut().for_each(|meter| meter.expire(now));
        let named = Meter::new(window.clone());
        let same = |meter: &Meter| meter.window.class == window.class;
        let used = self.meters.iter().filter(|meter| same(meter)).map(Meter::used).max().unwrap_or(0);
        let several = self.meters.iter().filter(|meter| same(meter)).count() > 1;
        let old = self.meters.iter_mut().find(|meter| same(meter) && (!several || meter.per() == named.per()));
        if let Some(meter) = old {
            meter.replace(window, now);
        } else {
            // A limit nobody knew of: what the class's other windows count may count here too.
            let mut meter = named;
            let (at, used) = (meter.window_from(now), used.min(window.calls));
            meter.cool(at.saturating_add(super::meter::GRACE), used);
            self.add(meter, now);
            self.line.ask_again(later);
        }
        self.changed(now, later);
    }

    /// Something may have come later for many: tells those whose deadline is now out of reach.
    pub(super) fn changed(&mut self, now: Tick, later: &mut Later) {
        let mut hopeless = Vec::new();
        for group in self.line.groups() {
            let cause = too_late(&self.meters, self.paused_until, group.need, |_| 0, now);
            hopeless.extend(group.hopeless(cause.retry_at).into_iter().map(|waiter| (waiter, cause.clone())));
        }
        for (waiter, cause) in hopeless {
            self.line.decide(waiter, Verdict::Refused(cause), later);
        }
        self.hand_out(now, later);
    }

    /// Gives permits to all who can go now, and says when to do so again.
    fn hand_out(&mut self, now: Tick, later: &mut Later) -> Tick {
        if self.line.is_empty() {
            return Tick::MAX;
        }
        let next = if self.paused_until > now { self.paused_until } else { self.round(now, later) };
        self.line.lead(next, later);
        next
    }

    /// Goes through the waiters in order, but looks at one waiter per group only: behind one that
    /// cannot go nobody of its group can. The window it waits for is full for all others, too, so
    /// whoever gets past it does not need that window.
    fn round(&mut self, now: Tick, later: &mut Later) -> Tick {
        self.meters.iter_mut().for_each(|meter| meter.expire(now));
        self.line.start_round();
        let mut next = Tick::MAX;
        while let Some(group) = self.line.first() {
            let need = group.need;
            let full = |(_, meter): &(_, &Meter)| !meter.has_room(now);
            let lacking = needed(&self.meters, need).filter(full).fold(0, |lacking, (bit, _)| lacking | bit);
            let verdict = if group.is_late(now) {
                Verdict::Refused(too_late(&self.meters, now, need, |_| 0, now))
            } else if lacking == 0 {
                needed_mut(&mut self.meters, need).for_each(Meter::take);
                Verdict::Granted
            } else if let Some(cause) = spent(&self.meters, need, now) {
                Verdict::Refused(cause)
            } else {
                // The first of the windows to have room again may let somebody behind go.
                let room = needed(&self.meters, lacking).filter_map(|(_, meter)| meter.room_at()).min();
                next = next.min(room.unwrap_or(Tick::MAX));
                group.passed = true;
                continue;
            };
            let Some(first) = group.pop() else { break };
            self.line.decide(first, verdict, later);
        }
        next
    }
}
