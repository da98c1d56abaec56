//! Tests the verification of writes whose response was lost, with a scripted transport.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use async_trait::async_trait;
use http::HeaderMap;
use leads_core::http::{
    Anonymous, BaseUrl, Progress, Resolution, Resolve, RetryPolicy, Timeouts, Transport, TransportError,
    TransportErrorKind, WireRequest,
};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{
    CallOptions, ClientConfig, Code, Error, ErrorKind, HttpResponse, Lost, Method, Operation, Pipeline, Request,
    Result, Safety, WriteOutcome,
};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

#[derive(Debug)]
enum Shop {}

impl Vendor for Shop {
    const NAME: &'static str = "shop";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        match response.status {
            200 => Classification::applied(),
            // The shop's own rejections have a code; a proxy's have none.
            404 if response.looks_like_json() => {
                Failure::rejected(ErrorKind::NotFound, "none").codes(vec![Code::new("none")]).into()
            }
            207 => Failure::unknown(ErrorKind::Rejected, "some rows").outcome(WriteOutcome::Partial).into(),
            _ => Failure::from_status(response).into(),
        }
    }
}

/// Reads the order of a client-supplied key.
struct OrderOf(String);

impl FromResponse<Shop> for Vec<u32> {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::json(response)
    }
}

impl Request for OrderOf {
    type Vendor = Shop;
    type Response = Vec<u32>;
    const OPERATION: Operation = Operation::new("order_of", Method::Get, "/orders/{key}", Safety::Read);
    fn parts(&self) -> Result<Parts> {
        Parts::new().path("key", &self.0).empty()
    }
}

impl FromResponse<Shop> for () {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::empty(response)
    }
}

macro_rules! writes {
    ($( $name:ident settles $settles:expr; )*) => { $(
        struct $name(Option<String>);

        impl Request for $name {
            type Vendor = Shop;
            type Response = ();
            const OPERATION: Operation = Operation::new(stringify!($name), Method::Post, "/orders", Safety::NonIdempotent);
            fn parts(&self) -> Result<Parts> {
                Parts::new().json(&serde_json::json!({"key": self.0}))
            }
        }

        impl Resolve for $name {
            type Check = OrderOf;
            const FOUND_WHEN: &'static str = "exactly one order has the key";
            const VISIBLE_WITHIN: Option<Duration> = $settles;
            fn check(&self) -> Option<OrderOf> {
                self.0.clone().map(OrderOf)
            }
            fn interpret(&self, seen: Result<&Vec<u32>, &Error>) -> Resolution {
                match seen {
                    Ok(orders) if orders.len() == 1 => Resolution::Found,
                    Ok(orders) if orders.is_empty() => Resolution::Absent,
                    Ok(_) => Resolution::CannotTell,
                    Err(error) if error.codes().is_empty() => Resolution::CannotTell,
                    Err(_) => Resolution::Absent,
                }
            }
        }
    )* };
}
writes! {
    SeenAtOnce settles Some(Duration::ZERO);
    SeenLater settles Some(Duration::from_secs(30));
    SeenSomeDay settles None;
}

#[derive(Clone, Copy)]
enum Does {
    Broken,
    Says(u16, &'static str),
}
use Does::{Broken, Says};

struct Script(Mutex<VecDeque<Does>>);

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Script")
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, _: WireRequest, _: Arc<dyn Progress>) -> std::result::Result<HttpResponse, TransportError> {
        match self.0.lock().unwrap().pop_front().expect("an unexpected request was sent") {
            Broken => Err(TransportError::new(TransportErrorKind::Exchange)),
            Says(status, body) => Ok(HttpResponse::new(status, HeaderMap::new(), body)),
        }
    }
}

/// Sends a write and then verifies it; the whole script must be used.
async fn run<R: Resolve<Vendor = Shop>>(write: R, script: &[Does]) -> Result<Resolution> {
    let script = Arc::new(Script(Mutex::new(script.iter().copied().collect())));
    let pipeline: Pipeline<Shop> = ClientConfig::new()
        .retry(RetryPolicy::none())
        .transport(Arc::clone(&script) as Arc<dyn Transport>)
        .build(BaseUrl::new("http://localhost", &[], &[]).unwrap(), Arc::new(Anonymous), ())
        .unwrap();
    let error = pipeline.send(&write).await.map(drop).unwrap_err();
    let resolution = pipeline.resolve(&write, &error).await;
    assert_eq!(script.0.lock().unwrap().len(), 0, "something was not sent");
    resolution
}

fn key() -> Option<String> {
    Some("mine".to_owned())
}

#[tokio::test(start_paused = true)]
async fn verification_finds_applied_writes_and_not_others() {
    assert_eq!(run(SeenAtOnce(key()), &[Broken, Says(200, "[7]")]).await.unwrap(), Resolution::Found);
    assert_eq!(run(SeenAtOnce(key()), &[Broken, Says(200, "[]")]).await.unwrap(), Resolution::Absent);
    assert_eq!(run(SeenAtOnce(key()), &[Broken, Says(404, "{}")]).await.unwrap(), Resolution::Absent);
    assert_eq!(run(SeenAtOnce(key()), &[Broken, Says(200, "[7,8]")]).await.unwrap(), Resolution::CannotTell);
}

#[tokio::test(start_paused = true)]
async fn late_visibility_is_not_absence() {
    assert_eq!(run(SeenSomeDay(key()), &[Broken, Says(200, "[]")]).await.unwrap(), Resolution::CannotTell);
    assert_eq!(run(SeenSomeDay(key()), &[Broken, Says(200, "[7]")]).await.unwrap(), Resolution::Found);
    let began = Instant::now();
    let late = run(SeenLater(key()), &[Broken, Says(200, "[]"), Says(200, "[7]")]).await.unwrap();
    assert_eq!((late, began.elapsed() >= Duration::from_secs(30)), (Resolution::Found, true));
    let never = run(SeenLater(key()), &[Broken, Says(200, "[]"), Says(404, "{}")]).await.unwrap();
    assert_eq!(never, Resolution::Absent);
}

#[tokio::test(start_paused = true)]
async fn foreign_response_proves_nothing() {
    let seen = run(SeenAtOnce(key()), &[Broken, Says(404, "<html>no such path</html>")]).await.unwrap();
    assert_eq!(seen, Resolution::CannotTell);
    for step in [Broken, Says(503, ""), Says(401, ""), Says(200, "<html>")] {
        let error = run(SeenAtOnce(key()), &[Broken, step]).await.unwrap_err();
        assert_eq!(error.operation(), "order_of");
    }
}

#[tokio::test(start_paused = true)]
async fn known_outcome_sends_no_verification_read() {
    assert_eq!(run(SeenAtOnce(key()), &[Says(400, "")]).await.unwrap(), Resolution::Absent);
    assert_eq!(run(SeenAtOnce(key()), &[Says(207, "")]).await.unwrap(), Resolution::CannotTell);
    assert_eq!(run(SeenAtOnce(None), &[Broken]).await.unwrap(), Resolution::CannotTell, "no key to search for");
}

#[tokio::test(start_paused = true)]
async fn error_of_another_request_is_rejected() {
    let script = Arc::new(Script(Mutex::default()));
    let pipeline: Pipeline<Shop> = ClientConfig::new()
        .transport(script)
        .build(BaseUrl::new("http://localhost", &[], &[]).unwrap(), Arc::new(Anonymous), ())
        .unwrap();
    let error =
        pipeline.resolve(&SeenAtOnce(key()), &Error::new(ErrorKind::Server, "of no operation")).await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidRequest, Some("error")));
}

/// The deadline of the clients of these tests.
const DEADLINE: Duration = Duration::from_secs(20);

/// Verifies a write whose call started `ago` seconds ago in a process that crashed; the whole script must be used.
async fn after_crash<R: Resolve<Vendor = Shop>>(write: R, ago: i64, script: &[Does]) -> (Resolution, Duration) {
    after_crash_with(write, ago, script, Lost::since, &CallOptions::new()).await
}

async fn after_crash_with<R: Resolve<Vendor = Shop>>(
    write: R,
    ago: i64,
    script: &[Does],
    lost: impl Fn(chrono::DateTime<chrono::Utc>) -> Lost,
    options: &CallOptions,
) -> (Resolution, Duration) {
    after_crash_in(ClientConfig::new(), write, ago, script, lost, options).await
}

async fn after_crash_in<R: Resolve<Vendor = Shop>>(
    config: ClientConfig,
    write: R,
    ago: i64,
    script: &[Does],
    lost: impl Fn(chrono::DateTime<chrono::Utc>) -> Lost,
    options: &CallOptions,
) -> (Resolution, Duration) {
    let script = Arc::new(Script(Mutex::new(script.iter().copied().collect())));
    let pipeline: Pipeline<Shop> = config
        .retry(RetryPolicy::none())
        .timeouts(Timeouts::default().call(DEADLINE))
        .transport(Arc::clone(&script) as Arc<dyn Transport>)
        .build(BaseUrl::new("http://localhost", &[], &[]).unwrap(), Arc::new(Anonymous), ())
        .unwrap();
    let started = chrono::Utc::now() - chrono::TimeDelta::seconds(ago);
    let began = Instant::now();
    let resolution = pipeline.resolve_with(&write, lost(started), options).await.unwrap();
    assert_eq!(script.0.lock().unwrap().len(), 0, "a scripted response was not requested");
    (resolution, began.elapsed())
}

fn is_about(waited: Duration, seconds: u64) -> bool {
    (Duration::from_secs(seconds - 5)..=Duration::from_secs(seconds + 1)).contains(&waited)
}

#[tokio::test(start_paused = true)]
async fn write_before_a_crash_is_verified_by_the_start_of_its_call() {
    let (found, waited) = after_crash(SeenLater(key()), 5, &[Says(200, "[7]")]).await;
    assert_eq!((found, waited), (Resolution::Found, Duration::ZERO));
    // Sent within 20 s, visible within 30 s: after an hour one read is enough, after 5 s a second read follows 45 s later.
    let (absent, waited) = after_crash(SeenLater(key()), 3_600, &[Says(200, "[]")]).await;
    assert_eq!((absent, waited), (Resolution::Absent, Duration::ZERO));
    let (late, waited) = after_crash(SeenLater(key()), 5, &[Says(200, "[]"), Says(200, "[7]")]).await;
    assert_eq!(late, Resolution::Found);
    assert!(is_about(waited, 45), "{waited:?}");
    // After 35 s a write sent at the call's start would be visible, but one sent at its deadline need not be.
    let (late, waited) = after_crash(SeenLater(key()), 35, &[Says(200, "[]"), Says(200, "[7]")]).await;
    assert_eq!(late, Resolution::Found);
    assert!(is_about(waited, 15), "{waited:?}");
    // Even a write that is visible at once can still be sent until the deadline.
    let (late, waited) = after_crash(SeenAtOnce(key()), 5, &[Says(200, "[]"), Says(200, "[7]")]).await;
    assert_eq!(late, Resolution::Found);
    assert!(is_about(waited, 15), "{waited:?}");
    // A time in the future counts as now.
    let (absent, waited) = after_crash(SeenLater(key()), -3_600, &[Says(200, "[]"), Says(200, "[]")]).await;
    assert_eq!(absent, Resolution::Absent);
    assert!(is_about(waited, 50), "{waited:?}");
    // Not documented how long: a missing record proves nothing, however long ago.
    let (unknown, _) = after_crash(SeenSomeDay(key()), 86_400, &[Says(200, "[]")]).await;
    assert_eq!(unknown, Resolution::CannotTell);
    // Nothing to search by.
    assert_eq!(after_crash(SeenAtOnce(None), 5, &[]).await.0, Resolution::CannotTell);
}

#[tokio::test(start_paused = true)]
async fn longer_deadline_of_the_lost_call_can_be_stated() {
    let late = [Says(200, "[]"), Says(200, "[7]")];
    let none = CallOptions::new();
    let stated = |started| Lost::since(started).deadline(Duration::from_secs(100));
    let (found, waited) = after_crash_with(SeenLater(key()), 5, &late, stated, &none).await;
    assert_eq!(found, Resolution::Found);
    assert!(is_about(waited, 125), "{waited:?}");
    // The deadline of the options counts if it is longer than the client's, and not if it is shorter.
    for (deadline, wait) in [(60, 85), (1, 45)] {
        let options = CallOptions::new().deadline(Duration::from_secs(deadline));
        let (found, waited) = after_crash_with(SeenLater(key()), 5, &late, Lost::since, &options).await;
        assert_eq!(found, Resolution::Found);
        assert!(is_about(waited, wait), "{waited:?}");
    }
    // No deadline is too long to be added.
    let forever = |started| Lost::since(started).deadline(Duration::MAX);
    let (found, _) = after_crash_with(SeenLater(key()), 5, &[Says(200, "[7]")], forever, &none).await;
    assert_eq!(found, Resolution::Found);
}

/// Verifies a write of an account whose delay was measured as 60 s.
async fn measured<R: Resolve<Vendor = Shop>>(write: R, ago: i64, script: &[Does]) -> (Resolution, Duration) {
    let config = ClientConfig::new().visible_within(Duration::from_secs(60));
    after_crash_in(config, write, ago, script, Lost::since, &CallOptions::new()).await
}

#[tokio::test(start_paused = true)]
async fn measured_delay_makes_absence_an_assumption() {
    let (seen, waited) = measured(SeenSomeDay(key()), 5, &[Says(200, "[]"), Says(200, "[]")]).await;
    assert_eq!(seen, Resolution::AssumedAbsent);
    assert!(is_about(waited, 75), "{waited:?}");
    let (seen, waited) = measured(SeenSomeDay(key()), 3_600, &[Says(404, "{}")]).await;
    assert_eq!((seen, waited), (Resolution::AssumedAbsent, Duration::ZERO));
    // What is there is there, sooner or later.
    assert_eq!(measured(SeenSomeDay(key()), 5, &[Says(200, "[7]")]).await.0, Resolution::Found);
    assert_eq!(measured(SeenSomeDay(key()), 5, &[Says(200, "[]"), Says(200, "[7]")]).await.0, Resolution::Found);
    // The assumption is about absence only.
    assert_eq!(measured(SeenSomeDay(key()), 3_600, &[Says(200, "[7,8]")]).await.0, Resolution::CannotTell);
    assert_eq!(measured(SeenSomeDay(key()), 3_600, &[Says(404, "<html>")]).await.0, Resolution::CannotTell);
    assert_eq!(measured(SeenSomeDay(None), 3_600, &[]).await.0, Resolution::CannotTell);
    // A documented delay is used instead.
    let (seen, waited) = measured(SeenLater(key()), 5, &[Says(200, "[]"), Says(200, "[]")]).await;
    assert_eq!(seen, Resolution::Absent);
    assert!(is_about(waited, 45), "{waited:?}");
}
