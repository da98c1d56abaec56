//! A call that cannot outlive its lease.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;
use tokio::time::{Instant, sleep_until};

/// Runs a future until a time. The time is compared before every step: after the process was stopped, the first thing
/// that happens is that the future is dropped, so a request that was waiting for a permit or a connection is not sent.
/// Returns `None` then.
pub(super) async fn until<T>(end: Instant, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut timer) = (pin!(future), pin!(sleep_until(end)));
    std::future::poll_fn(move |context| {
        if Instant::now() >= end {
            return Poll::Ready(None);
        }
        if let Poll::Ready(value) = Pin::new(&mut future).poll(context) {
            return Poll::Ready(Some(value));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn future_is_not_polled_once_its_time_is_over() {
        let end = Instant::now() + Duration::from_secs(1);
        let stopped = async {
            // As a process that is stopped: the clock goes on, and nothing else does.
            tokio::time::advance(Duration::from_secs(2)).await;
            panic!("a byte is sent");
        };
        assert_eq!(until::<()>(end, stopped).await, None);
        assert_eq!(until(end, async { 1 }).await, None);
        assert_eq!(until(Instant::now() + Duration::from_secs(1), async { 1 }).await, Some(1));
        assert_eq!(until::<()>(Instant::now() + Duration::from_secs(1), std::future::pending()).await, None);
    }
}
