//! One account: what this machine knows of it, and the calls of the scripts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use leads_core::http::Priority;
use leads_core::http::limit::{Denied, PermitRequest, PermitUse, Window};

use crate::clock::{Clock, Millis, with_drift};
use crate::link::{Link, PATIENCE, Unreachable, lock};
use crate::on_loss::{Fresh, OnLoss};
use crate::own::OwnUse;
use crate::script::{GUARD, Invocation, LEARN, LEAVE, Names, PAUSE, RENEW, RESTORE, Reply, SETTLE, Script, TAKE};
use crate::share::{LATE, LEASE, NoShare, RENEW as RENEW_EVERY, Renewed, Share, USE};
use crate::spec::{Spec, escaped};

/// How late a waiter of another machine may be before its turn passes, in milliseconds.
const SLACK: Millis = 250;
/// How long to wait before asking a server again that could not be reached.
const AGAIN: Duration = Duration::from_millis(100);
/// A jump of the server's clock by more than this counts as a step.
const STEP: Millis = 250;
/// How much longer than a window a call counts that was sent and received no response.
const GRACE: Millis = 1_000;
/// How often one call asks again because the server reported something new.
const ROUNDS: u32 = 5;

/// How an account is used by this machine.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) on_loss: OnLoss,
    pub(crate) fresh: Fresh,
    pub(crate) clock: Clock,
}

/// Who counts a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CountedBy {
    Server,
    Share,
    Nobody,
}

#[derive(Debug)]
struct Held {
    windows: Vec<Spec>,
    by: CountedBy,
}

/// The server's clock as last seen: the time, and when the request was sent and its reply arrived.
#[derive(Clone, Copy, Debug)]
struct Seen {
    server: Millis,
    sent: Millis,
    replied: Millis,
}

#[derive(Debug, Default)]
struct Known {
    epoch: String,
    seen: Option<Seen>,
    /// When a forward step of the server's clock was noticed.
    stepped: Option<Millis>,
    /// The version of the reported limits, and the limits.
    version: String,
    limits: Vec<Spec>,
    /// Every window that was used, by its id.
    windows: BTreeMap<String, Spec>,
    held: HashMap<u64, Held>,
    own: OwnUse,
    share: Share,
    /// Calls were sent that the server does not know of.
    behind: bool,
    /// The latest call of a script got no reply.
    unreachable: bool,
    /// The share was returned to the pool, and no permit was taken since.
    left: bool,
}

#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) link: Link,
    names: Names,
    settings: Settings,
    known: Mutex<Known>,
    next: AtomicU64,
    /// The longest flight of any call of the account, as far as it is known.
    longest: AtomicU64,
    /// A test has cut this machine off.
    cut: AtomicBool,
}

/// A permit that may have been taken: it is returned unless its number reaches the caller.
struct Taking<'a> {
    account: &'a Account,
    ticket: u64,
    windows: &'a [Spec],
    kept: bool,
}

impl Drop for Taking<'_> {
    fn drop(&mut self) {
        if !self.kept {
            self.account.report(self.ticket, self.windows, PermitUse::Unused);
        }
    }
}

fn millis(length: Duration) -> Millis {
    u64::try_from(length.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX).min(10 * 365 * 24 * 3_600_000)
}

/// Returns the reported limits, as the server keeps them.
fn limits(pairs: Vec<(String, String)>) -> Vec<Spec> {
    let limit = |(id, value): (String, String)| {
        let (per, class) = id.split_once(':')?;
        let (calls, quota) = value.split_once(' ')?;
        Some(Spec::new(class.to_owned(), per.parse().ok()?, calls.parse().ok()?, quota == "1"))
    };
    pairs.into_iter().filter_map(limit).collect()
}

impl Account {
    pub(crate) fn new(link: Link, name: &str, settings: Settings) -> Self {
        Self {
            link,
            names: Names::new(name),
            settings,
            known: Mutex::new(Known { version: "0".to_owned(), ..Known::default() }),
            next: AtomicU64::new(1),
            longest: AtomicU64::new(0),
            cut: AtomicBool::new(false),
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    #[cfg(feature = "test-util")]
    pub(crate) fn cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::SeqCst);
    }

    fn now(&self) -> Millis {
        self.settings.clock.now()
    }

    fn prepare(&self, script: &'static Script, windows: &[Spec]) -> Invocation {
        let epoch = lock(&self.known).epoch.clone();
        Invocation::on(script, &self.names, self.settings.clock.argument(), epoch, windows)
    }

    fn member(&self, ticket: u64) -> String {
        format!("{}:{ticket}", self.names.machine)
    }

    /// Calls a script, and returns its status, the rest of its reply, and whether the server's clock stepped forward.
    async fn call(&self, invocation: &Invocation) -> Result<(String, Reply, Seen), Unreachable> {
        if self.cut.load(Ordering::SeqCst) {
            lock(&self.known).unreachable = true;
            return Err(Unreachable);
        }
        let sent = self.now();
        let called = self.link.call(invocation).await;
        lock(&self.known).unreachable = called.is_err();
        let mut reply = Reply::new(called?);
        let replied = self.now();
        let (status, server) = (reply.text(), reply.number());
        Ok((status, reply, Seen { server, sent, replied }))
    }

    /// Records the server's time. Returns whether its clock stepped forward since it was last seen.
    fn saw(&self, seen: Seen) -> bool {
        let mut known = lock(&self.known);
        let stepped = known.seen.is_some_and(|last| {
            let passed = with_drift(seen.replied.saturating_sub(last.sent));
            seen.server.saturating_sub(last.server) > passed.saturating_add(STEP)
        });
        if stepped {
            known.stepped = Some(seen.replied);
        }
        // Replies can arrive in another order than the requests were sent in.
        if known.seen.is_none_or(|last| last.server <= seen.server) {
            known.seen = Some(seen);
        }
        // Requests that were under way at the time of the step were granted by the same clock.
        stepped || known.stepped.is_some_and(|at| seen.sent <= at)
    }

    /// Returns the windows in which a call counts: those of the request, with the limits that the vendor reported to any machine, and
    /// further ones of the same classes.
    fn specs(&self, windows: &[Window]) -> Vec<Spec> {
        let mut specs: Vec<Spec> = windows.iter().map(Spec::of).collect();
        let mut known = lock(&self.known);
        for limit in &known.limits {
            if let Some(spec) = specs.iter_mut().find(|spec| spec.id == limit.id) {
                *spec = limit.clone();
            } else if specs.iter().any(|spec| spec.class == limit.class) {
                specs.push(limit.clone());
            }
        }
        for spec in &specs {
            if known.windows.get(&spec.id) != Some(spec) {
                known.windows.insert(spec.id.clone(), spec.clone());
            }
        }
        specs
    }

    fn every_window(&self) -> Vec<Spec> {
        lock(&self.known).windows.values().cloned().collect()
    }

    pub(crate) async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied> {
        let flight = millis(request.flight);
        let longest = self.longest.fetch_max(flight, Ordering::Relaxed).max(flight);
        let ticket = self.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.known).left = false;
        for _ in 0..ROUNDS {
            let windows = self.specs(request.windows);
            if !self.catch_up(&windows).await {
                return self.lost(&windows, flight);
            }
            let mut taking = Taking { account: self, ticket, windows: &windows, kept: false };
            let version = lock(&self.known).version.clone();
            let call = self
                .prepare(&TAKE, &windows)
                .arg(self.member(ticket))
                .arg(u8::from(request.priority == Priority::Batch))
                .arg(flight)
                .arg(u8::from(self.settings.fresh == Fresh::Free))
                .arg(longest)
                .arg(version)
                .arg(SLACK);
            let Ok((status, mut reply, seen)) = self.call(&call).await else {
                // It may have been taken: dropping `taking` returns it.
                drop(taking);
                return self.lost(&windows, flight);
            };
            let granted = status == "ok";
            taking.kept = !granted;
            if self.saw(seen) {
                drop(taking);
                return Err(self.stepped(&windows, longest).await);
            }
            let epoch = reply.text();
            match status.as_str() {
                "ok" => {
                    self.longest.fetch_max(reply.number(), Ordering::Relaxed);
                    let unknown = {
                        let mut known = lock(&self.known);
                        known.epoch = epoch;
                        known.share.received == 0
                    };
                    // A machine that uses the account has to know the shares of others: it may be the only one that
                    // can restore them.
                    if unknown && self.renew().await.is_err() {
                        drop(taking);
                        return self.lost(&windows, flight);
                    }
                    taking.kept = true;
                    let mut known = lock(&self.known);
                    drop(taking);
                    known.held.insert(ticket, Held { windows, by: CountedBy::Server });
                    return Ok(ticket);
                }
                "full" => {
                    lock(&self.known).epoch = epoch;
                    let (index, wait) = (reply.number(), reply.number());
                    drop(taking);
                    return Err(exhausted(&windows, request.windows.len(), index, wait));
                }
                "paused" => {
                    lock(&self.known).epoch = epoch;
                    return Err(Denied::Paused { wait: Duration::from_millis(reply.number()) });
                }
                "limits" => {
                    let mut known = lock(&self.known);
                    known.epoch = epoch;
                    known.version = reply.text();
                    known.limits = limits(reply.list().pairs());
                }
                "epoch" => {
                    self.link.refresh_run().await;
                    if self.restore(&epoch).await.is_err() {
                        drop(taking);
                        return self.lost(&windows, flight);
                    }
                }
                "rejoin" => lock(&self.known).behind = true,
                _ => break,
            }
        }
        Err(Denied::Unreachable { wait: AGAIN })
    }

    /// Makes sure that the server knows what this machine sent without it, and that it was asked for a share of each window.
    async fn catch_up(&self, windows: &[Spec]) -> bool {
        let (behind, epoch, renew) = {
            let known = lock(&self.known);
            let unknown = windows.iter().any(|window| !known.share.knows(window));
            (known.behind, known.epoch.clone(), unknown && !known.unreachable)
        };
        if epoch.is_empty() || self.settings.on_loss == OnLoss::Refuse {
            return true;
        }
        if behind && self.restore(&epoch).await.is_err() {
            return false;
        }
        !(behind || renew) || self.renew().await.is_ok()
    }

    /// Keeps the lease of the share, in the background.
    ///
    /// Nothing is renewed while the server cannot be reached: a renewal that is held up on the way could be carried out
    /// later, so each one delays the use of the share. What is sent then changes no lease.
    pub(crate) async fn keep_share(&self) -> Result<(), Unreachable> {
        let (epoch, due, ended) = {
            let known = lock(&self.known);
            let (now, share) = (self.now(), &known.share);
            if known.left {
                return Ok(());
            }
            let ended = known.unreachable || known.behind || share.leased <= now;
            (known.epoch.clone(), now >= share.tried.saturating_add(RENEW_EVERY), ended)
        };
        if epoch.is_empty() || self.settings.on_loss != OnLoss::Share || !(due || ended) {
            return Ok(());
        }
        if ended {
            self.restore(&epoch).await?;
        }
        if let Some(epoch) = self.renew().await? {
            self.restore(&epoch).await?;
            self.renew().await?;
        }
        Ok(())
    }

    /// The server cannot be reached.
    fn lost(&self, windows: &[Spec], flight: Millis) -> Result<u64, Denied> {
        // Not the ticket that the server may have counted: that one is returned.
        let ticket = self.next.fetch_add(1, Ordering::Relaxed);
        let wait = AGAIN + Duration::from_millis(fastrand::u64(0..50));
        let mut known = lock(&self.known);
        let by = match self.settings.on_loss {
            OnLoss::Refuse => return Err(Denied::Unreachable { wait }),
            OnLoss::Local => CountedBy::Nobody,
            OnLoss::Share => {
                let now = self.now();
                match known.share.take(ticket, windows, flight, now) {
                    Ok(()) => CountedBy::Share,
                    Err(NoShare::Closed) => return Err(Denied::Unreachable { wait }),
                    Err(NoShare::Full { wait, .. }) => {
                        // The server may be back sooner than the share has room again.
                        let wait = Duration::from_millis(wait).min(AGAIN);
                        return Err(Denied::Unreachable { wait });
                    }
                }
            }
        };
        known.behind = true;
        known.held.insert(ticket, Held { windows: windows.to_vec(), by });
        Ok(ticket)
    }

    /// The server's clock stepped forward, so permits may have returned too early: the windows count as used.
    async fn stepped(&self, windows: &[Spec], longest: Millis) -> Denied {
        tracing::warn!("the clock of Redis stepped forward");
        let guard = self.prepare(&GUARD, &[]).arg(longest);
        if self.call(&guard).await.is_err() {
            self.link.queue(guard, None);
        }
        let hold = windows.iter().map(|window| window.hold).filter(|hold| *hold < 3_600_000).max().unwrap_or(1);
        Denied::Unreachable { wait: Duration::from_millis(hold.min(1_000)) }
    }

    /// Sends the server what it does not know: after it lost its memory, or after this machine could not reach it.
    async fn restore(&self, epoch: &str) -> Result<(), Unreachable> {
        // What is queued is part of what this machine used; it must not count twice.
        self.link.flush(PATIENCE).await?;
        let windows = self.every_window();
        let mut call = self.prepare(&RESTORE, &windows);
        let sent = {
            let known = lock(&self.known);
            let now = self.now();
            for window in &windows {
                call = known.own.arguments(window, now, call);
                let permits = if window.is_counted() { Vec::new() } else { known.share.in_use(window, now) };
                call = call.arg(permits.len());
                for (ticket, left) in permits {
                    call = call.arg(self.member(ticket)).arg(left);
                }
            }
            // In the same epoch the server has them, and newer ones.
            let rows = if known.epoch == epoch { &[][..] } else { &known.share.rows };
            call = call.arg(LEASE).arg(rows.len());
            for (name, row) in rows {
                call = call.arg(name).arg(row);
            }
            known.share.tickets()
        };
        let (status, _, seen) = self.call(&call).await?;
        if status != "ok" {
            return Err(Unreachable);
        }
        self.saw(seen);
        let mut known = lock(&self.known);
        epoch.clone_into(&mut known.epoch);
        known.share.handed_over(&sent, seen.replied, &windows);
        // Permits that were taken from the share during the call are not known to the server yet.
        known.behind = !known.share.tickets().is_empty();
        // From now on the server counts those that were sent.
        let handed_over = known.held.iter_mut().filter(|(ticket, _)| sent.contains(ticket));
        handed_over.filter(|(_, held)| held.by == CountedBy::Share).for_each(|(_, held)| held.by = CountedBy::Server);
        Ok(())
    }

    /// Renews this machine's share. Returns the server's epoch if it has another one.
    async fn renew(&self) -> Result<Option<String>, Unreachable> {
        if self.settings.on_loss != OnLoss::Share {
            return Ok(None);
        }
        let windows = self.every_window();
        let (flight, latest, received, usable) = {
            let mut known = lock(&self.known);
            let now = self.now();
            let Some(seen) = known.seen.filter(|_| !known.epoch.is_empty()) else { return Ok(None) };
            let passed = with_drift(now.saturating_sub(seen.sent));
            let longest = self.longest.load(Ordering::Relaxed);
            let usable: Vec<_> = windows.iter().map(|window| known.share.usable(window, now)).collect();
            let latest = seen.server.saturating_add(passed).saturating_add(LATE);
            (known.share.trying(now, longest, &windows), latest, known.share.received, usable)
        };
        let mut call = self.prepare(&RENEW, &windows).arg(LEASE).arg(USE).arg(flight).arg(latest).arg(received);
        for share in usable {
            call = call.arg(share);
        }
        let (status, mut reply, seen) = self.call(&call).await?;
        self.saw(seen);
        let epoch = reply.text();
        if status == "ok" {
            let (flight, mut shares) = (reply.number(), reply.list());
            let share = |window: &Spec| (window.id.clone(), u32::try_from(shares.number()).unwrap_or(u32::MAX));
            let shares = windows.iter().map(share).collect();
            let rows = reply.list().pairs();
            let renewed = Renewed { flight, shares, rows, server: seen.server, sent: seen.sent, replied: seen.replied };
            lock(&self.known).share.renewed(renewed, &windows);
        }
        // A server that lost its memory has an epoch again after the next call for a permit.
        Ok(Some(epoch).filter(|epoch| status == "epoch" && !epoch.is_empty()))
    }

    pub(crate) fn settle(&self, ticket: u64, how: PermitUse) {
        let now = self.now();
        let held = {
            let mut known = lock(&self.known);
            let Some(held) = known.held.remove(&ticket) else { return };
            let grace = match how {
                PermitUse::Unused => None,
                PermitUse::WithResponse => Some(0),
                _ => Some(GRACE),
            };
            if grace.is_some() {
                known.own.count(&held.windows, now);
            }
            if held.by == CountedBy::Share {
                known.share.settle(ticket, &held.windows, grace, now);
            }
            held
        };
        if held.by == CountedBy::Server {
            self.report(ticket, &held.windows, how);
        }
    }

    /// Queues the report about a permit.
    fn report(&self, ticket: u64, windows: &[Spec], how: PermitUse) {
        if self.cut.load(Ordering::SeqCst) {
            return;
        }
        let code = match how {
            PermitUse::Unused => 0,
            PermitUse::WithResponse => 1,
            _ => 2,
        };
        let call = self.prepare(&SETTLE, windows).arg(self.member(ticket)).arg(code).arg(0);
        let again = call.args.len().checked_sub(1);
        self.link.queue(call, again);
    }

    pub(crate) fn pause(&self, class: Option<&str>, length: Duration) {
        let class = class.map_or_else(|| "*".to_owned(), |class| format!("c:{}", escaped(class)));
        self.link.queue(self.prepare(&PAUSE, &[]).arg(class).arg(millis(length)), None);
    }

    pub(crate) fn learn(&self, window: &Window) {
        let new = Spec::of(window);
        let mut windows = vec![new.clone()];
        let others = self.every_window();
        windows.extend(others.into_iter().filter(|other| other.class == new.class && other.id != new.id));
        self.link.queue(self.prepare(&LEARN, &windows), None);
    }

    /// Returns this machine's share to the pool.
    pub(crate) async fn leave(&self) -> Result<(), Unreachable> {
        if self.settings.on_loss == OnLoss::Share {
            if lock(&self.known).behind {
                let epoch = lock(&self.known).epoch.clone();
                self.restore(&epoch).await?;
            }
            // The share must not be renewed behind this call.
            lock(&self.known).left = true;
            self.call(&self.prepare(&LEAVE, &[])).await?;
            lock(&self.known).share = Share::default();
        }
        self.link.flush(Duration::from_secs(1)).await
    }
}

/// Returns the denial by a window. One that the request does not contain stands for a window of the same class.
fn exhausted(windows: &[Spec], requested: usize, index: u64, wait: u64) -> Denied {
    let index = usize::try_from(index).unwrap_or(1).saturating_sub(1);
    let class = windows.get(index).map(|window| &window.class);
    let window = if index < requested {
        index
    } else {
        windows.iter().take(requested).position(|window| Some(&window.class) == class).unwrap_or(0)
    };
    Denied::Exhausted { window, wait: Duration::from_millis(wait) }
}
