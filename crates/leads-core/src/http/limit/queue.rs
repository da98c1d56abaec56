//! Who waits, in which order, and who of them keeps the time.

use std::collections::{BTreeMap, BTreeSet};
use std::task::Waker;

use super::Priority;
use super::clock::Tick;
use super::state::WaitResult;

/// A set of windows, one bit each.
pub(super) type WindowMask = u64;

/// How long a grant waits for its waiter to collect it at first, in milliseconds, and how late the leader may be.
pub(super) const PATIENCE: u64 = 250;
/// How long a grant waits at most. Each grant that goes back doubles the time for the same waiter up to this.
pub(super) const LONGEST_PATIENCE: u64 = 16_000;

/// What is left to do once the lock is free: waking and dropping wakers may run anybody's code.
#[derive(Debug, Default)]
pub(super) struct PendingWakes {
    /// The waiter that is being polled. It needs no waking.
    me: Option<u64>,
    wake: Vec<Waker>,
    forget: Vec<Waker>,
}

impl PendingWakes {
    pub(super) fn polled(me: u64) -> Self {
        Self { me: Some(me), ..Self::default() }
    }

    fn wake(&mut self, seq: u64, waker: Waker) {
        let to = if self.me == Some(seq) { &mut self.forget } else { &mut self.wake };
        to.push(waker);
    }

    pub(super) fn run(self) {
        self.wake.into_iter().for_each(Waker::wake);
    }
}

/// Where a waiter stands: enough to find it again.
#[derive(Debug, Clone, Copy)]
pub(super) struct QueueTicket {
    pub(super) priority: Priority,
    pub(super) need: WindowMask,
    pub(super) seq: u64,
}

#[derive(Debug)]
pub(super) struct Waiter {
    pub(super) waker: Waker,
    pub(super) deadline: Option<Tick>,
    /// How many stood before it in its group when it came, and how many had left the group then.
    ahead: u64,
    left: u64,
    /// How long the next grant waits for it.
    patience: u64,
    /// When it looks whether the leader does its work, and how long it waits before it looks again.
    watch_at: Tick,
    watch: u64,
}

/// A permit that is granted to a waiter and not collected yet.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) need: WindowMask,
    /// When it goes back.
    pub(super) until: Tick,
    /// It tests a pause or a named limit.
    pub(super) probe: bool,
    waiter: Waiter,
}

/// The waiters of one priority that need the same windows: they can only go in the order they came.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) priority: Priority,
    pub(super) need: WindowMask,
    waiters: BTreeMap<u64, Waiter>,
    /// Waiters that did not collect a grant in time. They keep their places, and get nothing until they are polled.
    asleep: BTreeMap<u64, Waiter>,
    left: u64,
    /// Nobody of this group can go in the present round.
    pub(super) passed: bool,
}

impl Group {
    pub(super) fn pop(&mut self) -> Option<(u64, Waiter)> {
        self.left = self.left.wrapping_add(1);
        self.waiters.pop_first()
    }

    fn remove(&mut self, seq: u64) -> Option<Waiter> {
        if let Some(waiter) = self.asleep.remove(&seq) {
            return Some(waiter);
        }
        self.left = self.left.wrapping_add(1);
        self.waiters.remove(&seq)
    }

    fn len(&self) -> usize {
        self.waiters.len().saturating_add(self.asleep.len())
    }

    /// Whether the deadline of the first waiter has passed.
    pub(super) fn is_late(&self, now: Tick) -> bool {
        self.waiters.first_key_value().is_some_and(|(_, waiter)| waiter.deadline.is_some_and(|deadline| deadline < now))
    }

    /// The waiters whose deadline lies before `at`.
    pub(super) fn hopeless(&mut self, at: Tick) -> Vec<(u64, Waiter)> {
        let late = |waiter: &Waiter| waiter.deadline.is_some_and(|deadline| deadline < at);
        let late: Vec<u64> = self.waiters.iter().filter(|(_, waiter)| late(waiter)).map(|(seq, _)| *seq).collect();
        late.into_iter().filter_map(|seq| Some((seq, self.remove(seq)?))).collect()
    }
}

/// All waiters of a limiter.
///
/// One of them, the leader, keeps a timer for the next return of a permit and hands out for all;
/// the others sleep until they are woken. In case the leader's task is not polled, each of them
/// looks after it [`PATIENCE`] later and takes its place; then less and less often.
///
/// A permit that is handed out is an [`Offer`] until its waiter is polled. An offer that is not
/// collected goes back, and its waiter is asleep until it is polled again.
#[derive(Debug, Default)]
pub(super) struct WaitQueue {
    groups: Vec<Group>,
    /// Grants that are not collected yet, in the order of their waiters.
    offers: BTreeMap<(Priority, u64), Offer>,
    /// The same by the time at which they go back.
    due: BTreeSet<(Tick, Priority, u64)>,
    /// What became of waiters that have left the queue and do not know yet.
    decided: BTreeMap<u64, WaitResult>,
    next_seq: u64,
    waiting: usize,
    leader: Option<u64>,
    /// When the leader hands out next; never, if nothing is known to return.
    armed: Tick,
}

impl WaitQueue {
    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    pub(super) fn waiting(&self, priority: Priority) -> usize {
        self.groups.iter().filter(|group| group.priority == priority).map(Group::len).sum()
    }

    pub(super) fn groups(&mut self) -> impl Iterator<Item = &mut Group> {
        self.groups.iter_mut()
    }

    /// How many waiters a newcomer cannot overtake whatever happens: those before it that need
    /// nothing but what it needs itself.
    pub(super) fn ahead(&self, priority: Priority, need: WindowMask, window: WindowMask) -> u64 {
        let before = |group: &&Group| group.priority <= priority && group.need & !need == 0 && group.need & window != 0;
        self.groups.iter().filter(before).map(|group| group.waiters.len() as u64).sum()
    }

    /// Lets a caller stand in queue; one that had a place before keeps its number.
    pub(super) fn push(
        &mut self,
        priority: Priority,
        need: WindowMask,
        seq: Option<u64>,
        deadline: Option<Tick>,
    ) -> QueueTicket {
        let seq = seq.unwrap_or_else(|| {
            self.next_seq += 1;
            self.next_seq
        });
        if let Some(group) = self.group_of(priority, need) {
            let (ahead, left) = (group.waiters.len() as u64, group.left);
            let waker = Waker::noop().clone();
            // A person's call looks at the very moment for the first time.
            let watch = if priority == Priority::Interactive { 0 } else { PATIENCE };
            let (patience, watch_at) = (PATIENCE, 0);
            group.waiters.insert(seq, Waiter { waker, deadline, ahead, left, patience, watch_at, watch });
            self.waiting += 1;
        }
        QueueTicket { priority, need, seq }
    }

    /// The group of a priority and a need, made if there is none.
    fn group_of(&mut self, priority: Priority, need: WindowMask) -> Option<&mut Group> {
        match self.groups.iter().position(|group| group.priority == priority && group.need == need) {
            Some(index) => self.groups.get_mut(index),
            None => {
                let (waiters, asleep) = (BTreeMap::new(), BTreeMap::new());
                let new = Group { priority, need, waiters, asleep, left: 0, passed: false };
                // Emptied groups are used again, so that there are never more than there were at once.
                match self.groups.iter().position(|group| group.len() == 0) {
                    Some(index) => self.groups.get_mut(index).map(|old| {
                        *old = new;
                        old
                    }),
                    None => {
                        self.groups.push(new);
                        self.groups.last_mut()
                    }
                }
            }
        }
    }

    fn group(&mut self, place: QueueTicket) -> Option<&mut Group> {
        self.groups.iter_mut().find(|group| group.priority == place.priority && group.need == place.need)
    }

    /// Notes whom to wake, and says behind how many of its group the waiter stands at least, and when it looks after
    /// the leader.
    pub(super) fn listen(
        &mut self,
        place: QueueTicket,
        waker: &Waker,
        now: Tick,
        wakes: &mut PendingWakes,
    ) -> (u64, Tick) {
        let armed = if self.armed == Tick::MAX { now } else { self.armed.max(now) };
        let Some(group) = self.group(place) else {
            return (0, Tick::MAX);
        };
        let left = group.left;
        let Some(waiter) = group.waiters.get_mut(&place.seq) else {
            return (0, Tick::MAX);
        };
        if !waiter.waker.will_wake(waker) {
            wakes.forget.push(std::mem::replace(&mut waiter.waker, waker.clone()));
        }
        if waiter.watch_at <= now {
            waiter.watch_at = armed.saturating_add(waiter.watch);
            waiter.watch = match place.priority {
                Priority::Interactive => waiter.watch.saturating_mul(2).clamp(PATIENCE, LONGEST_PATIENCE),
                Priority::Batch => waiter.watch.saturating_mul(8),
            };
        }
        (waiter.ahead.saturating_sub(left.wrapping_sub(waiter.left)), waiter.watch_at)
    }

    /// A waiter is polled: it can get a permit again.
    pub(super) fn wake_up(&mut self, place: QueueTicket) {
        if let Some(group) = self.group(place)
            && let Some(waiter) = group.asleep.remove(&place.seq)
        {
            group.waiters.insert(place.seq, waiter);
        }
    }

    /// Grants a permit to a waiter that has been taken out of its group, and says until when.
    pub(super) fn offer(
        &mut self,
        (priority, need): (Priority, WindowMask),
        (seq, waiter): (u64, Waiter),
        probe: bool,
        now: Tick,
        wakes: &mut PendingWakes,
    ) -> Tick {
        self.gone(seq);
        let until = now.saturating_add(waiter.patience);
        wakes.wake(seq, waiter.waker.clone());
        self.due.insert((until, priority, seq));
        self.offers.insert((priority, seq), Offer { need, until, probe, waiter });
        until
    }

    /// Takes the grant of a waiter, which collects it or is gone.
    pub(super) fn collect(&mut self, place: QueueTicket, wakes: &mut PendingWakes) -> Option<Offer> {
        let mut offer = self.offers.remove(&(place.priority, place.seq))?;
        self.due.remove(&(offer.until, place.priority, place.seq));
        wakes.forget.push(std::mem::replace(&mut offer.waiter.waker, Waker::noop().clone()));
        Some(offer)
    }

    /// When the next grant goes back.
    pub(super) fn next_due(&self) -> Tick {
        self.due.first().map_or(Tick::MAX, |(until, ..)| *until)
    }

    /// Takes back a grant that was not collected in time. The waiter keeps its place, asleep, and has more time next.
    pub(super) fn reclaim(&mut self, now: Tick) -> Option<(WindowMask, Tick, bool)> {
        let (until, priority, seq) = *self.due.first().filter(|(until, ..)| *until <= now)?;
        self.due.pop_first();
        let Offer { need, probe, mut waiter, .. } = self.offers.remove(&(priority, seq))?;
        waiter.patience = waiter.patience.saturating_mul(2).min(LONGEST_PATIENCE);
        if let Some(group) = self.group_of(priority, need) {
            group.asleep.insert(seq, waiter);
            self.waiting += 1;
        }
        Some((need, until, probe))
    }

    /// The windows in which waiters behind a place hold grants that they have not collected.
    pub(super) fn offered_behind(&self, priority: Priority, seq: u64) -> WindowMask {
        self.offers
            .range((priority, seq)..)
            .filter(|(at, _)| **at > (priority, seq))
            .fold(0, |need, (_, offer)| need | offer.need)
    }

    /// Takes back the last grant behind a place in any of some windows, or any at all for [`WindowMask::MAX`]. Its waiter
    /// stands where it stood before.
    pub(super) fn recall(
        &mut self,
        priority: Priority,
        seq: u64,
        windows: WindowMask,
    ) -> Option<(WindowMask, Tick, bool)> {
        let behind = |(at, offer): &(&(Priority, u64), &Offer)| {
            **at > (priority, seq) && (windows == WindowMask::MAX || offer.need & windows != 0)
        };
        let at = *self.offers.range((priority, seq)..).rev().find(behind)?.0;
        let Offer { need, until, probe, waiter } = self.offers.remove(&at)?;
        self.due.remove(&(until, at.0, at.1));
        if let Some(group) = self.group_of(at.0, need) {
            group.waiters.insert(at.1, waiter);
            self.waiting += 1;
        }
        Some((need, until, probe))
    }

    /// Takes a waiter out of the queue that gave up.
    pub(super) fn remove(&mut self, place: QueueTicket, wakes: &mut PendingWakes) -> bool {
        let Some(waiter) = self.group(place).and_then(|group| group.remove(place.seq)) else {
            return false;
        };
        wakes.forget.push(waiter.waker);
        self.gone(place.seq);
        true
    }

    /// Bookkeeping for a waiter that has been taken out of its group.
    fn gone(&mut self, seq: u64) {
        self.waiting = self.waiting.saturating_sub(1);
        if self.leader == Some(seq) {
            self.leader = None;
        }
    }

    /// Leaves word for a waiter that has been taken out of its group.
    pub(super) fn decide(&mut self, (seq, waiter): (u64, Waiter), verdict: WaitResult, wakes: &mut PendingWakes) {
        self.gone(seq);
        self.decided.insert(seq, verdict);
        wakes.wake(seq, waiter.waker);
    }

    pub(super) fn decision(&mut self, seq: u64) -> Option<WaitResult> {
        self.decided.remove(&seq)
    }

    /// Sends every waiter back to ask anew, each at its old place.
    pub(super) fn ask_again(&mut self, wakes: &mut PendingWakes) {
        for group in &mut self.groups {
            let waiters = std::mem::take(&mut group.waiters).into_iter();
            for (seq, waiter) in waiters.chain(std::mem::take(&mut group.asleep)) {
                self.decided.insert(seq, WaitResult::AskAgain);
                wakes.wake(seq, waiter.waker);
            }
        }
        self.waiting = 0;
        self.leader = None;
    }

    pub(super) fn start_round(&mut self) {
        for group in &mut self.groups {
            group.passed = group.waiters.is_empty();
        }
    }

    /// The group whose first waiter is next: interactive before batch, then who came first.
    pub(super) fn first(&mut self) -> Option<&mut Group> {
        self.groups
            .iter_mut()
            .filter(|group| !group.passed)
            .filter_map(|group| {
                let (seq, _) = group.waiters.first_key_value()?;
                Some(((group.priority, *seq), group))
            })
            .min_by_key(|(order, _)| *order)
            .map(|(_, group)| group)
    }

    /// Sees to it that somebody hands out at `next`.
    pub(super) fn lead(&mut self, next: Tick, wakes: &mut PendingWakes) {
        if self.waiting == 0 {
            return;
        }
        if self.leader.is_some() && next >= self.armed {
            return;
        }
        self.armed = next;
        let leader = self.leader;
        let seated = |group: &'_ Group| {
            let (seq, waiter) = match leader {
                Some(seq) => group.waiters.get_key_value(&seq)?,
                None => group.waiters.first_key_value()?,
            };
            Some((group.priority, *seq, waiter.waker.clone()))
        };
        let chosen = self.groups.iter().filter_map(seated).min_by_key(|(priority, seq, _)| (*priority, *seq));
        self.leader = chosen.as_ref().map(|(_, seq, _)| *seq);
        if let Some((_, seq, waker)) = chosen {
            wakes.wake(seq, waker);
        }
    }

    /// When a waiter that is being polled has to hand out, if that is its task.
    ///
    /// A leader that missed its time sits in a task that is not polled in time: then whoever notices leads.
    pub(super) fn duty(&mut self, seq: u64, next: Tick, now: Tick) -> Option<Tick> {
        if self.leader != Some(seq) && self.armed > now {
            return None;
        }
        self.leader = Some(seq);
        self.armed = next;
        Some(next)
    }
}
