//! How long a stream waits after an error.

use crate::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(30);
/// The maximum `Retry-After` that is respected.
const TRUSTED: Duration = Duration::from_secs(300);

/// The delay of a stream between a retryable error and the next request, the same for all streams.
///
/// It is 250 ms and doubles with every consecutive error, up to 30 s. A longer
/// [`retry_after`](crate::Error::retry_after) of the error takes precedence, up to five minutes. A stream that is not
/// polled for its next row does not wait.
#[derive(Debug, Default)]
pub struct Backoff {
    errors: u32,
    until: Option<Instant>,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Backoff {
    /// Records an error. Returns `true` if the same request can be retried after the delay; otherwise the stream ends.
    pub fn failed(&mut self, error: &Error) -> bool {
        let pause = FIRST.saturating_mul(2_u32.saturating_pow(self.errors)).min(LONGEST);
        let requested = error.retry_after().unwrap_or_default().min(TRUSTED);
        self.errors = self.errors.saturating_add(1);
        self.waiting = None;
        self.until = Some(Instant::now() + pause.max(requested));
        error.is_retryable()
    }

    /// Records a success: the next error starts with the shortest delay again.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Waits until the delay has elapsed.
    pub fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(until) = self.until else { return Poll::Ready(()) };
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep_until(until)));
        let done = waiting.as_mut().poll(context);
        if done.is_ready() {
            self.until = None;
            self.waiting = None;
        }
        done
    }

    /// Waits for the delay, as [`poll_ready`](Self::poll_ready) does. Cancel-safe: the delay continues where it was.
    pub async fn ready(&mut self) {
        std::future::poll_fn(|context| self.poll_ready(context)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[tokio::test(start_paused = true)]
    async fn delay_doubles_to_the_maximum_and_resets_after_success() {
        let mut backoff = Backoff::default();
        let error = Error::new(ErrorKind::Server, "down").with_retryable(true);
        let pause = async |backoff: &mut Backoff| {
            let started = Instant::now();
            backoff.ready().await;
            started.elapsed()
        };
        assert_eq!(pause(&mut backoff).await, Duration::ZERO);
        let mut seen = Vec::new();
        for _ in 0..9 {
            assert!(backoff.failed(&error));
            seen.push(pause(&mut backoff).await.as_millis());
            assert_eq!(pause(&mut backoff).await, Duration::ZERO, "once for each error");
        }
        assert_eq!(seen, [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        backoff.succeeded();
        assert!(!backoff.failed(&Error::new(ErrorKind::Unauthenticated, "no")));
        assert_eq!(pause(&mut backoff).await, FIRST);
        backoff.failed(&Error::new(ErrorKind::RateLimited, "wait").with_retry_after(Duration::from_secs(86_400)));
        assert_eq!(pause(&mut backoff).await, TRUSTED);
    }
}
