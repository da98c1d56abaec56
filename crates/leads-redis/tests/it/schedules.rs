//! Random schedules of two to five machines in virtual time, on a real server: no sliding window of the vendor may ever
//! contain more calls than it allows.
//!
//! The suite runs 150 schedules. This runs 10,000:
//!
//! ```text
//! LEADS_SCHEDULES=10000 cargo test --release -p leads-redis --all-features --test it -- schedules --nocapture
//! ```
//!
//! A failing schedule prints its seed; `LEADS_SCHEDULE_SEED=<seed>` runs it alone.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use fastrand::Rng;
use leads_core::http::Priority;
use leads_core::http::limit::{Denied, PermitRequest, PermitUse, SharedCounts, Window};
use leads_redis::{Fresh, OnLoss, RedisCounts, Shared};

use crate::support::server::Server;

const START: u64 = 1_000_000_000_000;
/// Schedules run side by side, each on a separate database.
const LANES: u64 = 4;

/// What happens in a schedule, at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Ask { machine: usize, life: u32 },
    Settle { machine: usize, life: u32, ticket: u64, how: u8 },
    Renew { machine: usize, life: u32 },
    Kill { machine: usize },
    Cut { machine: usize, cut: bool },
    Lose,
    Save,
    Failover,
    StepBack { millis: u64 },
    StepForward,
}

/// When a permit counts from. `Sending` is the rule of other limiters: a control that has to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Response,
    Sending,
}

/// What a number of schedules did.
#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    schedules: u64,
    permits: u64,
    while_cut: u64,
    kills: u64,
    losses: u64,
    failovers: u64,
    exceeded: u64,
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.schedules += other.schedules;
        self.permits += other.permits;
        self.while_cut += other.while_cut;
        self.kills += other.kills;
        self.losses += other.losses;
        self.failovers += other.failovers;
        self.exceeded += other.exceeded;
    }
}

struct Machine {
    counts: RedisCounts,
    /// The number of times it was started.
    life: u32,
    cut: bool,
    /// It has used the account, and so notices a loss.
    knows: bool,
    /// It would not wait for a window at its first use.
    free: bool,
}

/// One schedule.
struct Schedule {
    rng: Rng,
    shared: Shared,
    connection: redis::aio::MultiplexedConnection,
    time: Arc<AtomicU64>,
    ahead: Arc<AtomicI64>,
    windows: Vec<Window>,
    flight: u64,
    on_loss: OnLoss,
    rule: Rule,
    machines: Vec<Machine>,
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    count: u64,
    end: u64,
    saved: bool,
    /// The time of each arrival, and the number of windows of its call.
    arrivals: Vec<(u64, usize)>,
    totals: Totals,
}

impl Schedule {
    fn new(seed: u64, shared: Shared, connection: redis::aio::MultiplexedConnection, rule: Rule) -> Self {
        let mut rng = Rng::with_seed(seed);
        let per = rng.u64(200..2_000);
        let large = rng.u32(0..100) == 0;
        let calls = if large { rng.u32(513..530) } else { rng.u32(1..9) };
        let window = |name, calls, per| Window::new(name, calls, Duration::from_millis(per));
        let mut windows = vec![window("calls", calls, per)];
        if rng.bool() {
            windows.push(window("bulk", rng.u32(1..4), per * rng.u64(1..4)));
        }
        let on_loss = if rng.bool() { OnLoss::Share } else { OnLoss::Refuse };
        let flight = rng.u64(200..1_500);
        let end = START + if on_loss == OnLoss::Share { 14_000 } else { per * 6 + flight * 2 };
        Self {
            flight,
            shared,
            connection,
            time: Arc::new(AtomicU64::new(START)),
            ahead: Arc::default(),
            windows,
            on_loss,
            rule,
            machines: Vec::new(),
            events: BinaryHeap::new(),
            count: 0,
            end,
            saved: false,
            arrivals: Vec::new(),
            totals: Totals { schedules: 1, ..Totals::default() },
            rng,
        }
    }

    fn now(&self) -> u64 {
        self.time.load(Ordering::SeqCst)
    }

    fn at(&mut self, time: u64, event: Event) {
        if time <= self.end {
            self.count += 1;
            self.events.push(Reverse((time, self.count, event)));
        }
    }

    fn soon(&mut self, most: u64, event: Event) {
        let time = self.now() + self.rng.u64(0..most);
        self.at(time, event);
    }

    fn start(&mut self, life: u32) -> Machine {
        // The first machine may skip the wait: nobody used the account before.
        let fresh = if life == 0 && self.rng.bool() { Fresh::Free } else { Fresh::Guarded };
        let counts = self.shared.counts("acme").on_loss(self.on_loss).fresh(fresh);
        let counts = counts.set_time(Arc::clone(&self.time), Arc::clone(&self.ahead));
        Machine { counts, life, cut: false, knows: false, free: fresh == Fresh::Free }
    }

    fn plan(&mut self) {
        for machine in 0..self.rng.usize(2..6) {
            let started = self.start(0);
            self.machines.push(started);
            for _ in 0..self.rng.usize(1..4) {
                self.soon(300, Event::Ask { machine, life: 0 });
            }
            self.soon(500, Event::Renew { machine, life: 0 });
        }
        let length = self.end - START;
        for _ in 0..self.rng.usize(0..4) {
            let machine = self.rng.usize(0..self.machines.len());
            self.soon(length, Event::Kill { machine });
        }
        for _ in 0..self.rng.usize(0..3) {
            let machine = self.rng.usize(0..self.machines.len());
            let (from, share) = (START + self.rng.u64(0..length / 2), self.on_loss == OnLoss::Share);
            self.at(from, Event::Cut { machine, cut: true });
            let until = from + self.rng.u64(0..if share { length } else { length / 3 });
            self.at(until, Event::Cut { machine, cut: false });
        }
        match self.rng.u8(0..8) {
            0 => self.soon(length, Event::Lose),
            1 => {
                self.soon(length / 2, Event::Save);
                let at = START + length / 2 + self.rng.u64(0..length / 3);
                self.at(at, Event::Failover);
            }
            // A lease of a share ends by the server's clock, so with shares it must not be set back.
            2 if self.on_loss == OnLoss::Refuse => {
                let millis = self.rng.u64(1..5_000);
                self.soon(length, Event::StepBack { millis });
            }
            3 if self.on_loss == OnLoss::Refuse => self.soon(length, Event::StepForward),
            _ => {}
        }
    }

    async fn run(mut self) -> Totals {
        self.plan();
        while let Some(Reverse((time, _, event))) = self.events.pop() {
            self.time.store(time.max(self.now()), Ordering::SeqCst);
            self.happens(event).await;
        }
        self.trace(&(&self.windows, self.flight, self.on_loss, &self.arrivals));
        self.totals.exceeded = u64::from(self.exceeds());
        self.totals
    }

    /// Prints what happens, if one schedule is run alone.
    fn trace(&self, what: &dyn std::fmt::Debug) {
        if std::env::var_os("LEADS_SCHEDULE_SEED").is_some() {
            println!("{:>6} {what:?}", self.now() - START);
        }
    }

    async fn happens(&mut self, event: Event) {
        self.trace(&event);
        match event {
            Event::Ask { machine, life } if self.machines[machine].life == life => self.ask(machine).await,
            Event::Settle { machine, life, ticket, how } if self.machines[machine].life == life => {
                let how = [PermitUse::Unused, PermitUse::WithResponse, PermitUse::WithoutResponse][usize::from(how)];
                self.machines[machine].counts.settle(ticket, how);
                self.shared.flush().await.unwrap();
            }
            Event::Renew { machine, life } if self.machines[machine].life == life && self.on_loss == OnLoss::Share => {
                if self.machines[machine].knows {
                    self.machines[machine].counts.renew_share().await;
                }
                self.at(self.now() + 500, event);
            }
            Event::Kill { machine } => {
                let life = self.machines[machine].life + 1;
                self.machines[machine] = self.start(life);
                self.totals.kills += 1;
                self.soon(200, Event::Ask { machine, life });
                self.soon(200, Event::Renew { machine, life });
            }
            Event::Cut { machine, cut } => {
                self.machines[machine].counts.cut_off(cut);
                self.machines[machine].cut = cut;
            }
            Event::Lose => self.lose().await,
            Event::Save => {
                self.admin(SAVE).await;
                self.saved = true;
            }
            Event::Failover if self.saved && self.may_lose() => {
                self.admin(FAIL_OVER).await;
                self.totals.failovers += 1;
            }
            Event::StepBack { millis } => {
                self.ahead.fetch_sub(millis.try_into().unwrap(), Ordering::SeqCst);
            }
            Event::StepForward => {
                // The first machine that asks has seen the server's time before, and tells the others.
                let Some(machine) = self.machines.iter().position(|machine| machine.knows && !machine.cut) else {
                    return;
                };
                self.ahead.fetch_add(10_000, Ordering::SeqCst);
                self.ask(machine).await;
            }
            _ => {}
        }
    }

    /// A machine that keeps permits under way while it is cut off cannot notice a loss: with shares that is excluded.
    fn may_lose(&self) -> bool {
        let connected = self.machines.iter().any(|machine| machine.knows && !machine.cut);
        // `Fresh::Free` promises that no machine used the account before.
        let guarded = self.machines.iter().all(|machine| machine.knows || !machine.free);
        connected && guarded && (self.on_loss != OnLoss::Share || self.machines.iter().all(|machine| !machine.cut))
    }

    async fn lose(&mut self) {
        if !self.may_lose() {
            return;
        }
        redis::cmd("FLUSHDB").query_async::<()>(&mut self.connection).await.unwrap();
        self.totals.losses += 1;
        // The machines that are connected ask again within a window.
        let per = self.windows.iter().map(|window| window.per.as_millis() as u64).min().unwrap();
        for machine in 0..self.machines.len() {
            let Machine { life, knows, cut, .. } = self.machines[machine];
            if knows && !cut {
                self.soon(per, Event::Ask { machine, life });
            }
        }
    }

    async fn admin(&mut self, script: &str) {
        redis::cmd("EVAL").arg(script).arg(0).query_async::<()>(&mut self.connection).await.unwrap();
    }

    async fn ask(&mut self, machine: usize) {
        let windows = if self.windows.len() > 1 && self.rng.bool() { 2 } else { 1 };
        let large = self.windows[0].calls > 512;
        let mut request = PermitRequest::new(&self.windows[..windows]);
        request.flight = Duration::from_millis(self.flight);
        if self.rng.u8(0..4) == 0 {
            request = request.priority(Priority::Batch);
        }
        let Machine { counts, life, cut, .. } = &self.machines[machine];
        let (life, cut) = (*life, *cut);
        let taken = counts.take(request).await;
        self.trace(&(machine, windows, &taken));
        match taken {
            Ok(ticket) => {
                self.totals.permits += 1;
                self.totals.while_cut += u64::from(cut);
                self.machines[machine].knows = true;
                self.send(machine, life, ticket, windows);
                self.soon(if large { 5 } else { 60 }, Event::Ask { machine, life });
            }
            Err(Denied::Exhausted { wait, .. } | Denied::Paused { wait } | Denied::Unreachable { wait }) => {
                let wait = wait.as_millis() as u64 + self.rng.u64(0..3);
                self.at(self.now() + wait, Event::Ask { machine, life });
            }
            Err(_) => {}
        }
    }

    /// Sends a call: it arrives between its sending and its response, if there is one.
    fn send(&mut self, machine: usize, life: u32, ticket: u64, windows: usize) {
        let (now, flight) = (self.now(), self.flight);
        let settle = |how| Event::Settle { machine, life, ticket, how };
        let latest = now + flight - flight / 10;
        let delay = self.rng.u64(0..100);
        let sent = self.rng.u64(now..latest.min(now + 1 + delay).max(now + 1));
        match self.rng.u8(0..20) {
            0 => self.at(sent, settle(0)),
            // No response: the caller gave up, and the request arrives within a second of that. If its process is killed
            // first, nobody reports this, so it arrives within its flight.
            1 | 2 => {
                let gave_up = self.rng.u64(sent..=now + flight);
                let arrived = self.rng.u64(sent..=(gave_up + 999).min(now + flight));
                self.arrivals.push((arrived, windows));
                self.at(gave_up, settle(2));
            }
            // The report is lost.
            3 => {
                let arrived = self.rng.u64(sent..=now + flight);
                self.arrivals.push((arrived, windows));
            }
            _ => {
                let travel = self.rng.u64(0..flight);
                let arrived = self.rng.u64(sent..=(sent + travel).min(now + flight));
                let head = self.rng.u64(arrived..=(arrived + 50).min(now + flight));
                self.arrivals.push((arrived, windows));
                let reported = head + self.rng.u64(0..5);
                self.at(if self.rule == Rule::Sending { sent } else { reported }, settle(1));
            }
        }
    }

    /// Whether a window of the vendor, whose clock differs by up to 0.05 %, contained too many calls.
    fn exceeds(&mut self) -> bool {
        let drift = 1.0 + (self.rng.f64() - 0.5) / 1_000.0;
        self.windows.iter().enumerate().any(|(index, window)| {
            let counted = self.arrivals.iter().filter(|(_, windows)| *windows > index);
            let mut times: Vec<f64> = counted.map(|(at, _)| (at - START) as f64 * drift).collect();
            times.sort_by(f64::total_cmp);
            let (calls, per) = (window.calls as usize, window.per.as_millis() as f64);
            times.windows(calls + 1).any(|group| group[calls] - group[0] <= per)
        })
    }
}

/// Keeps a copy of every key, as a replica or a file would.
const SAVE: &str = r"
for _, key in ipairs(redis.call('KEYS', '{leads:*')) do redis.call('HSET', 'copy', key, redis.call('DUMP', key)) end";

/// Goes back to the copy, on a server with another run id.
const FAIL_OVER: &str = r"
for _, key in ipairs(redis.call('KEYS', '{leads:*')) do redis.call('DEL', key) end
local copy = redis.call('HGETALL', 'copy')
for i = 1, #copy, 2 do redis.call('RESTORE', copy[i], 0, copy[i + 1]) end
redis.call('HSET', '{leads:acme}:state', 'run', 'another')";

/// Runs the schedules of a lane.
async fn lane(port: u16, lane: u64, seeds: Vec<u64>, rule: Rule) -> (Totals, Vec<u64>) {
    let url = format!("redis://127.0.0.1:{port}/{lane}");
    let shared = Shared::connect(&url).await.unwrap();
    let mut connection = redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap();
    let (mut totals, mut exceeded) = (Totals::default(), Vec::new());
    for seed in seeds {
        redis::cmd("FLUSHDB").query_async::<()>(&mut connection).await.unwrap();
        let run = Schedule::new(seed, shared.clone(), connection.clone(), rule).run().await;
        if run.exceeded > 0 {
            exceeded.push(seed);
        }
        totals += run;
    }
    (totals, exceeded)
}

async fn run(server: &Server, count: u64, rule: Rule) -> (Totals, Vec<u64>) {
    let first = match std::env::var("LEADS_SCHEDULE_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => fastrand::u64(..u64::MAX / 2),
    };
    let count = if std::env::var_os("LEADS_SCHEDULE_SEED").is_some() { 1 } else { count };
    println!("{count} schedules, {rule:?}, seeds from {first}");
    let seeds = |number: u64| (first..first + count).filter(|seed| seed % LANES == number).collect();
    let port = server.port();
    let mut lanes: tokio::task::JoinSet<_> = (0..LANES).map(|number| lane(port, number, seeds(number), rule)).collect();
    let (mut totals, mut exceeded) = (Totals::default(), Vec::new());
    while let Some(done) = lanes.join_next().await {
        let (lane, seeds) = done.unwrap();
        totals += lane;
        exceeded.extend(seeds);
    }
    println!("{totals:?}");
    (totals, exceeded)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_window_of_the_vendor_contains_more_calls_than_it_allows() {
    let Some(server) = Server::start() else { return };
    let count = std::env::var("LEADS_SCHEDULES").map_or(150, |count| count.parse().unwrap());
    let (totals, exceeded) = run(&server, count, Rule::Response).await;
    assert!(exceeded.is_empty(), "seeds {exceeded:?}");
    assert_eq!(totals.schedules, if std::env::var_os("LEADS_SCHEDULE_SEED").is_some() { 1 } else { count });
    if totals.schedules >= 150 {
        assert!(totals.permits > 20 * totals.schedules && totals.kills > 0, "{totals:?}");
        assert!(totals.while_cut > 0 && totals.losses > 0 && totals.failovers > 0, "{totals:?}");
    }
}

/// The control: a limiter that counts from the time of sending.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counting_from_the_time_of_sending_exceeds_the_limit() {
    let Some(server) = Server::start() else { return };
    let (totals, _) = run(&server, 60, Rule::Sending).await;
    assert!(totals.exceeded > 0);
}
