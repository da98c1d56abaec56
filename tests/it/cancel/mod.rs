//! Calls that are dropped while they fetch a token or wait for another call's fetch: the remaining calls get one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod orders;

use crate::common::DropAfter;
use capillary_leads::api::reasons::ListReasons;
use futures_util::future::join_all;
use leads_core::ClientConfig;
use leads_core::http::RetryPolicy;
use leads_core::http::limit::{Limiter, Window};
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::{Fake, FakeResponse, Fault, Latency};
use std::time::Duration;
use tokio::time::{advance, sleep, timeout};

/// The state of the token when the calls start.
#[derive(Clone, Copy, Debug)]
enum Before {
    Never,
    Expired,
    Revoked,
    /// The first token call fails with a transient error.
    Rejected,
}

fn token_calls(fake: &Fake<FakeCapillary>) -> usize {
    fake.requests().iter().filter(|request| request.path.starts_with("/v3/oauth")).count()
}

/// Two callers are dropped at every pair of polls and one stays.
#[tokio::test(start_paused = true)]
async fn remaining_call_gets_its_token_after_any_drop() {
    let mut dropped = 0;
    for before in [Before::Never, Before::Expired, Before::Revoked, Before::Rejected] {
        for first in 0..12 {
            for second in 0..12 {
                let fake = Fake::new(FakeCapillary::new());
                fake.set_latency(Latency::fixed(Duration::from_millis(20)));
                let limiter = Limiter::new([Window::new("calls", 100, Duration::from_secs(5))]);
                let config = ClientConfig::new()
                    .retry(RetryPolicy::default().initial_backoff(Duration::ZERO))
                    .limiter(limiter.clone());
                let client = fake.oauth_client_with(config).unwrap();
                match before {
                    Before::Never => {}
                    Before::Expired => {
                        client.send(&ListReasons::new()).await.unwrap();
                        advance(Duration::from_secs(3600)).await;
                    }
                    Before::Revoked => {
                        client.send(&ListReasons::new()).await.unwrap();
                        fake.handler().revoke_tokens();
                    }
                    Before::Rejected => {
                        fake.faults().next(Fault::Response(FakeResponse::text(503, "busy")));
                    }
                }
                let had = token_calls(&fake);
                let victims = [first, second]
                    .map(|polls| DropAfter::new(polls, async { client.send(&ListReasons::new()).await.map(drop) }));
                let what = format!("{before:?}, dropped after {first} and {second} polls");
                let (ends, stays) = timeout(
                    Duration::from_secs(60),
                    futures_util::future::join(join_all(victims), client.send(&ListReasons::new())),
                )
                .await
                .unwrap_or_else(|_| panic!("the fetch was lost: {what}"));
                dropped += ends.iter().filter(|end| end.is_none()).count();
                stays.unwrap_or_else(|error| panic!("{what}: {error}"));
                // One for each call dropped during its fetch, one that was rejected, one that is kept.
                assert!(token_calls(&fake) - had <= 4, "{what}: {} token calls", token_calls(&fake) - had);
                // The token is kept: it is not fetched again, and no permit is lost.
                let kept = token_calls(&fake);
                client.send(&ListReasons::new()).await.unwrap();
                assert_eq!(token_calls(&fake), kept, "{what}: the token was discarded");
                assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0, "{what}");
                assert_eq!((limiter.waiting().interactive, limiter.waiting().batch), (0, 0), "{what}");
                sleep(Duration::from_secs(7)).await;
                let saved = serde_json::to_value(limiter.snapshot()).unwrap();
                assert!(!saved.to_string().contains("\"at\""), "{what}: a permit is lost: {saved}");
            }
        }
    }
    assert!(dropped > 200, "{dropped}");
}
