//! Calls dropped after their n-th poll, for every n.

use crate::cancel::small::{Attempt, Does, Put, Slow, Token, client};
use crate::common::DropAfter;
use leads_core::ClientConfig;
use leads_core::http::TransportErrorKind;
use leads_core::http::limit::{Limiter, Priority, Waiting, Window};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const PER: Duration = Duration::from_secs(5);
const GRACE: Duration = Duration::from_secs(1);
/// The limiter's clock has a resolution of whole milliseconds and rounds up.
const ROUNDED: Duration = Duration::from_millis(3);

/// Returns when the only permit is free again, according to the documented rule.
fn free_from(attempts: &[Attempt], dropped: Instant) -> Option<Instant> {
    attempts
        .iter()
        .filter_map(|attempt| match attempt {
            // The call was dropped before the transport could report that it did not connect.
            Attempt { connected: false, ended: None, .. } => Some(dropped + PER + GRACE),
            Attempt { connected: false, .. } => None,
            Attempt { head: Some(head), .. } => Some(*head + PER),
            Attempt { ended, .. } => Some(ended.unwrap_or(dropped) + PER + GRACE),
        })
        .max()
}

/// A rejected connection, a gateway's error, a failed exchange and a response: every way in which a permit is returned.
fn script() -> [Does; 4] {
    [
        Does::Breaks(TransportErrorKind::Connect),
        Does::Responds(503, ""),
        Does::Breaks(TransportErrorKind::Exchange),
        Does::Responds(200, ""),
    ]
}

#[tokio::test(start_paused = true)]
async fn call_dropped_at_any_poll_leaks_nothing_and_returns_its_permit_on_time() {
    let (mut completed, mut at_once, mut after_response, mut after_grace) = (0, 0, 0, 0);
    for polls in 0.. {
        let limiter = Limiter::new([Window::new("calls", 1, PER)]);
        let (slow, token) = (Slow::of(script()), Token::new());
        let pipeline = client(&slow, &token, ClientConfig::new().limiter(limiter.clone()));
        // Another caller holds the permit for a while, so that the call begins by waiting in the queue.
        let occupied = tokio::spawn({
            let limiter = limiter.clone();
            async move {
                let _unsent = limiter.acquire(&["calls"], Priority::Interactive, None).await.unwrap();
                sleep(Duration::from_millis(700)).await;
            }
        });
        tokio::task::yield_now().await;
        let tasks = tokio::runtime::Handle::current().metrics().num_alive_tasks();

        let done = DropAfter::new(polls, pipeline.send(&Put)).await;
        let dropped = Instant::now();
        let attempts = slow.attempts.lock().unwrap().clone();
        assert!(slow.nothing_is_held(), "an exchange is still held after {polls} polls");
        assert!(tokio::runtime::Handle::current().metrics().num_alive_tasks() <= tasks, "a task after {polls} polls");
        occupied.await.unwrap();
        assert_eq!(limiter.waiting(), Waiting::default(), "a caller still waits after {polls} polls");

        // When the permit is actually free again.
        let now = Instant::now();
        let mut next = timeout(Duration::from_secs(60), limiter.acquire(&["calls"], Priority::Interactive, None))
            .await
            .unwrap_or_else(|_| panic!("the permit is lost after {polls} polls"))
            .unwrap();
        let (freed, expected) = (Instant::now(), free_from(&attempts, dropped));
        let due = expected.map_or(now, |due| due.max(now));
        let what = format!("after {polls} polls, attempts {attempts:?}, freed {:?} late", freed - due.min(freed));
        assert!(expected.is_none_or(|due| freed > due) && freed <= due + ROUNDED, "{what}");
        match expected {
            None => at_once += 1,
            Some(due) if due == dropped + PER + GRACE => after_grace += 1,
            Some(_) => after_response += 1,
        }
        next.sent();
        next.response_received();
        drop(next);

        // No lock is held: another call on the same client succeeds, and the token was requested at most once more.
        slow.script.lock().unwrap().clear();
        timeout(Duration::from_secs(60), pipeline.send(&Put)).await.expect("a lock is held").unwrap();
        assert_eq!(token.fetches.load(Ordering::SeqCst), 1);
        assert_eq!(Arc::strong_count(&slow), 2, "after {polls} polls");

        if let Some(done) = done {
            assert_eq!(done.unwrap().meta().attempts, 4);
            completed += 1;
            if completed == 3 {
                break;
            }
        }
        assert!(polls < 500, "the call never ends");
    }
    assert!(at_once > 3 && after_response > 3 && after_grace > 3, "{at_once} {after_response} {after_grace}");
}

/// The caller that requests the token may be dropped; a caller that waits for it must still get it.
#[tokio::test(start_paused = true)]
async fn dropped_token_request_passes_its_turn_on() {
    for polls in 0..12 {
        let (slow, token) = (Slow::of([]), Token::new());
        let pipeline = client(&slow, &token, ClientConfig::new());
        let victim = DropAfter::new(polls, pipeline.send(&Put));
        let others = futures_util::future::join_all((0..3).map(|_| pipeline.send(&Put)));
        let (_, others) = timeout(Duration::from_secs(60), futures_util::future::join(victim, others))
            .await
            .unwrap_or_else(|_| panic!("a turn was lost after {polls} polls"));
        assert!(others.into_iter().all(|result| result.is_ok()));
        assert_eq!(token.fetches.load(Ordering::SeqCst), 1, "after {polls} polls");
    }
}
