//! Counts and waiters combined: who gets a permit, and when.

use std::collections::BTreeMap;
use std::task::Waker;

use super::acquire_error::AcquireErrorKind;
use super::clock::Tick;
use super::decision::{Cause, Grant, LeaseKey, WaitResult, WindowMask};
use super::meter::{Admit, Meter, Pause};
use super::queue::{LONGEST_PATIENCE, PendingWakes, QueueTicket, WaitQueue};
use super::window::Window;
use super::{PermitUse, Priority};

/// The number of windows that fit into a [`WindowMask`].
pub(super) const WINDOWS: usize = WindowMask::BITS as usize;

/// A permit that is being held. It is returned automatically at the end of the lease.
#[derive(Debug, Clone, Copy)]
struct Lease {
    need: WindowMask,
    probe: bool,
    sent: bool,
}

/// The result for a caller that arrives.
#[derive(Debug)]
pub(super) enum Admission {
    Granted(Grant),
    Rejected(Cause),
    Wait(QueueTicket),
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) meters: Vec<Meter>,
    /// Blocks callers of every class.
    pause: Pause,
    pub(super) queue: WaitQueue,
    leases: BTreeMap<LeaseKey, Lease>,
    next_lease: u64,
}

/// Iterates over the meters of a set of windows, each with its bit.
fn needed(meters: &[Meter], need: WindowMask) -> impl Iterator<Item = (WindowMask, &Meter)> {
    meters.iter().enumerate().map(|(index, meter)| (1 << index, meter)).filter(move |(bit, _)| need & bit != 0)
}

fn needed_mut(meters: &mut [Meter], need: WindowMask) -> impl Iterator<Item = &mut Meter> {
    let bits = meters.iter_mut().enumerate().map(|(index, meter)| (1 << index, meter));
    bits.filter(move |(bit, _): &(WindowMask, _)| need & bit != 0).map(|(_, meter)| meter)
}

/// Returns the rejection by a window that callers do not wait for, if one of a set is full.
fn spent(meters: &[Meter], need: WindowMask, now: Tick) -> Option<Cause> {
    let (_, meter) = needed(meters, need).find(|(_, meter)| meter.is_spent(now))?;
    let class = Some(meter.window.class.clone());
    let (retry_at, soonest) = (meter.earliest(0, now), meter.soonest(0, now));
    Some(Cause { class, reason: AcquireErrorKind::QuotaExhausted, retry_at, soonest })
}

/// Returns the earliest permit, not before the end of `pause` and behind `ahead` others per window, and the window that
/// blocks it, as reported to a caller that cannot wait that long. A window that callers do not wait for also counts as
/// exhausted for a caller whose permits all go to those ahead.
fn too_late(meters: &[Meter], pause: Pause, need: WindowMask, ahead: impl Fn(WindowMask) -> u64, now: Tick) -> Cause {
    let start = (pause.until().max(now), pause.gate().max(now), None);
    let (retry_at, soonest, meter) = needed(meters, need).fold(start, |latest, (bit, meter)| {
        let ahead = ahead(bit);
        let at = meter.earliest(ahead, now);
        let soonest = meter.soonest(ahead, now).max(latest.1);
        if at > latest.0 { (at, soonest, Some(meter)) } else { (latest.0, soonest, latest.2) }
    });
    let quota = meter.is_some_and(Meter::is_quota);
    let reason = if quota { AcquireErrorKind::QuotaExhausted } else { AcquireErrorKind::Deadline };
    Cause { class: meter.map(|meter| meter.window.class.clone()), reason, retry_at, soonest }
}

/// Returns when the last of `ahead + 1` calls of these classes can be sent at the earliest.
pub(super) fn last_of(state: &State, classes: &[&str], ahead: u64, now: Tick) -> Tick {
    too_late(&state.meters, state.pause, state.need(classes), |_| ahead, now).retry_at
}

impl State {
    /// Returns the end of the pause of all classes; in the past if there is none.
    pub(super) fn paused_until(&self) -> Tick {
        self.pause.until()
    }

    fn is_full(&self) -> bool {
        self.meters.len() >= WINDOWS
    }

    /// Returns whether every call may be sent without acquiring a permit.
    pub(super) fn is_open(&self, now: Tick) -> bool {
        self.meters.is_empty() && self.pause.is_over(now) && self.queue.is_empty()
    }

    fn need(&self, classes: &[&str]) -> WindowMask {
        let counts = |meter: &Meter| classes.iter().any(|class| meter.serves(class));
        self.meters.iter().enumerate().filter(|(_, meter)| counts(meter)).fold(0, |need, (index, _)| need | 1 << index)
    }

    pub(super) fn windows(&self, need: WindowMask) -> Vec<Window> {
        needed(&self.meters, need)
            .filter(|(_, meter)| meter.is_limit())
            .map(|(_, meter)| meter.window.clone())
            .collect()
    }

    /// Returns whether a call can be sent now in a set of windows.
    fn admits(&self, need: WindowMask, now: Tick) -> Admit {
        needed(&self.meters, need).fold(self.pause.admits(now), |admit, (_, meter)| admit.max(meter.admits(now)))
    }

    /// Records that the next test of a pause or a reported limit is under way.
    fn take_probe(&mut self, need: WindowMask, now: Tick) {
        self.pause.take_probe(now);
        needed_mut(&mut self.meters, need).for_each(|meter| meter.take_probe(now));
    }

    /// Records that a permit intended as a test of a pause was not used for it.
    fn return_probe(&mut self, need: WindowMask, now: Tick) {
        self.pause.return_probe(now);
        needed_mut(&mut self.meters, need).for_each(|meter| meter.return_probe(now));
    }

    /// Grants a permit. Until the call is sent, the holder keeps it for [`LONGEST_PATIENCE`].
    fn grant(&mut self, need: WindowMask, probe: bool, now: Tick) -> Grant {
        needed_mut(&mut self.meters, need).for_each(Meter::take);
        let lease = self.lease(Lease { need, probe, sent: false }, now.saturating_add(LONGEST_PATIENCE));
        Grant { need, lease, probe }
    }

    fn lease(&mut self, lease: Lease, until: Tick) -> LeaseKey {
        self.next_lease = self.next_lease.wrapping_add(1);
        let key = (until, self.next_lease);
        if lease.need != 0 || lease.probe {
            self.leases.insert(key, lease);
        }
        key
    }

    /// Takes back what is held for too long: permits whose lease has ended, and grants that were not collected.
    fn reclaim(&mut self, now: Tick) {
        while let Some((&(until, number), &lease)) =
            self.leases.first_key_value().filter(|((until, _), _)| *until <= now)
        {
            self.leases.remove(&(until, number));
            let how = if lease.sent { PermitUse::WithoutResponse } else { PermitUse::Unused };
            self.end(lease, how, until, now);
        }
        while let Some((need, until, probe)) = self.queue.reclaim(now) {
            self.end_offer(need, until, probe, now);
        }
    }

    /// Ends a lease at `at`.
    fn end(&mut self, lease: Lease, how: PermitUse, at: Tick, now: Tick) {
        needed_mut(&mut self.meters, lease.need).for_each(|meter| meter.settle(how, at));
        if lease.probe && how == PermitUse::Unused {
            self.return_probe(lease.need, now);
        }
    }

    /// Records that a grant was taken back.
    fn end_offer(&mut self, need: WindowMask, until: Tick, probe: bool, now: Tick) {
        needed_mut(&mut self.meters, need).for_each(|meter| meter.end_offer(until));
        if probe {
            self.return_probe(need, now);
        }
    }

    /// Handles a caller that arrives (or returns, with its previous number): a permit, a rejection or a queue position.
    pub(super) fn enter(
        &mut self,
        classes: &[&str],
        priority: Priority,
        deadline: Option<Tick>,
        seq: Option<u64>,
        now: Tick,
        wakes: &mut PendingWakes,
    ) -> Admission {
        self.reclaim(now);
        let need = self.need(classes);
        needed_mut(&mut self.meters, need).for_each(|meter| meter.expire(now));
        if !self.queue.is_empty() {
            self.hand_out(now, wakes);
        }
        if let Some(cause) = spent(&self.meters, need, now) {
            return Admission::Rejected(cause);
        }
        // Windows that waiters are waiting for have no room at this point, so no waiter loses its turn here.
        if deadline.is_none_or(|deadline| now <= deadline) {
            let grant = self.take_now(priority, seq.unwrap_or(u64::MAX), need, now);
            if !self.queue.is_empty() {
                self.hand_out(now, wakes);
            }
            if let Some(grant) = grant {
                return Admission::Granted(grant);
            }
        }
        if let Some(deadline) = deadline {
            let ahead = |window| {
                if seq.is_some() { 0 } else { self.queue.ahead(priority, need, window) }
            };
            let cause = too_late(&self.meters, self.pause, need, ahead, now);
            if cause.soonest > deadline {
                return Admission::Rejected(cause);
            }
        }
        Admission::Wait(self.queue.push(priority, need, seq, deadline))
    }

    /// Returns a permit for a caller that is being polled: a free one, or one that was granted to a waiter behind it
    /// and has not been collected yet. Permits must be distributed again afterwards.
    fn take_now(&mut self, priority: Priority, seq: u64, need: WindowMask, now: Tick) -> Option<Grant> {
        if self.admits(need, now) == Admit::No {
            self.recall_behind(priority, seq, need, now);
        }
        match self.admits(need, now) {
            Admit::No => None,
            Admit::Yes => Some(self.grant(need, false, now)),
            Admit::Probe => {
                self.take_probe(need, now);
                Some(self.grant(need, true, now))
            }
        }
    }

    /// Takes back uncollected grants of waiters behind a caller, if only they block it.
    fn recall_behind(&mut self, priority: Priority, seq: u64, need: WindowMask, now: Tick) {
        let lacking = |state: &Self| {
            let full = |(_, meter): &(WindowMask, &Meter)| meter.admits(now) == Admit::No;
            needed(&state.meters, need).filter(full).fold(0, |lacking, (bit, _)| lacking | bit)
        };
        let paused = |(_, meter): (WindowMask, &Meter)| meter.pause.admits(now) == Admit::No;
        let behind = self.queue.offered_behind(priority, seq);
        if self.pause.admits(now) == Admit::No || lacking(self) & !behind != 0 || needed(&self.meters, need).any(paused)
        {
            return;
        }
        loop {
            let windows = lacking(self);
            if windows == 0 {
                return;
            }
            let Some((offered, until, probe)) = self.queue.recall(priority, seq, windows) else { return };
            self.end_offer(offered, until, probe, now);
        }
    }

    /// Polls a waiter: returns its result, or the latest time at which to check again.
    pub(super) fn poll(
        &mut self,
        place: QueueTicket,
        deadline: Option<Tick>,
        waker: &Waker,
        now: Tick,
        wakes: &mut PendingWakes,
    ) -> Result<WaitResult, Tick> {
        // This comes first, so that a grant is not taken away from a waiter that is being polled.
        if let Some(grant) = self.collect(place, now, wakes) {
            self.hand_out(now, wakes);
            return Ok(WaitResult::Granted(grant));
        }
        self.queue.wake_up(place);
        let mut next = self.hand_out(now, wakes);
        if let Some(grant) = self.collect(place, now, wakes) {
            return Ok(WaitResult::Granted(grant));
        }
        if let Some(result) = self.queue.take_result(place.seq) {
            return Ok(result);
        }
        if deadline.is_some_and(|deadline| deadline < now) {
            self.leave(place, now, wakes);
            return Ok(WaitResult::Rejected(too_late(&self.meters, self.pause, place.need, |_| 0, now)));
        }
        if self.queue.offered_behind(place.priority, place.seq) != 0 {
            let grant = self.take_now(place.priority, place.seq, place.need, now);
            if grant.is_some() {
                self.queue.remove(place, wakes);
            }
            next = self.hand_out(now, wakes);
            if let Some(grant) = grant.or_else(|| self.collect(place, now, wakes)) {
                return Ok(WaitResult::Granted(grant));
            }
        }
        let (ahead, watch) = self.queue.listen(place, waker, now, wakes);
        let own = too_late(&self.meters, self.pause, place.need, |_| ahead, now).soonest;
        let lead_at = self.queue.leader_due(place.seq, next, now).unwrap_or(Tick::MAX);
        let last = deadline.map_or(Tick::MAX, |deadline| deadline.saturating_add(1));
        Err(own.min(lead_at).min(last).min(watch).max(now.saturating_add(1)))
    }

    /// Turns the grant of a waiter into a permit.
    fn collect(&mut self, place: QueueTicket, now: Tick, wakes: &mut PendingWakes) -> Option<Grant> {
        let offer = self.queue.collect(place, wakes)?;
        needed_mut(&mut self.meters, offer.need).for_each(|meter| meter.end_offer(offer.until));
        Some(self.grant(offer.need, offer.probe, now))
    }

    /// Removes a waiter: from the queue, or together with a permit that it never received.
    pub(super) fn leave(&mut self, place: QueueTicket, now: Tick, wakes: &mut PendingWakes) {
        if !self.queue.remove(place, wakes) {
            if let Some(offer) = self.queue.collect(place, wakes) {
                self.end_offer(offer.need, offer.until, offer.probe, now);
            } else {
                let _ = self.queue.take_result(place.seq);
            }
        }
        self.hand_out(now, wakes);
    }

    /// Records that the call is about to be sent: the permit expires at `until`. One that has already expired is
    /// counted again, even if there is no room.
    pub(super) fn sent(&mut self, grant: &mut Grant, until: Tick) {
        let lease = self.leases.remove(&grant.lease);
        if lease.is_none() {
            needed_mut(&mut self.meters, grant.need).for_each(Meter::take);
        }
        grant.lease = self.lease(Lease { need: grant.need, probe: grant.probe, sent: true }, until);
    }

    /// Returns whether a permit has expired.
    pub(super) fn has_returned(&self, grant: &Grant, now: Tick) -> bool {
        (grant.need != 0 || grant.probe) && (grant.lease.0 <= now || !self.leases.contains_key(&grant.lease))
    }

    pub(super) fn settle(&mut self, grant: Grant, how: PermitUse, now: Tick, wakes: &mut PendingWakes) {
        match self.leases.remove(&grant.lease) {
            Some(lease) => self.end(lease, how, now, now),
            // It may have been sent late, so it counts from the response.
            None if how == PermitUse::WithResponse => {
                needed_mut(&mut self.meters, grant.need).for_each(|meter| meter.count_again(now));
            }
            None => {}
        }
        if !self.queue.is_empty() {
            self.hand_out(now, wakes);
        }
    }

    /// Records that a call that tested a pause or a reported limit was accepted: both end.
    pub(super) fn accepted(&mut self, need: WindowMask, now: Tick, wakes: &mut PendingWakes) {
        self.pause = Pause::default();
        needed_mut(&mut self.meters, need).for_each(|meter| {
            meter.pause = Pause::default();
            meter.forget_long(now);
        });
        self.changed(now, wakes);
    }

    /// Ends every pause, and drops reported limits that close a class for a long time.
    pub(super) fn resume(&mut self, now: Tick, wakes: &mut PendingWakes) {
        self.accepted(WindowMask::MAX, now, wakes);
    }

    /// Handles rejections without a limit: allows fewer calls in these windows for a while.
    pub(super) fn lower(&mut self, classes: &[&str], sent: Tick, now: Tick, wakes: &mut PendingWakes) {
        let need = self.need(classes);
        needed_mut(&mut self.meters, need).for_each(|meter| {
            meter.expire(now);
            meter.lower(sent, now);
        });
        self.changed(now, wakes);
    }

    pub(super) fn pause(&mut self, until: Tick, now: Tick, wakes: &mut PendingWakes) {
        self.pause.extend(until, now);
        self.changed(now, wakes);
    }

    pub(super) fn pause_class(&mut self, class: &str, until: Tick, now: Tick, wakes: &mut PendingWakes) {
        if self.meters.iter().any(|meter| meter.serves(class)) {
            let meters = self.meters.iter_mut().filter(|meter| meter.serves(class));
            meters.for_each(|meter| meter.pause.extend(until, now));
        } else if self.is_full() {
            self.pause.extend(until, now);
        } else {
            let mut meter = Meter::pause_only(class);
            meter.pause.extend(until, now);
            self.meters.push(meter);
            self.ask_again(now, wakes);
        }
        self.changed(now, wakes);
    }

    /// Pauses one window of a set, counted among those that are limits.
    pub(super) fn pause_window(
        &mut self,
        need: WindowMask,
        nth: usize,
        until: Tick,
        now: Tick,
        wakes: &mut PendingWakes,
    ) -> Option<Cause> {
        let mut meters = needed_mut(&mut self.meters, need).filter(|meter| meter.is_limit());
        let meter = meters.nth(nth)?;
        meter.pause.extend(until, now);
        let reason = if meter.is_quota() { AcquireErrorKind::QuotaExhausted } else { AcquireErrorKind::Deadline };
        let (retry_at, soonest) = (meter.pause.until(), meter.pause.gate());
        let cause = Cause { class: Some(meter.window.class.clone()), reason, retry_at, soonest };
        drop(meters);
        self.changed(now, wakes);
        Some(cause)
    }

    /// Pauses all windows of a set.
    pub(super) fn pause_all(
        &mut self,
        need: WindowMask,
        reason: AcquireErrorKind,
        until: Tick,
        now: Tick,
        wakes: &mut PendingWakes,
    ) -> Cause {
        needed_mut(&mut self.meters, need).for_each(|meter| meter.pause.extend(until, now));
        self.changed(now, wakes);
        let class = needed(&self.meters, need).next().map(|(_, meter)| meter.window.class.clone());
        Cause { class, reason, retry_at: until, soonest: until }
    }

    /// Replaces the configured limit with one that the user set, and reopens the class. Returns `false` and changes
    /// nothing if there is no room.
    pub(super) fn replace(&mut self, window: Window, now: Tick, wakes: &mut PendingWakes) -> bool {
        if self.is_full() && self.same(&window).is_none() {
            return false;
        }
        let per = Meter::new(window.clone()).per();
        for meter in self.meters.iter_mut().filter(|meter| meter.serves(&window.class)) {
            meter.pause = Pause::default();
            if meter.is_learned() && meter.per() != per {
                meter.forget(now);
            }
        }
        self.put(window, false, now, wakes);
        true
    }

    /// Replaces the configured limit with one that the vendor reported. Without room for a further one it is not kept:
    /// the rejection that reported it pauses all classes in any case.
    pub(super) fn learn(&mut self, window: Window, now: Tick, wakes: &mut PendingWakes) {
        self.put(window, true, now, wakes);
    }

    /// Iterates over the limits of a window's class.
    fn limits<'a>(&'a self, window: &'a Window) -> impl Iterator<Item = &'a Meter> {
        self.meters.iter().filter(|meter| meter.window.class == window.class && meter.is_limit())
    }

    /// Returns the index of the meter that a window replaces: the only one of its class, or the one of the same length.
    fn same(&self, window: &Window) -> Option<usize> {
        let per = Meter::new(window.clone()).per();
        let count = self.limits(window).count();
        self.meters.iter().position(|meter| {
            meter.window.class == window.class && (count == 0 || meter.is_limit()) && (count < 2 || meter.per() == per)
        })
    }

    fn put(&mut self, window: Window, learned: bool, now: Tick, wakes: &mut PendingWakes) {
        self.reclaim(now);
        self.meters.iter_mut().for_each(|meter| meter.expire(now));
        let (old, full) = (self.same(&window), self.is_full());
        let used = self.limits(&window).map(Meter::used).max().unwrap_or_default();
        match old.and_then(|index| self.meters.get_mut(index)) {
            Some(meter) if learned => meter.learn(window, now),
            Some(meter) => meter.replace(window, now),
            None if full => {}
            None => {
                // A limit that was not known before: calls counted in the class's other windows may count here too.
                let mut meter = Meter::new(window.clone());
                let (at, used) = (meter.window_from(now), used.min(window.calls));
                meter.release_at(at.saturating_add(super::meter::GRACE), used);
                if learned {
                    meter.trust(None, now);
                }
                self.meters.push(meter);
                self.ask_again(now, wakes);
            }
        }
        self.changed(now, wakes);
    }

    /// The windows have changed: all waiters ask again.
    fn ask_again(&mut self, now: Tick, wakes: &mut PendingWakes) {
        while let Some((need, until, probe)) = self.queue.recall(Priority::Interactive, 0, WindowMask::MAX) {
            self.end_offer(need, until, probe, now);
        }
        self.queue.ask_again(wakes);
    }

    /// Handles a change that may delay permits: rejects the waiters whose deadline can no longer be met.
    pub(super) fn changed(&mut self, now: Tick, wakes: &mut PendingWakes) {
        let mut late = Vec::new();
        for group in self.queue.groups() {
            let cause = too_late(&self.meters, self.pause, group.need, |_| 0, now);
            late.extend(group.take_late(cause.soonest).into_iter().map(|waiter| (waiter, cause.clone())));
        }
        for (waiter, cause) in late {
            self.queue.resolve(waiter, WaitResult::Rejected(cause), wakes);
        }
        self.hand_out(now, wakes);
    }

    /// Grants permits to all waiters that can be served now, and returns when to do so again.
    fn hand_out(&mut self, now: Tick, wakes: &mut PendingWakes) -> Tick {
        self.reclaim(now);
        if self.queue.is_empty() {
            return Tick::MAX;
        }
        let next = self.round(now, wakes).min(self.queue.next_due());
        // A lease that ends frees a permit, or finally determines when it is freed.
        let next = self.leases.first_key_value().map_or(next, |((until, _), _)| next.min(*until));
        self.queue.appoint_leader(next, wakes);
        next
    }

    /// Iterates over the waiters in order, but considers only one waiter per group: if it cannot be served, neither can
    /// the others of its group. The window it waits for is full for all others, too, so any waiter that overtakes it
    /// does not need that window.
    fn round(&mut self, now: Tick, wakes: &mut PendingWakes) -> Tick {
        if self.pause.admits(now) == Admit::No {
            return self.pause.gate();
        }
        self.meters.iter_mut().for_each(|meter| meter.expire(now));
        self.queue.start_round();
        let mut next = Tick::MAX;
        while let Some(group) = self.queue.first() {
            let (priority, need) = (group.priority, group.need);
            let lacks = |(_, meter): &(WindowMask, &Meter)| meter.admits(now) == Admit::No;
            let lacking = needed(&self.meters, need).filter(lacks).fold(0, |lacking, (bit, _)| lacking | bit);
            let rejected = if group.is_late(now) {
                Some(too_late(&self.meters, self.pause, need, |_| 0, now))
            } else if lacking == 0 {
                None
            } else if let Some(cause) = spent(&self.meters, need, now) {
                Some(cause)
            } else {
                // The first of the windows to have room again may allow a later waiter to be served.
                let room = needed(&self.meters, lacking).filter_map(|(_, meter)| meter.room_at()).min();
                next = next.min(room.unwrap_or(Tick::MAX));
                group.passed = true;
                continue;
            };
            let Some(first) = group.pop() else { break };
            if let Some(cause) = rejected {
                self.queue.resolve(first, WaitResult::Rejected(cause), wakes);
                continue;
            }
            let probe = self.admits(need, now) == Admit::Probe;
            if probe {
                self.take_probe(need, now);
            }
            let until = self.queue.offer((priority, need), first, probe, now, wakes);
            needed_mut(&mut self.meters, need).for_each(|meter| meter.offer(until));
            if self.pause.admits(now) == Admit::No {
                return next.min(self.pause.gate());
            }
        }
        next
    }
}
