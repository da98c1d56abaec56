//! A small vendor whose transport stops at every point where a call can be dropped.

use async_trait::async_trait;
use http::HeaderMap;
use leads_core::http::{
    Authenticate, BaseUrl, CredentialVersion, Expired, Progress, RequestHead, RetryPolicy, TokenRequester, Transport,
    TransportError, TransportErrorKind, WireRequest,
};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{
    ClientConfig, EndReason, HttpResponse, Method, NextPage, Operation, Page, Paged, Pipeline, Request, Result, Safety,
};
use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

#[derive(Debug)]
pub(crate) enum Small {}

impl Vendor for Small {
    const NAME: &'static str = "small";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() { Classification::applied() } else { Failure::from_status(response).into() }
    }
}

/// An idempotent write.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Put;

impl FromResponse<Small> for () {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::empty(response)
    }
}

impl Request for Put {
    type Vendor = Small;
    type Response = ();
    const OPERATION: Operation = Operation::new("put", Method::Put, "/thing", Safety::Idempotent);
    fn parts(&self) -> Result<Parts> {
        Parts::new().json(&serde_json::json!({"value": 1}))
    }
}

/// One page of a list of numbers: a response contains the rows of the page, and an empty page ends the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NumberPage(pub(crate) u32);

impl FromResponse<Small> for Vec<u32> {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::json(response)
    }
}

impl Request for NumberPage {
    type Vendor = Small;
    type Response = Vec<u32>;
    const OPERATION: Operation = Operation::new("rows", Method::Get, "/rows/{page}", Safety::Read);
    fn parts(&self) -> Result<Parts> {
        Parts::new().path("page", self.0).empty()
    }
}

impl Paged for NumberPage {
    type Item = u32;
    fn page(&self, rows: Vec<u32>) -> Page<Self> {
        let next = if rows.is_empty() { NextPage::End(EndReason::EmptyPage) } else { NextPage::Next(Self(self.0 + 1)) };
        Page::new(rows, next)
    }
}

/// What the other end does with one attempt.
#[derive(Clone, Debug)]
pub(crate) enum Does {
    Responds(u16, &'static str),
    Breaks(TransportErrorKind),
}

/// One attempt as the other end saw it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    pub(crate) head: Option<Instant>,
    pub(crate) ended: Option<Instant>,
    pub(crate) connected: bool,
}

#[derive(Default)]
pub(crate) struct Slow {
    pub(crate) script: Mutex<VecDeque<Does>>,
    pub(crate) attempts: Mutex<Vec<Attempt>>,
    /// What the pipeline keeps for each exchange, which must be dropped together with the call.
    trackers: Mutex<Vec<Weak<dyn Progress>>>,
}

impl fmt::Debug for Slow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slow")
    }
}

impl Slow {
    pub(crate) fn of(script: impl IntoIterator<Item = Does>) -> Arc<Self> {
        Arc::new(Self { script: Mutex::new(script.into_iter().collect()), ..Self::default() })
    }

    pub(crate) fn nothing_is_held(&self) -> bool {
        self.trackers.lock().unwrap().iter().all(|tracker| tracker.upgrade().is_none())
    }
}

async fn stops(times: usize) {
    for _ in 0..times {
        yield_now().await;
    }
    sleep(Duration::from_millis(10)).await;
}

#[async_trait]
impl Transport for Slow {
    async fn send(
        &self,
        _wire: WireRequest,
        progress: Arc<dyn Progress>,
    ) -> std::result::Result<HttpResponse, TransportError> {
        self.trackers.lock().unwrap().push(Arc::downgrade(&progress));
        let does = self.script.lock().unwrap().pop_front().unwrap_or(Does::Responds(200, "[]"));
        let connected = !matches!(does, Does::Breaks(TransportErrorKind::Connect));
        let number = {
            let mut attempts = self.attempts.lock().unwrap();
            attempts.push(Attempt { head: None, ended: None, connected });
            attempts.len() - 1
        };
        let note = |change: fn(&mut Attempt)| change(&mut self.attempts.lock().unwrap()[number]);
        stops(2).await;
        let (status, body) = match does {
            Does::Responds(status, body) => (status, body),
            Does::Breaks(kind) => {
                note(|attempt| attempt.ended = Some(Instant::now()));
                return Err(TransportError::new(kind));
            }
        };
        note(|attempt| attempt.head = Some(Instant::now()));
        progress.head_received();
        stops(2).await;
        note(|attempt| attempt.ended = Some(Instant::now()));
        Ok(HttpResponse::new(status, HeaderMap::new(), body))
    }
}

/// A token that is requested once by the first caller, as token caches do it.
#[derive(Debug)]
pub(crate) struct Token {
    had: AtomicBool,
    turn: Semaphore,
    pub(crate) fetches: AtomicUsize,
}

impl Token {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { had: AtomicBool::new(false), turn: Semaphore::new(1), fetches: AtomicUsize::new(0) })
    }
}

#[derive(Debug)]
pub(crate) struct Signs(pub(crate) Arc<Token>);

#[async_trait]
impl Authenticate for Signs {
    fn is_ready(&self) -> bool {
        self.0.had.load(Ordering::SeqCst)
    }
    async fn ready(&self, _fetch: &TokenRequester<'_>) -> Result<()> {
        let _turn = self.0.turn.acquire().await.unwrap();
        if !self.is_ready() {
            stops(2).await;
            self.0.fetches.fetch_add(1, Ordering::SeqCst);
            self.0.had.store(true, Ordering::SeqCst);
        }
        Ok(())
    }
    fn sign(&self, _operation: &Operation, _head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        if self.is_ready() { Ok(CredentialVersion::default()) } else { Err(Expired) }
    }
    fn preview(&self, _operation: &Operation, _head: &mut RequestHead) {}
}

pub(crate) fn client(slow: &Arc<Slow>, token: &Arc<Token>, config: ClientConfig) -> Pipeline<Small> {
    let no_pause = RetryPolicy::default().max_attempts(4).initial_backoff(Duration::ZERO);
    config
        .retry(no_pause)
        .transport(Arc::clone(slow) as Arc<dyn Transport>)
        .build(BaseUrl::new("http://localhost", &[], &[]).unwrap(), Arc::new(Signs(Arc::clone(token))), ())
        .unwrap()
}
