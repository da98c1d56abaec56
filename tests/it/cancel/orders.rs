//! Every order in which a few callers of one token can call, get a response and be dropped.
//!
//! A caller is polled only after it was woken, as in an executor, so that a lost wake-up is a failure here. The server
//! responds when instructed, to whichever call it is instructed to.

use crate::common::depth;
use async_trait::async_trait;
use capillary_leads::api::reasons::ListReasons;
use capillary_leads::{Client, Credentials};
use http::HeaderMap;
use leads_core::http::{Progress, RetryPolicy, Transport, TransportError, WireRequest};
use leads_core::{ClientConfig, HttpResponse};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use tokio::sync::oneshot;
use tokio::task::unconstrained;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// The caller calls, or is polled again because it was woken.
    Poll(usize),
    /// The caller is dropped.
    Drop(usize),
    /// The server responds to the oldest open token call.
    Token,
    /// The server responds to the oldest other open call.
    HttpResponse,
}

/// How the server treats the first token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    Good,
    /// It is issued, and rejected when it is used.
    Revoked,
}

/// An exchange that waits for its response.
struct Open {
    /// The token sent with it; `None` for a token call.
    token: Option<String>,
    response: oneshot::Sender<(u16, String)>,
}

#[derive(Default)]
struct Gate {
    open: Mutex<Vec<Open>>,
    requested: Mutex<usize>,
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

#[async_trait]
impl Transport for Gate {
    async fn send(&self, wire: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let token = match wire.url.path().ends_with("/oauth/token/generate") {
            true => None,
            false => Some(wire.headers["x-cap-api-oauth-token"].to_str().unwrap().to_owned()),
        };
        *self.requested.lock().unwrap() += usize::from(token.is_none());
        let (response, received) = oneshot::channel();
        self.open.lock().unwrap().push(Open { token, response });
        let (status, body) = received.await.unwrap();
        progress.head_received();
        Ok(HttpResponse::new(status, HeaderMap::new(), body))
    }
}

impl Gate {
    fn requested(&self) -> usize {
        *self.requested.lock().unwrap()
    }

    /// Removes the calls whose callers were dropped.
    fn waiting(&self, for_token: bool) -> usize {
        let mut open = self.open.lock().unwrap();
        open.retain(|open| !open.response.is_closed());
        open.iter().filter(|open| open.token.is_none() == for_token).count()
    }

    fn response(&self, for_token: bool, made: &mut usize, first: First) {
        let mut open = self.open.lock().unwrap();
        let at = open.iter().position(|open| open.token.is_none() == for_token).unwrap();
        let Open { token, response } = open.remove(at);
        let result = match token {
            None => {
                *made += 1;
                (200, format!(r#"{{"data":{{"accessToken":"token-{made}","ttlSeconds":3600}}}}"#))
            }
            Some(token) if token == "token-1" && first == First::Revoked => (401, String::new()),
            Some(_) => (200, r#"{"data":[]}"#.to_owned()),
        };
        response.send(result).unwrap();
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

type Calling = Pin<Box<dyn Future<Output = Result<(), String>>>>;

enum Caller {
    Idle,
    Calls(Calling),
    Done,
    Gone,
}

struct World {
    gate: Arc<Gate>,
    client: Client,
    first: First,
    made: usize,
    /// Which caller fetches a token now.
    asks: Option<usize>,
    /// Tokens that were kept, and token calls whose caller was dropped before it could keep the token.
    kept: usize,
    lost: usize,
    callers: Vec<Caller>,
    woken: Vec<Arc<Woken>>,
}

impl World {
    fn new(callers: usize, first: First) -> Self {
        let gate = Arc::new(Gate::default());
        let config = ClientConfig::new().retry(RetryPolicy::none()).transport(Arc::clone(&gate) as Arc<dyn Transport>);
        let client = Client::builder()
            .base_url("https://orders.example")
            .credentials(Credentials::oauth("key", "secret"))
            .config(config)
            .build()
            .unwrap();
        Self {
            gate,
            client,
            first,
            made: 0,
            asks: None,
            kept: 0,
            lost: 0,
            callers: (0..callers).map(|_| Caller::Idle).collect(),
            woken: (0..callers).map(|_| Arc::new(Woken(AtomicBool::new(false)))).collect(),
        }
    }

    fn acts(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        // Callers are alike, so among those that have not called yet only the first is considered.
        let next = self.callers.iter().position(|caller| matches!(caller, Caller::Idle));
        acts.extend(next.map(Act::Poll));
        for (who, caller) in self.callers.iter().enumerate() {
            if let Caller::Calls(_) = caller {
                if self.woken[who].0.load(Ordering::SeqCst) {
                    acts.push(Act::Poll(who));
                }
                acts.push(Act::Drop(who));
            }
        }
        acts.extend((self.gate.waiting(true) > 0).then_some(Act::Token));
        acts.extend((self.gate.waiting(false) > 0).then_some(Act::HttpResponse));
        acts
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Poll(who) => self.poll(who),
            Act::Drop(who) => {
                self.callers[who] = Caller::Gone;
                if self.asks == Some(who) {
                    self.asks = None;
                    self.lost += 1;
                }
            }
            Act::Token => self.gate.response(true, &mut self.made, self.first),
            Act::HttpResponse => self.gate.response(false, &mut self.made, self.first),
        }
        assert!(self.gate.waiting(true) <= 1, "two callers fetch a token at once");
    }

    fn poll(&mut self, who: usize) {
        let mut calling = match std::mem::replace(&mut self.callers[who], Caller::Gone) {
            Caller::Idle => {
                let client = self.client.clone();
                let calling = async move {
                    client.send(&ListReasons::new()).await.map(drop).map_err(|error| format!("{error} {error:?}"))
                };
                // Nothing here yields to the executor, so its cooperative budget must not run out.
                Box::pin(unconstrained(calling)) as Calling
            }
            Caller::Calls(calling) => calling,
            Caller::Done | Caller::Gone => unreachable!(),
        };
        self.woken[who].0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&self.woken[who]));
        let requested = self.gate.requested();
        self.callers[who] = match calling.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => Caller::Calls(calling),
            Poll::Ready(result) => {
                result.unwrap();
                Caller::Done
            }
        };
        if self.asks == Some(who) && self.gate.waiting(true) == 0 {
            self.asks = None;
            self.kept += 1;
        }
        if self.gate.requested() > requested {
            self.asks = Some(who);
        }
    }

    /// Every remaining caller completes, only by being woken, and the token is available to the next.
    fn finish(mut self) {
        for turn in 0.. {
            for who in 0..self.callers.len() {
                let woken = self.woken[who].0.load(Ordering::SeqCst);
                if matches!(self.callers[who], Caller::Calls(_)) && woken {
                    self.act(Act::Poll(who));
                }
            }
            if !self.callers.iter().any(|caller| matches!(caller, Caller::Calls(_))) {
                break;
            }
            assert!(turn < 8 * self.callers.len(), "a caller was never woken");
            for (for_token, act) in [(true, Act::Token), (false, Act::HttpResponse)] {
                if self.gate.waiting(for_token) > 0 {
                    self.act(act);
                }
            }
        }
        // One for all, another for each caller dropped while fetching, and another if the first was rejected.
        let requested = self.gate.requested();
        let allowed = 1 + self.lost + usize::from(self.first == First::Revoked);
        assert!(requested <= allowed, "{requested} token calls, {allowed} at most");

        // A late caller finds the existing token.
        if self.kept > usize::from(self.first == First::Revoked) {
            let late = self.callers.len();
            self.callers.push(Caller::Idle);
            self.woken.push(Arc::new(Woken(AtomicBool::new(false))));
            self.act(Act::Poll(late));
            assert_eq!((self.gate.waiting(true), self.gate.waiting(false)), (0, 1), "the token was discarded");
        }
    }
}

/// Prints the order if a check inside panics.
struct PrintOnPanic(Vec<Act>);

impl Drop for PrintOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in this order: {:?}", self.0);
        }
    }
}

/// Runs every order of up to `depth` actions. The state cannot be cloned, so each order runs from the start.
fn every_order(callers: usize, first: First, depth: usize) -> usize {
    let mut open: Vec<Vec<Act>> = vec![Vec::new()];
    let mut ran = 0;
    while let Some(order) = open.pop() {
        let _printer = PrintOnPanic(order.clone());
        let mut world = World::new(callers, first);
        for act in &order {
            world.act(*act);
        }
        let acts = world.acts();
        if order.len() < depth && !acts.is_empty() {
            open.extend(acts.into_iter().map(|act| [order.as_slice(), &[act]].concat()));
            continue;
        }
        world.finish();
        ran += 1;
    }
    ran
}

#[tokio::test(start_paused = true)]
async fn three_callers_of_a_valid_token() {
    let ran = every_order(3, First::Good, depth(8));
    assert!(ran > 500, "{ran}");
}

#[tokio::test(start_paused = true)]
async fn two_callers_of_a_token_that_is_rejected_on_use() {
    let ran = every_order(2, First::Revoked, depth(10));
    assert!(ran > 500, "{ran}");
}
