//! Every order in which a few callers can request, use, complete, drop and give up permits.
//!
//! As in an executor, a waiter is polled only after it was woken, so that a lost wake-up is a failure here. The
//! limiter's rule is implemented a second time, as a sum over how each permit was used.

use crate::common::depth;
use leads_core::http::limit::{AcquireError, Limiter, Permit, Priority, Waiting, Window};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;
use tokio::time::{Instant, advance};

const PER: Duration = Duration::from_millis(1000);
const GRACE: Duration = Duration::from_millis(1000);
/// Shorter than a window and than the grace period, so that several steps are on either side of each boundary.
const STEP: Duration = Duration::from_millis(700);
const ROUNDED: Duration = Duration::from_millis(3);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// The caller asks, or polls again because it was woken.
    Poll(usize),
    Send(usize),
    Respond(usize),
    /// The caller is dropped: from the queue, or with its permit.
    Drop(usize),
    Wait,
}

type Acquiring = Pin<Box<dyn Future<Output = Result<Permit, AcquireError>>>>;

#[derive(Default)]
enum Caller {
    #[default]
    Idle,
    Waiting(Acquiring, usize),
    Holds(Permit),
    Sent(Permit),
    Gone,
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Idle => "idle",
            Self::Waiting(..) => "waiting",
            Self::Holds(_) => "holds",
            Self::Sent(_) => "sent",
            Self::Gone => "gone",
        })
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// What each caller requests.
#[derive(Clone, Copy)]
struct Wish {
    classes: &'static [&'static str],
    priority: Priority,
}

struct World {
    limiter: Limiter,
    limits: Vec<(&'static str, usize)>,
    wishes: Vec<Wish>,
    callers: Vec<Caller>,
    woken: Vec<Arc<Woken>>,
    /// For each caller with a permit, until when it counts; `None` while that is open.
    counts: Vec<Option<Option<Instant>>>,
    waits: usize,
    arrivals: usize,
}

impl World {
    fn new(limits: &[(&'static str, usize)], wishes: &[Wish]) -> Self {
        let windows = limits.iter().map(|(class, calls)| Window::new(*class, *calls as u32, PER));
        Self {
            limiter: Limiter::try_new(windows, None).unwrap(),
            limits: limits.to_vec(),
            wishes: wishes.to_vec(),
            callers: wishes.iter().map(|_| Caller::Idle).collect(),
            woken: wishes.iter().map(|_| Arc::new(Woken(AtomicBool::new(false)))).collect(),
            counts: vec![None; wishes.len()],
            waits: 0,
            arrivals: 0,
        }
    }

    fn acts(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        for (who, caller) in self.callers.iter().enumerate() {
            match caller {
                Caller::Idle => acts.push(Act::Poll(who)),
                Caller::Waiting(..) => {
                    if self.woken[who].0.load(Ordering::SeqCst) {
                        acts.push(Act::Poll(who));
                    }
                    acts.push(Act::Drop(who));
                }
                Caller::Holds(_) => acts.extend([Act::Send(who), Act::Drop(who)]),
                Caller::Sent(_) => acts.extend([Act::Respond(who), Act::Drop(who)]),
                Caller::Gone => {}
            }
        }
        if self.waits < 3 && self.counts.iter().any(Option::is_some) {
            acts.push(Act::Wait);
        }
        acts
    }

    async fn act(&mut self, act: Act) {
        match act {
            Act::Poll(who) => self.poll(who),
            Act::Send(who) => {
                let Caller::Holds(mut permit) = std::mem::take(&mut self.callers[who]) else { unreachable!() };
                permit.sent();
                self.callers[who] = Caller::Sent(permit);
            }
            Act::Respond(who) => {
                let Caller::Sent(mut permit) = std::mem::take(&mut self.callers[who]) else { unreachable!() };
                permit.response_received();
                self.callers[who] = Caller::Gone;
                self.counts[who] = Some(Some(Instant::now() + PER));
            }
            Act::Drop(who) => {
                match std::mem::take(&mut self.callers[who]) {
                    Caller::Sent(_) => self.counts[who] = Some(Some(Instant::now() + PER + GRACE)),
                    _ => self.counts[who] = None,
                }
                self.callers[who] = Caller::Gone;
            }
            Act::Wait => {
                self.waits += 1;
                advance(STEP).await;
            }
        }
        self.check_no_lost_wakeup();
    }

    /// If a waiter could be served, some task has been woken: the waiter itself, or one that distributes permits.
    fn check_no_lost_wakeup(&self) {
        let room = |who: usize| {
            let wanted = |limit: &&(&str, usize)| self.wishes[who].classes.contains(&limit.0);
            self.limits.iter().filter(wanted).all(|(class, limit)| self.in_use_until(class, ROUNDED) < *limit)
        };
        let waits = |who: &usize| matches!(self.callers[*who], Caller::Waiting(..));
        let woken = |who: &usize| self.woken[*who].0.load(Ordering::SeqCst);
        let all = || (0..self.callers.len()).filter(waits);
        assert!(!all().any(room) || all().any(|who| woken(&who)), "a permit is free and no waiter was woken");
    }

    fn poll(&mut self, who: usize) {
        let (mut asking, seat) = match std::mem::take(&mut self.callers[who]) {
            Caller::Idle => {
                let (limiter, wish) = (self.limiter.clone(), self.wishes[who]);
                self.arrivals += 1;
                let asking = async move { limiter.acquire(wish.classes, wish.priority, None).await };
                (Box::pin(asking) as Acquiring, self.arrivals)
            }
            Caller::Waiting(asking, seat) => (asking, seat),
            other => unreachable!("{other:?}"),
        };
        self.woken[who].0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&self.woken[who]));
        match asking.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => self.callers[who] = Caller::Waiting(asking, seat),
            Poll::Ready(permit) => {
                drop(asking);
                self.counts[who] = Some(None);
                self.callers[who] = Caller::Holds(permit.unwrap());
                self.no_window_is_exceeded();
            }
        }
    }

    /// Returns how many permits of a class are in use now, according to how each was used.
    fn in_use(&self, class: &str) -> usize {
        self.in_use_until(class, Duration::ZERO)
    }

    /// The same, if each counted for this much longer.
    fn in_use_until(&self, class: &str, longer: Duration) -> usize {
        let now = Instant::now();
        let counts = |who: &usize| {
            let open = self.counts[*who].is_some_and(|until| until.is_none_or(|until| until + longer >= now));
            open && self.wishes[*who].classes.contains(&class)
        };
        (0..self.wishes.len()).filter(counts).count()
    }

    fn no_window_is_exceeded(&self) {
        for (class, limit) in &self.limits {
            assert!(self.in_use(class) <= *limit, "{} of {limit} `{class}`", self.in_use(class));
        }
    }

    /// Completes all remaining callers; each waiter gets a permit in time and only by being woken.
    async fn finish(mut self) {
        let callers = self.callers.len();
        for turn in 0.. {
            for who in 0..callers {
                match &self.callers[who] {
                    Caller::Holds(_) => self.act(Act::Send(who)).await,
                    Caller::Sent(_) => self.act(Act::Respond(who)).await,
                    Caller::Waiting(..) if self.woken[who].0.load(Ordering::SeqCst) => self.poll(who),
                    _ => {}
                }
            }
            if !self.callers.iter().any(|caller| !matches!(caller, Caller::Idle | Caller::Gone)) {
                break;
            }
            // Each round of waiting takes a window, at most one with the grace period.
            assert!(turn < 4 * callers, "a waiter was forgotten: {:?}", self.callers);
            let holds = |caller: &Caller| matches!(caller, Caller::Holds(_) | Caller::Sent(_));
            if !self.callers.iter().any(holds) {
                advance(PER + GRACE + ROUNDED).await;
            }
        }
        assert_eq!(self.limiter.waiting(), Waiting::default());
        advance(PER + GRACE + ROUNDED).await;
        for (class, limit) in &self.limits {
            let mut held = Vec::new();
            for _ in 0..=*limit {
                let classes = [*class];
                let mut asking = Box::pin(self.limiter.acquire(&classes, Priority::Interactive, None));
                if let Poll::Ready(permit) = asking.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                    held.push(permit.unwrap());
                }
            }
            assert_eq!(held.len(), *limit, "permits of `{class}` at the end");
        }
    }
}

/// Tries every order of up to `depth` acts. The state cannot be copied, so each order is run from the start.
async fn every_order(limits: &[(&'static str, usize)], wishes: &[Wish], depth: usize) -> usize {
    let mut open: Vec<Vec<Act>> = vec![Vec::new()];
    let mut ran = 0;
    while let Some(order) = open.pop() {
        let mut world = World::new(limits, wishes);
        for act in &order {
            world.act(*act).await;
        }
        let acts = world.acts();
        if order.len() < depth && !acts.is_empty() {
            open.extend(acts.into_iter().map(|act| [order.as_slice(), &[act]].concat()));
            continue;
        }
        let shown = order.clone();
        let guard = on_panic(move || format!("in the order {shown:?}"));
        world.finish().await;
        guard.disarm();
        ran += 1;
    }
    ran
}

/// Prints the order if a check inside panics.
struct OnPanic<F: Fn() -> String>(Option<F>);

fn on_panic<F: Fn() -> String>(describe: F) -> OnPanic<F> {
    OnPanic(Some(describe))
}

impl<F: Fn() -> String> OnPanic<F> {
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl<F: Fn() -> String> Drop for OnPanic<F> {
    fn drop(&mut self) {
        if let Some(describe) = self.0.take().filter(|_| std::thread::panicking()) {
            eprintln!("{}", describe());
        }
    }
}

const CALLS: Wish = Wish { classes: &["calls"], priority: Priority::Interactive };
const BATCH: Wish = Wish { classes: &["calls"], priority: Priority::Batch };
const BULK: Wish = Wish { classes: &["calls", "bulk"], priority: Priority::Interactive };

#[tokio::test(start_paused = true)]
async fn one_permit_and_three_callers() {
    let ran = every_order(&[("calls", 1)], &[CALLS, CALLS, BATCH], depth(7)).await;
    assert!(ran > 1_000, "{ran}");
}

#[tokio::test(start_paused = true)]
async fn two_windows_and_callers_that_need_one_or_both() {
    let ran = every_order(&[("calls", 2), ("bulk", 1)], &[BULK, BULK, CALLS], depth(7)).await;
    assert!(ran > 1_000, "{ran}");
}

#[tokio::test(start_paused = true)]
async fn two_callers_until_both_have_finished() {
    let ran = every_order(&[("calls", 1)], &[CALLS, CALLS], 12).await;
    assert!(ran > 500, "{ran}");
}
