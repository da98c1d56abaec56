//! What a call through a client sees when the server is lost, slow, or changed behind its back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use leads_core::http::limit::Limiter;
use leads_core::http::{ClientConfig, Timeouts};
use leads_core::{ErrorKind, WriteOutcome};
use leads_redis::{Fresh, OnLoss, Shared};
use leads_testkit::Fake;
use leads_testkit::leadsquared::{ACCESS_KEY, FakeLeadSquared, SECRET_KEY};
use leadsquared::api::leads::CreateLead;
use leadsquared::{Client, Plan};

use crate::support::connect;
use crate::support::proxy::Proxy;
use crate::support::server::Server;

const DEADLINE: Duration = Duration::from_millis(900);

fn client(fake: &Fake<FakeLeadSquared>, shared: &Shared, on_loss: OnLoss) -> Client {
    let counts = shared.counts("acme").on_loss(on_loss).fresh(Fresh::Free);
    let plan = Plan::Custom { calls: 25, bulk: 5, daily: Some(1_000) };
    let limiter = Limiter::try_new(plan.windows(), Some(Arc::new(counts))).unwrap();
    let config = ClientConfig::new().limiter(limiter).timeouts(Timeouts::default().call(DEADLINE));
    fake.builder_in_process(config).keys(ACCESS_KEY, SECRET_KEY).build().unwrap()
}

fn write() -> CreateLead {
    CreateLead::new([("EmailAddress", format!("{:x}@example.com", fastrand::u64(..)))])
}

#[tokio::test]
async fn write_without_the_server_waits_to_its_deadline_and_is_not_applied() {
    let Some(mut server) = Server::start() else { return };
    let fake = Fake::new(FakeLeadSquared::new());
    let shared = connect(&server).await;
    let client = client(&fake, &shared, OnLoss::Refuse);
    client.send(&write()).await.unwrap();
    server.stop();
    let began = Instant::now();
    let error = client.send(&write()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimited, WriteOutcome::NotApplied), "{error:?}");
    assert!(error.is_retryable());
    assert!(began.elapsed() < DEADLINE * 3, "{:?}", began.elapsed());
    assert_eq!(fake.write_count(), 1);
    // It goes on by itself when the server is back, after a flight and a window.
    server.resume();
    let began = Instant::now();
    while client.send(&write()).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(60));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn server_that_does_not_respond_holds_no_call_beyond_its_deadline() {
    let Some(server) = Server::start() else { return };
    let fake = Fake::new(FakeLeadSquared::new());
    let proxy = Proxy::start(server.port()).await;
    let shared = Shared::connect(&proxy.url()).await.unwrap();
    let client = client(&fake, &shared, OnLoss::Refuse);
    client.send(&write()).await.unwrap();
    proxy.partition(true);
    let began = Instant::now();
    let error = client.send(&write()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimited, WriteOutcome::NotApplied));
    assert!(began.elapsed() < DEADLINE * 3, "{:?}", began.elapsed());
    proxy.partition(false);
    let began = Instant::now();
    while client.send(&write()).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(60));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn local_counts_send_without_the_server() {
    let Some(mut server) = Server::start() else { return };
    let fake = Fake::new(FakeLeadSquared::new());
    let shared = connect(&server).await;
    let client = client(&fake, &shared, OnLoss::Local);
    client.send(&write()).await.unwrap();
    server.stop();
    client.send(&write()).await.unwrap();
}

#[tokio::test]
async fn scripts_that_the_server_has_forgotten_are_sent_again() {
    let Some(server) = Server::start() else { return };
    let fake = Fake::new(FakeLeadSquared::new());
    let shared = connect(&server).await;
    let client = client(&fake, &shared, OnLoss::Refuse);
    for _ in 0..3 {
        server.ask(&["SCRIPT", "FLUSH"]);
        client.send(&write()).await.unwrap();
        shared.flush().await.unwrap();
    }
    // Answered permits return one window after the response: their reports have arrived.
    let permits = server.ask(&["ZRANGE", "{leads:acme}:p:5000:calls", "0", "-1", "WITHSCORES"]);
    assert_eq!(permits.matches("\r\n").count(), 1 + 3 * 4 + 1, "{permits}");
}

#[tokio::test]
async fn malformed_url_and_missing_server_are_errors_without_the_password() {
    let error = Shared::connect("redis://user:canary@127.0.0.1:1/x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{error:?} {error}").contains("canary"));
    let error = Shared::connect("redis://user:canary@127.0.0.1:1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!format!("{error:?} {error}").contains("canary"));
}

#[tokio::test]
async fn machine_that_leaves_keeps_no_share() {
    let Some(server) = Server::start() else { return };
    let shared = connect(&server).await;
    let counts = Arc::new(shared.counts("acme").on_loss(OnLoss::Share).fresh(Fresh::Free));
    let shared_counts: Arc<dyn leads_core::http::limit::SharedCounts> = Arc::clone(&counts) as _;
    let window = leads_core::http::limit::Window::new("calls", 25, Duration::from_secs(5));
    let limiter = Limiter::try_new(vec![window], Some(shared_counts)).unwrap();
    let acquire = || limiter.acquire(&["calls"], leads_core::http::Priority::Interactive, None);
    drop(acquire().await.unwrap());
    let has_share = || server.ask(&["KEYS", "*:shares"]).contains(":shares");
    let began = Instant::now();
    while !has_share() {
        assert!(began.elapsed() < Duration::from_secs(10), "no share was taken");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    counts.leave().await.unwrap();
    // Longer than the time after which a share is renewed in the background.
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert!(!has_share());
    // The next permit takes it again.
    drop(acquire().await.unwrap());
}
