//! The waiters, their order, and which of them drives the timer.

use std::collections::{BTreeMap, BTreeSet};
use std::task::Waker;

use super::Priority;
use super::clock::Tick;
use super::decision::{WaitResult, WindowMask};

/// How long a grant initially waits for its waiter to collect it, in milliseconds, and how late the leader may be.
pub(super) const PATIENCE: u64 = 250;
/// The maximum time that a grant waits. Each grant that is taken back doubles the time for the same waiter up to this.
pub(super) const LONGEST_PATIENCE: u64 = 16_000;

/// Work to do once the lock is released: waking and dropping wakers may run arbitrary code.
#[derive(Debug, Default)]
pub(super) struct PendingWakes {
    /// The waiter that is being polled. It does not need to be woken.
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

/// A waiter's position: enough to find it again.
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
    /// How many waiters were ahead of it in its group when it arrived, and how many had left the group by then.
    ahead: u64,
    left: u64,
    /// How long the next grant waits for it.
    patience: u64,
    /// When it checks that the leader is active, and how long it waits before it checks again.
    watch_at: Tick,
    watch: u64,
}

/// A permit that was granted to a waiter and has not been collected yet.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) need: WindowMask,
    /// When it is taken back.
    pub(super) until: Tick,
    /// It tests a pause or a reported limit.
    pub(super) probe: bool,
    waiter: Waiter,
}

/// The waiters of one priority that need the same windows: they are served in order of arrival.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) priority: Priority,
    pub(super) need: WindowMask,
    waiters: BTreeMap<u64, Waiter>,
    /// Waiters that did not collect a grant in time. They keep their positions, and get nothing until they are polled.
    asleep: BTreeMap<u64, Waiter>,
    left: u64,
    /// No waiter of this group can be served in the current round.
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

    /// Returns whether the deadline of the first waiter has passed.
    pub(super) fn is_late(&self, now: Tick) -> bool {
        self.waiters.first_key_value().is_some_and(|(_, waiter)| waiter.deadline.is_some_and(|deadline| deadline < now))
    }

    /// Removes and returns the waiters whose deadline is before `at`.
    pub(super) fn take_late(&mut self, at: Tick) -> Vec<(u64, Waiter)> {
        let late = |waiter: &Waiter| waiter.deadline.is_some_and(|deadline| deadline < at);
        let late: Vec<u64> = self.waiters.iter().filter(|(_, waiter)| late(waiter)).map(|(seq, _)| *seq).collect();
        late.into_iter().filter_map(|seq| Some((seq, self.remove(seq)?))).collect()
    }
}

/// All waiters of a limiter.
///
/// One of them, the leader, runs a timer for the next return of a permit and distributes permits to all; the others
/// sleep until they are woken. In case the leader's task is not polled, each of them checks on it [`PATIENCE`] later
/// and takes over; then at increasing intervals.
///
/// A distributed permit is an [`Offer`] until its waiter is polled. An offer that is not collected is taken back, and
/// its waiter is asleep until it is polled again.
#[derive(Debug, Default)]
pub(super) struct WaitQueue {
    groups: Vec<Group>,
    /// Grants that have not been collected yet, in the order of their waiters.
    offers: BTreeMap<(Priority, u64), Offer>,
    /// The same by the time at which they are taken back.
    due: BTreeSet<(Tick, Priority, u64)>,
    /// The results of waiters that have left the queue and have not been polled since.
    results: BTreeMap<u64, WaitResult>,
    next_seq: u64,
    waiting: usize,
    leader: Option<u64>,
    /// When the leader distributes permits next; never, if no return is scheduled.
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

    /// Returns how many waiters a newcomer cannot overtake under any circumstances: those before it that need only
    /// windows that it needs itself.
    pub(super) fn ahead(&self, priority: Priority, need: WindowMask, window: WindowMask) -> u64 {
        let before = |group: &&Group| group.priority <= priority && group.need & !need == 0 && group.need & window != 0;
        self.groups.iter().filter(before).map(|group| group.waiters.len() as u64).sum()
    }

    /// Adds a caller to the queue; one that had a position before keeps its number.
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
            // An interactive call checks exactly on time at first.
            let watch = if priority == Priority::Interactive { 0 } else { PATIENCE };
            let (patience, watch_at) = (PATIENCE, 0);
            group.waiters.insert(seq, Waiter { waker, deadline, ahead, left, patience, watch_at, watch });
            self.waiting += 1;
        }
        QueueTicket { priority, need, seq }
    }

    /// Returns the group of a priority and a need, creating it if necessary.
    fn group_of(&mut self, priority: Priority, need: WindowMask) -> Option<&mut Group> {
        match self.groups.iter().position(|group| group.priority == priority && group.need == need) {
            Some(index) => self.groups.get_mut(index),
            None => {
                let (waiters, asleep) = (BTreeMap::new(), BTreeMap::new());
                let new = Group { priority, need, waiters, asleep, left: 0, passed: false };
                // Empty groups are reused, so that there are never more than existed at once.
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

    /// Records whom to wake, and returns the minimum number of waiters of its group ahead of the waiter, and when it
    /// checks on the leader.
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

    /// Marks a waiter that is being polled as awake: it can get a permit again.
    pub(super) fn wake_up(&mut self, place: QueueTicket) {
        if let Some(group) = self.group(place)
            && let Some(waiter) = group.asleep.remove(&place.seq)
        {
            group.waiters.insert(place.seq, waiter);
        }
    }

    /// Grants a permit to a waiter that has been removed from its group, and returns its expiry.
    pub(super) fn offer(
        &mut self,
        (priority, need): (Priority, WindowMask),
        (seq, waiter): (u64, Waiter),
        probe: bool,
        now: Tick,
        wakes: &mut PendingWakes,
    ) -> Tick {
        self.removed(seq);
        let until = now.saturating_add(waiter.patience);
        wakes.wake(seq, waiter.waker.clone());
        self.due.insert((until, priority, seq));
        self.offers.insert((priority, seq), Offer { need, until, probe, waiter });
        until
    }

    /// Removes the grant of a waiter that collects it or has been dropped.
    pub(super) fn collect(&mut self, place: QueueTicket, wakes: &mut PendingWakes) -> Option<Offer> {
        let mut offer = self.offers.remove(&(place.priority, place.seq))?;
        self.due.remove(&(offer.until, place.priority, place.seq));
        wakes.forget.push(std::mem::replace(&mut offer.waiter.waker, Waker::noop().clone()));
        Some(offer)
    }

    /// Returns when the next grant is taken back.
    pub(super) fn next_due(&self) -> Tick {
        self.due.first().map_or(Tick::MAX, |(until, ..)| *until)
    }

    /// Takes back a grant that was not collected in time. The waiter keeps its position, asleep, and gets more time for
    /// the next one.
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

    /// Returns the windows in which waiters behind a position hold uncollected grants.
    pub(super) fn offered_behind(&self, priority: Priority, seq: u64) -> WindowMask {
        self.offers
            .range((priority, seq)..)
            .filter(|(at, _)| **at > (priority, seq))
            .fold(0, |need, (_, offer)| need | offer.need)
    }

    /// Takes back the last grant behind a position in any of some windows, or any at all for [`WindowMask::MAX`]. Its
    /// waiter returns to its previous position.
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

    /// Removes a waiter that gave up from the queue.
    pub(super) fn remove(&mut self, place: QueueTicket, wakes: &mut PendingWakes) -> bool {
        let Some(waiter) = self.group(place).and_then(|group| group.remove(place.seq)) else {
            return false;
        };
        wakes.forget.push(waiter.waker);
        self.removed(place.seq);
        true
    }

    /// Updates the bookkeeping for a waiter that has been removed from its group.
    fn removed(&mut self, seq: u64) {
        self.waiting = self.waiting.saturating_sub(1);
        if self.leader == Some(seq) {
            self.leader = None;
        }
    }

    /// Stores the result for a waiter that has been removed from its group.
    pub(super) fn resolve(&mut self, (seq, waiter): (u64, Waiter), result: WaitResult, wakes: &mut PendingWakes) {
        self.removed(seq);
        self.results.insert(seq, result);
        wakes.wake(seq, waiter.waker);
    }

    pub(super) fn take_result(&mut self, seq: u64) -> Option<WaitResult> {
        self.results.remove(&seq)
    }

    /// Makes every waiter ask again, each at its previous position.
    pub(super) fn ask_again(&mut self, wakes: &mut PendingWakes) {
        for group in &mut self.groups {
            let waiters = std::mem::take(&mut group.waiters).into_iter();
            for (seq, waiter) in waiters.chain(std::mem::take(&mut group.asleep)) {
                self.results.insert(seq, WaitResult::AskAgain);
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

    /// Returns the group whose first waiter is next: interactive before batch, then by order of arrival.
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

    /// Ensures that a waiter distributes permits at `next`.
    pub(super) fn appoint_leader(&mut self, next: Tick, wakes: &mut PendingWakes) {
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

    /// Returns when a waiter that is being polled has to distribute permits, if it is the leader.
    ///
    /// A leader that missed its time belongs to a task that is not polled in time: the waiter that notices this becomes
    /// the leader.
    pub(super) fn leader_due(&mut self, seq: u64, next: Tick, now: Tick) -> Option<Tick> {
        if self.leader != Some(seq) && self.armed > now {
            return None;
        }
        self.leader = Some(seq);
        self.armed = next;
        Some(next)
    }
}
