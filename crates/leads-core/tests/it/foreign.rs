//! Code of others that hangs, returns late or is abandoned: the call ends at its deadline, with an outcome that is true,
//! and its permit returns.

use crate::acme::{Acme, Does, MakeThing, Script, with_auth};
use async_trait::async_trait;
use leads_core::http::limit::{Denied, Limiter, PermitRequest, PermitUse, Priority, SharedCounts, Window};
use leads_core::http::{
    Anonymous, Authenticate, CredentialCache, CredentialVersion, Expired, RequestHead, RetryPolicy, TimeoutKind,
    Timeouts, TokenRequester,
};
use leads_core::request::{Auth, Parts};
use leads_core::{
    CallOptions, ClientConfig, CredentialProvider, Error, ErrorKind, Method, Operation, Pipeline, Request, Result,
    Safety, WriteOutcome,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const DEADLINE: Duration = Duration::from_secs(20);
const SLACK: Duration = Duration::from_millis(50);
const WINDOW: Duration = Duration::from_secs(5);

/// What a foreign part does.
#[derive(Clone, Copy, Debug)]
enum Part {
    Hangs,
    /// Returns after the deadline.
    Late,
    /// Returns before the deadline, and before the limiter takes back a permit that is not used.
    JustInTime,
}

impl Part {
    async fn act(self) {
        match self {
            Self::Hangs => std::future::pending().await,
            Self::Late => sleep(DEADLINE + Duration::from_secs(1)).await,
            Self::JustInTime => sleep(DEADLINE - Duration::from_secs(6)).await,
        }
    }
}

/// A provider of credentials.
#[derive(Debug)]
struct Provider(Part);

#[async_trait]
impl CredentialProvider<String> for Provider {
    async fn credentials(&self) -> Result<String> {
        self.0.act().await;
        Ok("key".to_owned())
    }
}

/// Signs with the provider's credentials. After `expire` signatures have failed, it succeeds.
#[derive(Debug)]
struct Signs {
    cache: CredentialCache<String>,
    expire: AtomicU32,
}

#[async_trait]
impl Authenticate for Signs {
    fn is_ready(&self) -> bool {
        self.expire.load(Ordering::SeqCst) > 0
    }
    async fn ready(&self, _: &TokenRequester<'_>) -> Result<()> {
        self.cache.refresh(|_| Ok(())).await
    }
    fn sign(&self, _: &Operation, _: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        let expired = self.expire.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if expired { Err(Expired) } else { Ok(CredentialVersion::default()) }
    }
    fn preview(&self, _: &Operation, _: &mut RequestHead) {}
}

fn provided(part: Part, expire: u32) -> Arc<Signs> {
    Arc::new(Signs { cache: CredentialCache::provided(Arc::new(Provider(part))), expire: AtomicU32::new(expire) })
}

/// A request for a token.
struct GetToken;

impl Request for GetToken {
    type Vendor = Acme;
    type Response = leads_core::Raw<crate::acme::Thing>;
    const OPERATION: Operation =
        Operation::new("get_token", Method::Post, "/token", Safety::Read).auth(Auth::None).rate(&["token"]);
    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

/// Requests a token through the pipeline.
#[derive(Debug)]
struct Fetches;

#[async_trait]
impl Authenticate for Fetches {
    async fn ready(&self, fetch: &TokenRequester<'_>) -> Result<()> {
        fetch.send(&GetToken).await.map(drop)
    }
    fn sign(&self, _: &Operation, _: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        Ok(CredentialVersion::default())
    }
    fn preview(&self, _: &Operation, _: &mut RequestHead) {}
}

/// Counts of other processes.
#[derive(Debug)]
struct Counts(Part);

#[async_trait]
impl SharedCounts for Counts {
    async fn take(&self, _: PermitRequest<'_>) -> std::result::Result<u64, Denied> {
        self.0.act().await;
        Ok(1)
    }
    fn settle(&self, _: u64, _: PermitUse) {}
}

fn windows() -> [Window; 2] {
    [Window::new("calls", 1, WINDOW), Window::new("token", 1, WINDOW)]
}

fn left(limiter: &Limiter) -> Vec<u32> {
    limiter.headroom().iter().map(|window| window.left).collect()
}

fn config(limiter: &Limiter, script: &Arc<Script>) -> ClientConfig {
    // The attempt's timeout is not the one that is tested.
    let timeouts = Timeouts::default().call(DEADLINE).attempt(DEADLINE * 2);
    let retry = RetryPolicy::default();
    ClientConfig::new().limiter(limiter.clone()).timeouts(timeouts).retry(retry).transport(script.clone())
}

/// Makes a write, and returns its error and checks that it ended at the deadline.
#[track_caller]
fn ended_in_time(began: Instant, what: &str) {
    let took = began.elapsed();
    assert!(took <= DEADLINE + SLACK, "{what} took {took:?}");
}

/// Checks that the next caller gets a permit: at once if nothing was sent, otherwise after the window and a second.
async fn permit_returns(limiter: &Limiter, sent: bool, what: &str) {
    let began = Instant::now();
    let next = timeout(WINDOW * 3, limiter.acquire(&["calls", "token"], Priority::Interactive, None));
    let next = next.await.unwrap_or_else(|_| panic!("{what}: the permit is lost")).unwrap();
    let most = if sent { WINDOW + Duration::from_secs(1) + SLACK } else { Duration::ZERO };
    assert!(began.elapsed() <= most, "{what}: the permit returned after {:?}", began.elapsed());
    drop(next);
    assert_eq!(left(limiter), [1, 1], "{what}");
}

async fn failure(pipeline: &Pipeline<Acme>) -> Error {
    pipeline.send(&MakeThing::new()).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn call_with_a_hanging_provider_ends_at_its_deadline() {
    for (part, expire) in [(Part::Hangs, 0), (Part::Late, 0), (Part::Hangs, 1), (Part::Late, 1)] {
        let what = format!("{part:?}, {expire}");
        let (limiter, script) = (Limiter::new(windows()), Script::of([]));
        let pipeline = with_auth(config(&limiter, &script), provided(part, expire));
        let began = Instant::now();
        let error = failure(&pipeline).await;
        ended_in_time(began, &what);
        assert_eq!((error.kind(), error.timeout_kind()), (ErrorKind::Timeout, Some(TimeoutKind::Call)), "{what}");
        assert_eq!((error.outcome(), script.requests()), (WriteOutcome::NotApplied, 0), "{what}");
        permit_returns(&limiter, false, &what).await;
    }
}

#[tokio::test(start_paused = true)]
async fn call_with_a_hanging_token_request_ends_at_its_deadline() {
    for does in [Does::Hangs { sent: true }, Does::Hangs { sent: false }, Does::Late(DEADLINE * 2, r#"{"id":7}"#)] {
        let what = format!("{does:?}");
        let sent = !matches!(does, Does::Hangs { sent: false });
        let (limiter, script) = (Limiter::new(windows()), Script::of([does]));
        let pipeline = with_auth(config(&limiter, &script), Arc::new(Fetches));
        let began = Instant::now();
        let error = failure(&pipeline).await;
        ended_in_time(began, &what);
        assert!(error.is_timeout(), "{what}: {error:?}");
        // The token's own call was sent; nothing of the write was.
        assert_eq!((error.outcome(), script.requests()), (WriteOutcome::NotApplied, 1), "{what}");
        permit_returns(&limiter, sent, &what).await;
    }
}

#[tokio::test(start_paused = true)]
async fn call_with_hanging_shared_counts_ends_at_its_deadline() {
    for part in [Part::Hangs, Part::Late] {
        let script = Script::of([]);
        let limiter = Limiter::with_counts(windows(), Arc::new(Counts(part)));
        let pipeline = with_auth(config(&limiter, &script), Arc::new(Anonymous));
        let began = Instant::now();
        let error = failure(&pipeline).await;
        ended_in_time(began, &format!("{part:?}"));
        assert_eq!((error.kind(), error.timeout_kind()), (ErrorKind::RateLimited, Some(TimeoutKind::Permit)));
        assert_eq!((error.outcome(), script.requests()), (WriteOutcome::NotApplied, 0));
        assert_eq!(left(&limiter), [1, 1], "the permit of this process is returned at once");
    }
}

#[tokio::test(start_paused = true)]
async fn call_with_a_hanging_transport_ends_at_its_deadline() {
    for does in [Does::Hangs { sent: true }, Does::Hangs { sent: false }, Does::Late(DEADLINE * 2, r#"{"id":7}"#)] {
        let what = format!("{does:?}");
        let sent = !matches!(does, Does::Hangs { sent: false });
        let (limiter, script) = (Limiter::new(windows()), Script::of([does]));
        let pipeline = with_auth(config(&limiter, &script), Arc::new(Anonymous));
        let began = Instant::now();
        let error = failure(&pipeline).await;
        ended_in_time(began, &what);
        assert_eq!((error.kind(), error.timeout_kind()), (ErrorKind::Timeout, Some(TimeoutKind::Call)), "{what}");
        let outcome = if sent { WriteOutcome::Unknown } else { WriteOutcome::NotApplied };
        assert_eq!((error.outcome(), script.requests()), (outcome, 1), "{what}");
        permit_returns(&limiter, sent, &what).await;
    }
}

#[tokio::test(start_paused = true)]
async fn deadline_of_one_call_covers_foreign_code_as_well() {
    let options = CallOptions::new().deadline(Duration::from_secs(3));
    let (limiter, script) = (Limiter::new(windows()), Script::of([Does::Hangs { sent: true }]));
    let slow = Limiter::with_counts(windows(), Arc::new(Counts(Part::Hangs)));
    for pipeline in [
        with_auth(config(&limiter, &script), provided(Part::Hangs, 0)),
        with_auth(config(&limiter, &script), Arc::new(Fetches)),
        with_auth(config(&slow, &script), Arc::new(Anonymous)),
        with_auth(config(&Limiter::unlimited(), &Script::of([Does::Hangs { sent: true }])), Arc::new(Anonymous)),
    ] {
        let began = Instant::now();
        pipeline.send_with(&MakeThing::new(), &options).await.unwrap_err();
        assert!(began.elapsed() <= Duration::from_secs(3) + SLACK, "{:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn foreign_code_that_is_slow_but_in_time_does_not_fail_the_call() {
    let part = Part::JustInTime;
    let (limiter, script) = (Limiter::new(windows()), Script::of([]));
    let counted = Limiter::with_counts(windows(), Arc::new(Counts(part)));
    for (pipeline, limiter) in [
        (with_auth(config(&limiter, &script), provided(part, 0)), &limiter),
        (with_auth(config(&counted, &script), Arc::new(Anonymous)), &counted),
    ] {
        let reply = pipeline.send(&MakeThing::new()).await.unwrap();
        assert_eq!((reply.meta().outcome, reply.meta().attempts), (WriteOutcome::Applied, 1));
        sleep(WINDOW * 2).await;
        assert_eq!(left(limiter), [1, 1]);
    }
}

#[tokio::test(start_paused = true)]
async fn call_dropped_inside_foreign_code_returns_its_permit() {
    let mid_way = DEADLINE / 2;
    let script = || Script::of([Does::Hangs { sent: false }]);
    let counted = Limiter::with_counts(windows(), Arc::new(Counts(Part::Hangs)));
    for (what, limiter, auth) in [
        ("provider", Limiter::new(windows()), provided(Part::Hangs, 0) as Arc<dyn Authenticate>),
        ("provider, with a permit", Limiter::new(windows()), provided(Part::Hangs, 1)),
        ("token", Limiter::new(windows()), Arc::new(Fetches)),
        ("counts", counted, Arc::new(Anonymous)),
        ("transport", Limiter::new(windows()), Arc::new(Anonymous)),
    ] {
        let pipeline = with_auth(config(&limiter, &script()), auth);
        assert!(timeout(mid_way, pipeline.send(&MakeThing::new())).await.is_err(), "{what}");
        assert_eq!(left(&limiter), [1, 1], "{what}");
    }
}
