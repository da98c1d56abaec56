//! Tests the verification of writes whose response was lost, with a scripted transport.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use async_trait::async_trait;
use http::HeaderMap;
use leads_core::http::{
    Anonymous, BaseUrl, Progress, Resolution, Resolve, RetryPolicy, Transport, TransportError, TransportErrorKind,
    WireRequest,
};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{
    ClientConfig, Code, Error, ErrorKind, HttpResponse, Method, Operation, Pipeline, Request, Result, Safety,
    WriteOutcome,
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
                Failure::refused(ErrorKind::NotFound, "none").codes(vec![Code::new("none")]).into()
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
    Lost,
    Says(u16, &'static str),
}
use Does::{Lost, Says};

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
            Lost => Err(TransportError::new(TransportErrorKind::Exchange)),
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
    assert_eq!(run(SeenAtOnce(key()), &[Lost, Says(200, "[7]")]).await.unwrap(), Resolution::Found);
    assert_eq!(run(SeenAtOnce(key()), &[Lost, Says(200, "[]")]).await.unwrap(), Resolution::Absent);
    assert_eq!(run(SeenAtOnce(key()), &[Lost, Says(404, "{}")]).await.unwrap(), Resolution::Absent);
    assert_eq!(run(SeenAtOnce(key()), &[Lost, Says(200, "[7,8]")]).await.unwrap(), Resolution::CannotTell);
}

#[tokio::test(start_paused = true)]
async fn late_visibility_is_not_taken_for_absence() {
    assert_eq!(run(SeenSomeDay(key()), &[Lost, Says(200, "[]")]).await.unwrap(), Resolution::CannotTell);
    assert_eq!(run(SeenSomeDay(key()), &[Lost, Says(200, "[7]")]).await.unwrap(), Resolution::Found);
    let began = Instant::now();
    let late = run(SeenLater(key()), &[Lost, Says(200, "[]"), Says(200, "[7]")]).await.unwrap();
    assert_eq!((late, began.elapsed() >= Duration::from_secs(30)), (Resolution::Found, true));
    let never = run(SeenLater(key()), &[Lost, Says(200, "[]"), Says(404, "{}")]).await.unwrap();
    assert_eq!(never, Resolution::Absent);
}

#[tokio::test(start_paused = true)]
async fn foreign_response_proves_nothing() {
    let seen = run(SeenAtOnce(key()), &[Lost, Says(404, "<html>no such path</html>")]).await.unwrap();
    assert_eq!(seen, Resolution::CannotTell);
    for step in [Lost, Says(503, ""), Says(401, ""), Says(200, "<html>")] {
        let error = run(SeenAtOnce(key()), &[Lost, step]).await.unwrap_err();
        assert_eq!(error.operation(), "order_of");
    }
}

#[tokio::test(start_paused = true)]
async fn known_outcome_sends_no_verification_read() {
    assert_eq!(run(SeenAtOnce(key()), &[Says(400, "")]).await.unwrap(), Resolution::Absent);
    assert_eq!(run(SeenAtOnce(key()), &[Says(207, "")]).await.unwrap(), Resolution::CannotTell);
    assert_eq!(run(SeenAtOnce(None), &[Lost]).await.unwrap(), Resolution::CannotTell, "no key to search for");
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

/// Verifies a write that was sent `ago` by a process that crashed; the whole script must be used.
async fn after_crash<R: Resolve<Vendor = Shop>>(write: R, ago: i64, script: &[Does]) -> (Resolution, Duration) {
    let script = Arc::new(Script(Mutex::new(script.iter().copied().collect())));
    let pipeline: Pipeline<Shop> = ClientConfig::new()
        .retry(RetryPolicy::none())
        .transport(Arc::clone(&script) as Arc<dyn Transport>)
        .build(BaseUrl::new("http://localhost", &[], &[]).unwrap(), Arc::new(Anonymous), ())
        .unwrap();
    let sent = chrono::Utc::now() - chrono::TimeDelta::seconds(ago);
    let began = Instant::now();
    let resolution = pipeline.resolve(&write, sent).await.unwrap();
    assert_eq!(script.0.lock().unwrap().len(), 0, "a scripted response was not requested");
    (resolution, began.elapsed())
}

#[tokio::test(start_paused = true)]
async fn write_before_a_crash_is_verified_by_the_time_it_was_sent() {
    let (found, waited) = after_crash(SeenLater(key()), 5, &[Says(200, "[7]")]).await;
    assert_eq!((found, waited), (Resolution::Found, Duration::ZERO));
    // Visible within 30 s: after an hour one read is enough, after 5 s a second read follows 25 s later.
    let (absent, waited) = after_crash(SeenLater(key()), 3_600, &[Says(200, "[]")]).await;
    assert_eq!((absent, waited), (Resolution::Absent, Duration::ZERO));
    let (late, waited) = after_crash(SeenLater(key()), 5, &[Says(200, "[]"), Says(200, "[7]")]).await;
    assert_eq!(late, Resolution::Found);
    assert!((Duration::from_secs(20)..=Duration::from_secs(26)).contains(&waited), "{waited:?}");
    // A time in the future counts as now.
    let (absent, waited) = after_crash(SeenLater(key()), -3_600, &[Says(200, "[]"), Says(200, "[]")]).await;
    assert_eq!(absent, Resolution::Absent);
    assert!(waited <= Duration::from_secs(31), "{waited:?}");
    // Not documented how long: a missing record proves nothing, however long ago.
    let (unknown, _) = after_crash(SeenSomeDay(key()), 86_400, &[Says(200, "[]")]).await;
    assert_eq!(unknown, Resolution::CannotTell);
    // Nothing to search by.
    assert_eq!(after_crash(SeenAtOnce(None), 5, &[]).await.0, Resolution::CannotTell);
}
