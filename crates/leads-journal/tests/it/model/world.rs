//! Workers, a store and the steps between them.

use super::vendor::{Flying, Kind, Vendor, report};
use leads_core::{ErrorKind, Resolution, Safety, WriteOutcome};
use leads_journal::machine::{AttemptResult, CannotTell, Decision, Next, Progress, Rules, State, Watch};
use std::collections::BTreeSet;
use std::time::Duration;

const LEASE: u64 = 10_000;

/// What a worker is doing with an entry. Between two stages anything can happen.
#[derive(Clone, Debug)]
enum Stage {
    Picked,
    Begun { guard: u64 },
    Waiting { guard: u64, answer: Option<Box<AttemptResult>> },
    Verified(Option<Resolution>),
}

#[derive(Clone, Debug)]
struct Task {
    entry: usize,
    revision: u64,
    progress: Progress,
    stage: Stage,
}

#[derive(Debug, Default)]
struct Worker {
    watch: Watch,
    tasks: Vec<Task>,
}

struct Row {
    stream: usize,
    revision: u64,
    progress: Progress,
}

pub(super) struct World {
    seed: u64,
    random: fastrand::Rng,
    now: u64,
    clock_offset: i64,
    kinds: Vec<Kind>,
    rows: Vec<Row>,
    vendor: Vendor,
    workers: Vec<Worker>,
    /// A worker that is stopped: it does nothing, and forgets nothing.
    frozen: Option<usize>,
    happened: BTreeSet<&'static str>,
    /// Entries that may be applied more than once, because the user said so.
    excused: BTreeSet<usize>,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let entries = random.usize(1..5);
        let kinds: Vec<Kind> = (0..entries).map(|_| Kind::random(&mut random)).collect();
        let now = 1_000_000;
        let rows = (0..entries)
            .map(|_| Row { stream: random.usize(..2), revision: 0, progress: Progress::new(now as i64) })
            .collect();
        let workers = (0..random.usize(1..5)).map(|_| Worker::default()).collect();
        Self {
            seed,
            random,
            now,
            clock_offset: 0,
            kinds,
            rows,
            vendor: Vendor::default(),
            workers,
            frozen: None,
            happened: BTreeSet::new(),
            excused: BTreeSet::new(),
        }
    }

    pub(super) fn happened(&self) -> impl Iterator<Item = &'static str> {
        self.happened.iter().copied()
    }

    fn clock(&self) -> i64 {
        self.now as i64 + self.clock_offset
    }

    fn rules(&self, entry: usize) -> Rules {
        let mut rules = Rules::default();
        rules.patience = Duration::from_secs(30);
        if self.kinds[entry].send_again {
            rules.cannot_tell = CannotTell::SendAgain { after: Duration::from_secs(5) };
        }
        rules
    }

    /// The first open entry of each stream.
    fn is_head(&self, entry: usize) -> bool {
        let stream = self.rows[entry].stream;
        self.rows[entry].progress.state.is_open()
            && !self.rows[..entry].iter().any(|row| row.stream == stream && row.progress.state.is_open())
    }

    /// Replaces the progress of an entry if no other worker has meanwhile.
    fn store(&mut self, entry: usize, revision: u64, progress: Progress) -> bool {
        let row = &mut self.rows[entry];
        if row.revision != revision {
            return false;
        }
        row.revision += 1;
        row.progress = progress;
        self.check(entry);
        true
    }

    fn check(&self, entry: usize) {
        let (progress, count) = (&self.rows[entry].progress, self.vendor.count(entry));
        let flying = self.vendor.flying.iter().filter(|flying| flying.entry == entry).count();
        let sure = !self.excused.contains(&entry);
        let what = || {
            format!("LEADS_SEED={}: entry {entry}, {:?}, {progress:?}, applied {count}", self.seed, self.kinds[entry])
        };
        match progress.state {
            State::Applied | State::Accepted => assert!(count >= 1, "{}", what()),
            State::Refused => assert!(count == 0 && flying == 0, "{}", what()),
            State::Ready if !progress.doubt => assert!(count == 0 && flying == 0, "{}", what()),
            _ => {}
        }
        if self.kinds[entry].safety == Safety::NonIdempotent && sure {
            assert!(count + flying <= 1, "{}", what());
        }
    }

    fn pass(&mut self, time: u64) {
        self.now += time;
        if self.vendor.arrive(self.now, &self.kinds) {
            self.happened.insert("late arrival");
        }
        (0..self.rows.len()).for_each(|entry| self.check(entry));
    }

    pub(super) fn run(&mut self) {
        for _ in 0..self.random.usize(40..200) {
            let worker = self.random.usize(..self.workers.len());
            if self.random.u8(..12) == 0 {
                // Stopped in the middle of something, preferably.
                self.frozen =
                    if self.frozen.is_none() && !self.workers[worker].tasks.is_empty() { Some(worker) } else { None };
            }
            if self.frozen == Some(worker) {
                continue;
            }
            match self.random.u8(..24) {
                0 => {
                    self.workers[worker] = Worker::default();
                    self.happened.insert("crash");
                }
                1 => {
                    self.clock_offset += self.random.i64(-4_000_000..4_000_000);
                    self.happened.insert("clock step");
                }
                2..=4 => {
                    let time = if self.random.u8(..6) == 0 { LEASE } else { self.random.u64(1..4_000) };
                    self.pass(time);
                }
                5 => self.person(),
                6..=9 => self.look_for_lost(worker),
                10..=14 => self.pick(worker),
                _ => self.step(worker),
            }
        }
    }

    fn look_for_lost(&mut self, worker: usize) {
        let under_way: Vec<_> = (0..self.rows.len())
            .filter(|entry| self.rows[*entry].progress.state == State::Begun)
            .map(|entry| (entry as i64, self.rows[entry].progress.attempts, Duration::from_millis(LEASE)))
            .collect();
        let lost = self.workers[worker].watch.lost(under_way, Duration::from_millis(self.now));
        for (entry, attempt) in lost {
            let (revision, clock) = (self.rows[entry as usize].revision, self.clock());
            let next = self.rows[entry as usize].progress.lost(attempt, clock).unwrap();
            self.store(entry as usize, revision, next);
        }
    }

    fn pick(&mut self, worker: usize) {
        let clock = self.clock();
        let due: Vec<usize> = (0..self.rows.len())
            .filter(|entry| {
                let progress = &self.rows[*entry].progress;
                matches!(progress.state, State::Ready | State::Unknown) && progress.due <= clock && self.is_head(*entry)
            })
            .collect();
        let Some(entry) = self.random.choice(due) else { return };
        if self.workers.iter().any(|worker| worker.tasks.iter().any(|task| task.entry == entry)) {
            self.happened.insert("double pick");
        }
        let row = &self.rows[entry];
        let task = Task { entry, revision: row.revision, progress: row.progress.clone(), stage: Stage::Picked };
        self.workers[worker].tasks.push(task);
    }

    fn step(&mut self, worker: usize) {
        if self.workers[worker].tasks.is_empty() {
            return;
        }
        let at = self.random.usize(..self.workers[worker].tasks.len());
        let task = self.workers[worker].tasks.swap_remove(at);
        if let Some(task) = self.advance(task) {
            self.workers[worker].tasks.push(task);
        }
    }

    fn advance(&mut self, mut task: Task) -> Option<Task> {
        let (entry, clock, rules) = (task.entry, self.clock(), self.rules(task.entry));
        match task.stage.clone() {
            Stage::Picked if task.progress.state == State::Unknown => {
                match task.progress.next(clock, self.kinds[entry].knowledge(), &rules).unwrap() {
                    Next::Verify => {
                        let found = self.vendor.verify(entry, &self.kinds[entry], &mut self.random);
                        task.stage = Stage::Verified(found);
                        Some(task)
                    }
                    Next::Become(progress, by_policy) => {
                        if self.store(entry, task.revision, *progress) && by_policy {
                            self.excused.insert(entry);
                            self.happened.insert("sent again by policy");
                        }
                        None
                    }
                    _ => unreachable!(),
                }
            }
            Stage::Picked => {
                // The store lets an entry begin only while it is the head of its stream.
                let begun = task.progress.begin(clock, Duration::from_millis(LEASE)).unwrap();
                if !self.is_head(entry) || !self.store(entry, task.revision, begun.clone()) {
                    return None;
                }
                task.progress = begun;
                task.revision += 1;
                // Time passes between the mark and the first byte.
                task.stage = Stage::Begun { guard: self.now + LEASE };
                Some(task)
            }
            Stage::Begun { guard } => {
                if self.now >= guard {
                    self.happened.insert("slept past the lease");
                    return None;
                }
                task.stage = Stage::Waiting { guard, answer: self.send(entry, guard).map(Box::new) };
                Some(task)
            }
            // Without a response, the entry stays as it is.
            Stage::Waiting { answer: None, .. } => None,
            Stage::Waiting { guard, answer: Some(answer) } => {
                self.answer(&task, &answer, self.now > guard);
                None
            }
            Stage::Verified(found) => {
                let next = task.progress.verified(task.progress.attempts, found, clock, &rules).unwrap();
                if self.store(entry, task.revision, next) && found == Some(Resolution::Absent) {
                    self.happened.insert("proved absent");
                }
                None
            }
        }
    }

    /// Sends a request, and returns what the sender sees; `None` if it never gets a response.
    fn send(&mut self, entry: usize, guard: u64) -> Option<AttemptResult> {
        let lost = || Some(AttemptResult::failure(WriteOutcome::Unknown, report(ErrorKind::Timeout)));
        let kind = self.kinds[entry];
        match self.random.u8(..8) {
            // Nothing leaves the machine, and this is proved.
            0 => Some(AttemptResult::failure(WriteOutcome::NotApplied, report(ErrorKind::Connect))),
            // Lost on the way.
            1 => lost(),
            // Delivered as late as the network can: a second after the lease.
            2 => {
                let arrives = self.random.u64(self.now..=guard + 1_000);
                self.vendor.flying.push(Flying { entry, arrives });
                None
            }
            3 => {
                self.vendor.handle(entry, &kind);
                self.happened.insert("lost answer");
                lost()
            }
            _ => {
                let repeated = self.vendor.count(entry) > 0;
                let answer = self.vendor.handle(entry, &kind);
                if repeated && answer.outcome == WriteOutcome::NotApplied {
                    self.happened.insert("refused repeat");
                }
                Some(answer)
            }
        }
    }

    /// Stores a response. If another caller changed the entry, it is read again.
    fn answer(&mut self, task: &Task, answer: &AttemptResult, late: bool) {
        let (clock, rules) = (self.clock(), self.rules(task.entry));
        let (revision, progress) = (self.rows[task.entry].revision, self.rows[task.entry].progress.clone());
        if let Ok(next) = progress.attempt_ended(task.progress.attempts, answer.clone(), clock, &rules) {
            if late && progress.state != State::Begun {
                self.happened.insert("late answer counted");
            }
            assert!(self.store(task.entry, revision, next));
        }
    }

    /// A person who looks at the vendor's data, and decides truly.
    fn person(&mut self) {
        let entry = self.random.usize(..self.rows.len());
        if self.vendor.flying.iter().any(|flying| flying.entry == entry) {
            return;
        }
        let (state, revision, clock) = (self.rows[entry].progress.state, self.rows[entry].revision, self.clock());
        let decision = match state {
            State::Review if self.vendor.count(entry) > 0 => Decision::MarkApplied,
            State::Review if self.random.u8(..4) == 0 => Decision::Drop,
            State::Review => Decision::Retry,
            State::Refused if self.random.u8(..4) == 0 => Decision::Retry,
            _ => return,
        };
        if decision == Decision::Retry {
            self.happened.insert("retried by a person");
            if state == State::Refused {
                self.happened.insert("retried after a refusal");
            }
        }
        let next = self.rows[entry].progress.decided(decision, clock).unwrap();
        self.store(entry, revision, next);
    }

    /// Lets a healthy worker and a person end everything, and compares with the vendor's ledger.
    pub(super) fn finish(&mut self) {
        self.pass(LEASE + 1_000);
        // A clock that was set back delays entries until it has caught up; it doubles nothing.
        self.clock_offset = self.clock_offset.max(0);
        self.workers = vec![Worker::default()];
        for _ in 0..10_000 {
            if self.rows.iter().all(|row| !row.progress.state.is_open()) {
                break;
            }
            self.look_for_lost(0);
            self.pick(0);
            while let Some(task) = self.workers[0].tasks.pop() {
                if let Some(task) = self.advance(task) {
                    self.workers[0].tasks.push(task);
                }
            }
            self.person();
            let step = self.random.u64(1_000..60_000);
            self.pass(step);
        }
        self.compare();
    }

    fn compare(&mut self) {
        for entry in 0..self.rows.len() {
            let (kind, progress) = (self.kinds[entry], &self.rows[entry].progress);
            let count = self.vendor.count(entry);
            let what = format!("LEADS_SEED={}: entry {entry}, {kind:?}, {progress:?}, applied {count}", self.seed);
            assert!(!progress.state.is_open(), "open for ever: {what}");
            self.happened.insert(progress.state.as_str());
            match progress.outcome() {
                WriteOutcome::Applied => assert!(count >= 1, "{what}"),
                WriteOutcome::NotApplied => assert_eq!(count, 0, "{what}"),
                _ => {}
            }
            if kind.safety == Safety::NonIdempotent && !self.excused.contains(&entry) {
                assert!(count <= 1, "{what}");
            }
        }
        for stream in 0..2 {
            let order: Vec<usize> =
                self.vendor.book.iter().copied().filter(|entry| self.rows[*entry].stream == stream).collect();
            // A person who retries a refused entry puts it behind those that were sent meanwhile.
            let person = self.happened.contains("retried after a refusal");
            assert!(person || order.is_sorted(), "LEADS_SEED={}: {order:?}", self.seed);
        }
    }
}
