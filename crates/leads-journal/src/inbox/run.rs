//! Handing on.

use super::{Inbox, Settled, StoredDelivery};
use crate::error::Result;
use crate::report::time;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use http::HeaderMap;
use leads_core::webhook::{Delivery, Receive};
use std::fmt::{self, Display};
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How often to look for deliveries that other processes received.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// The longest delay between two attempts.
const LONGEST_RETRY: Duration = Duration::from_secs(300);
/// The most characters of a failure that are kept.
const LONGEST_WHY: usize = 500;

/// A delivery as it is handed on. It has no headers and no query, because they are not stored.
pub struct Letter<E> {
    /// The number of the delivery: the same each time it is handed on.
    pub id: i64,
    /// When it was received.
    pub received: DateTime<Utc>,
    /// How often it was handed on, with this time.
    pub attempts: u32,
    /// The body and its event.
    pub delivery: Delivery<E>,
}

impl<E> fmt::Debug for Letter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter").field("id", &self.id).field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

impl Inbox {
    /// Hands on deliveries until `shutdown` completes; handlers that are running then finish.
    ///
    /// A handler runs at least once for each delivery: a process that dies before the result is stored lets it run again.
    /// So it must be harmless to run it twice, for example because it stores the number of the delivery with its effect.
    /// Deliveries of one subject are handled one after the other. One that failed too often becomes a dead letter, and its
    /// subject goes on. The text of the handler's error is stored: it must not contain personal data.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](crate::JournalError::Store) if the store cannot be read at the start. Later
    /// failures of the store are logged and tried again.
    pub async fn run_until<R, H, F, E>(
        &self,
        receiver: &R,
        shutdown: impl Future<Output = ()> + Send,
        handler: H,
    ) -> Result<()>
    where
        R: Receive,
        H: Fn(Letter<R::Event>) -> F,
        F: Future<Output = std::result::Result<(), E>>,
        E: Display,
    {
        self.store.next_delivery(&self.name).await?;
        let mut shutdown = pin!(shutdown);
        let mut changes = self.changes.subscribe();
        let mut running = FuturesUnordered::new();
        loop {
            changes.mark_unchanged();
            let free = self.at_once - running.len().min(self.at_once);
            let taken = if free == 0 { Ok(Vec::new()) } else { self.store.take(&self.name, self.lease, free).await };
            let mut wait = LOOK_AGAIN;
            match taken {
                Ok(taken) => running.extend(taken.into_iter().map(|stored| self.hand_on(receiver, &handler, stored))),
                Err(error) => tracing::warn!(%error, inbox = self.name, "webhooks could not be read"),
            }
            if let Ok(Some(next)) = self.store.next_delivery(&self.name).await {
                wait = wait.min(next.max(Duration::from_millis(20)));
            }
            tokio::select! {
                () = &mut shutdown => break,
                Some(()) = running.next() => {}
                _ = changes.changed() => {}
                () = sleep(wait) => {}
            }
        }
        while running.next().await.is_some() {}
        Ok(())
    }

    async fn hand_on<R, H, F, E>(&self, receiver: &R, handler: &H, stored: StoredDelivery)
    where
        R: Receive,
        H: Fn(Letter<R::Event>) -> F,
        F: Future<Output = std::result::Result<(), E>>,
        E: Display,
    {
        let (id, attempts) = (stored.id, stored.attempts);
        let failed = match self.open(&stored.body) {
            Err(error) => Some(error.to_string()),
            Ok(body) => {
                let body = Bytes::from(body);
                let event = receiver.read(&body).map_err(|error| error.for_operation(R::VENDOR, ""));
                let delivery = Delivery::new(HeaderMap::new(), None, body, event);
                let letter = Letter { id, received: time(stored.received), attempts, delivery };
                match timeout(self.lease, handler(letter)).await {
                    Ok(Ok(())) => None,
                    Ok(Err(error)) => Some(error.to_string()),
                    Err(_) => Some("the handler took too long".to_owned()),
                }
            }
        };
        let settled = match failed {
            None => Settled::Done,
            Some(why) => {
                let why = why.chars().take(LONGEST_WHY).collect();
                let after = self.first_retry.saturating_mul(2u32.saturating_pow(attempts.saturating_sub(1).min(20)));
                let after = after.min(LONGEST_RETRY);
                if attempts >= self.attempts { Settled::Dead { why } } else { Settled::Later { after, why } }
            }
        };
        if let Err(error) = self.store.settle(id, attempts, settled).await {
            tracing::warn!(%error, inbox = self.name, "a result could not be stored; the webhook is handed on again");
        }
    }
}
