//! Tokens and their lifetimes.

use super::start;
use capillary_leads::api::reasons::{CreateReasons, ListReasons};
use capillary_leads::{Client, CreateMethod, ErrorCode, OauthHeader};
use leads_core::http::{Limiter, RetryPolicy, Timeouts, limit::Window};
use leads_core::{ClientConfig, ErrorKind, WriteOutcome};
use leads_testkit::capillary::{FakeCapillary, StaleToken, TokenRejection};
use leads_testkit::{Fake, Fault, Latency};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::advance;

const SECOND: Duration = Duration::from_secs(1);

fn quick() -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none())
}

fn token_calls(fake: &Fake<FakeCapillary>) -> usize {
    fake.requests().iter().filter(|request| request.path.starts_with("/v3/oauth")).count()
}

async fn two_hundred(client: &Client) {
    let mut calls = JoinSet::new();
    for _ in 0..200 {
        let client = client.clone();
        calls.spawn(async move { client.send(&ListReasons::new()).await.map(drop) });
    }
    while let Some(call) = calls.join_next().await {
        call.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn two_hundred_calls_with_an_expired_token_fetch_one_token() {
    let (fake, ..) = start();
    fake.set_latency(Latency::uniform(20 * SECOND / 1000, 400 * SECOND / 1000));
    let client = fake.oauth_client_with(quick()).unwrap();
    client.send(&ListReasons::new()).await.unwrap();
    assert_eq!(token_calls(&fake), 1);
    advance(301 * SECOND).await;
    two_hundred(&client).await;
    assert_eq!(token_calls(&fake), 2, "one for the first call, one for the two hundred");
    assert_eq!(fake.requests().len(), 2 + 1 + 200, "and no call was sent twice");
}

#[tokio::test(start_paused = true)]
async fn unpolled_token_fetch_does_not_block_other_calls() {
    let (fake, ..) = start();
    fake.set_latency(Latency::uniform(SECOND, SECOND));
    let client = fake.oauth_client_with(quick()).unwrap();
    let request = ListReasons::new();
    let mut parked = Box::pin(client.send(&request));
    assert!(futures_util::poll!(&mut parked).is_pending());
    let started = tokio::time::Instant::now();
    two_hundred(&client).await;
    let took = started.elapsed();
    assert!(took >= 2 * SECOND && took < 7 * SECOND, "{took:?}");
    assert_eq!(token_calls(&fake), 1, "one of the two hundred takes over; the call that is held has not been sent yet");
    // Polled again, it continues. The turn that was taken from it is not returned twice.
    parked.await.unwrap();
    advance(301 * SECOND).await;
    let before = token_calls(&fake);
    two_hundred(&client).await;
    assert_eq!(token_calls(&fake), before + 1);
}

#[tokio::test(start_paused = true)]
async fn slow_token_call_is_made_once() {
    let (fake, ..) = start();
    fake.set_latency(Latency::uniform(12 * SECOND, 12 * SECOND));
    let client = fake.oauth_client_with(quick()).unwrap();
    two_hundred(&client).await;
    assert_eq!(token_calls(&fake), 1);
}

/// The waiting calls get the error of the call that fetched, whatever the token host did.
#[tokio::test(start_paused = true)]
async fn waiting_calls_share_the_error_of_a_token_call() {
    for (fault, kind) in [
        (Fault::ResetAfterHandling, ErrorKind::Transport),
        (Fault::Refused, ErrorKind::Connect),
        (Fault::StallBeforeHandling, ErrorKind::Timeout),
    ] {
        for retry in [RetryPolicy::none(), RetryPolicy::default()] {
            let (fake, ..) = start();
            fake.set_latency(Latency::uniform(SECOND / 50, SECOND / 2));
            fake.faults().always(fault.clone());
            let limits = Timeouts::default().attempt(5 * SECOND);
            let client = fake.oauth_client_with(ClientConfig::new().retry(retry).timeouts(limits)).unwrap();
            let started = tokio::time::Instant::now();
            let mut calls = JoinSet::new();
            for _ in 0..450 {
                let client = client.clone();
                calls.spawn(async move { client.send(&CreateReasons::new(["x"])).await.map(drop) });
            }
            while let Some(call) = calls.join_next().await {
                let error = call.unwrap().unwrap_err();
                assert_eq!((error.kind(), error.operation()), (kind, "generate_token"), "{fault:?}: {error}");
                assert_eq!((error.outcome(), error.is_retryable()), (WriteOutcome::NotApplied, true));
            }
            let took = started.elapsed();
            assert!(took < 20 * SECOND, "{fault:?}: {took:?}");
            assert!(token_calls(&fake) <= 3, "{fault:?}: {}", token_calls(&fake));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn two_hundred_calls_with_a_revoked_token_fetch_one_token() {
    let (fake, ..) = start();
    fake.set_latency(Latency::uniform(20 * SECOND / 1000, 400 * SECOND / 1000));
    let client = fake.oauth_client_with(quick()).unwrap();
    client.send(&ListReasons::new()).await.unwrap();
    fake.handler().revoke_tokens();
    two_hundred(&client).await;
    assert_eq!(token_calls(&fake), 2, "a late 401 for the old token does not discard the new one");
}

#[tokio::test(start_paused = true)]
async fn token_is_refreshed_shortly_before_it_expires() {
    let (fake, ..) = start();
    let client = fake.oauth_client_with(quick()).unwrap();
    client.send(&ListReasons::new()).await.unwrap();
    advance(269 * SECOND).await;
    client.send(&ListReasons::new()).await.unwrap();
    assert_eq!(token_calls(&fake), 1, "30 s before expiry it is still used");
    advance(2 * SECOND).await;
    client.send(&ListReasons::new()).await.unwrap();
    assert_eq!(token_calls(&fake), 2);
    assert!(fake.arrivals().iter().all(|arrival| arrival.status == Some(200)), "none was rejected");
}

#[tokio::test(start_paused = true)]
async fn short_lived_token_is_used_before_it_is_refreshed() {
    let (fake, ..) = start();
    fake.handler().set(|settings| settings.token_life = 10 * SECOND);
    let client = fake.oauth_client_with(quick()).unwrap();
    for _ in 0..8 {
        client.send(&ListReasons::new()).await.unwrap();
        advance(SECOND).await;
    }
    assert_eq!(token_calls(&fake), 1);
    advance(SECOND).await;
    client.send(&ListReasons::new()).await.unwrap();
    assert_eq!(token_calls(&fake), 2);
}

#[tokio::test(start_paused = true)]
async fn token_that_expires_while_waiting_is_refreshed() {
    let (fake, ..) = start();
    fake.handler().set(|settings| settings.token_life = 10 * SECOND);
    let limiter = Limiter::new([Window::new("calls", 1, 20 * SECOND)]);
    let client = fake.oauth_client_with(quick().limiter(limiter)).unwrap();
    client.send(&ListReasons::new()).await.unwrap();
    client.send(&ListReasons::new()).await.unwrap();
    assert_eq!(token_calls(&fake), 2, "the second call waited 20 s for its permit, longer than the token's lifetime");
    assert!(fake.arrivals().iter().all(|arrival| arrival.status == Some(200)));
}

#[tokio::test(start_paused = true)]
async fn dropped_call_does_not_affect_the_others() {
    let (fake, ..) = start();
    fake.set_latency(Latency::fixed(SECOND));
    let client = fake.oauth_client_with(quick()).unwrap();
    let first = {
        let client = client.clone();
        tokio::spawn(async move { client.send(&ListReasons::new()).await.map(drop) })
    };
    tokio::task::yield_now().await;
    let second = {
        let client = client.clone();
        tokio::spawn(async move { client.send(&ListReasons::new()).await.map(drop) })
    };
    tokio::time::sleep(SECOND / 10).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(token_calls(&fake), 1, "the first call's own request did not arrive: it was dropped in transit");
}

#[tokio::test(start_paused = true)]
async fn expired_token_is_refreshed_for_every_error_format() {
    for form in StaleToken::ALL {
        let (fake, ..) = start();
        fake.handler().set(|settings| settings.stale_token = form);
        let client = fake.oauth_client_with(quick()).unwrap();
        client.send(&ListReasons::new()).await.unwrap();
        fake.handler().expire_tokens();
        let reply = client.send(&CreateReasons::new(["x"])).await.unwrap();
        assert_eq!((reply.meta().outcome, reply.meta().attempts), (WriteOutcome::Applied, 2), "{form:?}");
        assert_eq!((token_calls(&fake), fake.write_count()), (2, 1), "{form:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn invalid_secret_is_reported_for_every_error_format() {
    for form in TokenRejection::ALL {
        let (fake, ..) = start();
        fake.handler().set(|settings| settings.token_rejection = form);
        let client = fake.builder_in_process(quick()).oauth("fake-client-key", "wrong").build().unwrap();
        let error = client.send(&CreateReasons::new(["x"])).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Unauthenticated, "generate_token"),
            "{form:?}: {error}"
        );
        assert_eq!(error.outcome(), WriteOutcome::NotApplied, "the write itself was never sent");
        assert_eq!((fake.requests().len(), fake.write_count()), (1, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn token_call_that_fails_once_is_retried() {
    let (fake, ..) = start();
    fake.faults().next(Fault::ResetAfterHandling);
    let client = fake.oauth_client_with(ClientConfig::new()).unwrap();
    let reply = client.send(&CreateReasons::new(["x"])).await.unwrap();
    assert_eq!(reply.meta().attempts, 1, "the write was sent once");
    assert_eq!((token_calls(&fake), fake.write_count()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn token_header_must_match_the_vendor() {
    let (fake, ..) = start();
    fake.handler().set(|settings| settings.token_header = "cap-api-access-token");
    let error = fake.oauth_client_with(quick()).unwrap().send(&ListReasons::new()).await.unwrap_err();
    assert!(error.is_unauthenticated());
    let builder = fake.builder_in_process(quick()).oauth("fake-client-key", "fake-client-secret");
    let client =
        builder.oauth_header(OauthHeader::CapApiAccessToken).create_method(CreateMethod::Post).build().unwrap();
    client.send(&ListReasons::new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn basic_credentials_can_be_disabled() {
    let (fake, client, ..) = start();
    client.send(&ListReasons::new()).await.unwrap();
    fake.handler().set(|settings| settings.takes_basic = false);
    let error = client.send(&ListReasons::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.code_as::<ErrorCode>()), (ErrorKind::Unauthenticated, None));
    assert_eq!(fake.requests().len(), 2, "fixed credentials are not retried");
}
