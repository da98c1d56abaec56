//! Following the event log from a position that can be saved.

use crate::api::events::ListEvents;
use crate::model::{Event, EventId};
use crate::{Client, Nutshell};
use chrono::{DateTime, Utc};
use leads_core::vendor::{Backoff, Deserialize, Request as _, Vendor as _};
use leads_core::{CallOptions, Error, ErrorKind, Raw, Result};
use serde::Serialize;
use std::collections::HashSet;

/// The position up to which the log was read. It can be saved and passed to
/// [`Client::follow_events`](crate::Client::follow_events) in another process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventPosition {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<EventId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<i64>,
}

impl EventPosition {
    /// Returns the position after an event.
    pub fn after(id: impl Into<EventId>) -> Self {
        Self { id: Some(id.into()), time: None }
    }

    /// Returns the position after a time, in whole seconds.
    #[must_use]
    pub fn since(time: DateTime<Utc>) -> Self {
        Self { id: None, time: Some(time.timestamp()) }
    }

    /// Returns the id of the newest event read.
    #[must_use]
    pub fn id(&self) -> Option<&EventId> {
        self.id.as_ref()
    }

    /// Returns whether an event is at or before this position. Ids that are not numbers are only compared for equality.
    fn covers(&self, event: &Event) -> bool {
        match &self.id {
            None => false,
            Some(id) => match (id.parts().number, event.id.parts().number) {
                (Some(last), Some(this)) => this <= last,
                _ => *id == event.id,
            },
        }
    }
}

/// Reads the event log, poll by poll, in the order in which the events happened.
///
/// Nutshell returns the newest events first, and its cursor for newer events does not show whether a full page left a
/// gap. Each poll therefore goes back until it reaches the position: no event is skipped or returned twice.
///
/// # Examples
///
/// ```no_run
/// # async fn run(client: nutshell::Client) -> Result<(), nutshell::Error> {
/// use nutshell::api::events::{EventPayload, ListEvents};
/// let saved = None; // the position saved by the last run
/// let mut follower =
///     client.follow_events(ListEvents::new().payload(EventPayload::Leads), saved);
/// for event in follower.poll().await? {
///     println!("{:?} {:?}", event.action, event.links.as_ref().map(|links| &links.payloads));
/// }
/// let to_be_saved = serde_json::to_string(&follower.position());
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct EventFollower {
    client: Client,
    request: ListEvents,
    position: Option<EventPosition>,
    backoff: Backoff,
    /// The kind of the error that ended the follower.
    ended: Option<ErrorKind>,
}

impl Client {
    /// Follows the event log from a saved position, or from now if there is none.
    #[must_use]
    pub fn follow_events(&self, request: ListEvents, position: Option<EventPosition>) -> EventFollower {
        EventFollower::new(self.clone(), request, position)
    }
}

impl EventFollower {
    pub(crate) fn new(client: Client, request: ListEvents, position: Option<EventPosition>) -> Self {
        Self { client, request, position, backoff: Backoff::default(), ended: None }
    }

    /// Returns the position up to which the log was read, or `None` before the first poll of a follower that started
    /// without one.
    #[must_use]
    pub fn position(&self) -> Option<&EventPosition> {
        self.position.as_ref()
    }

    /// Returns the events since the last poll, oldest first; empty if nothing happened.
    ///
    /// Without a position, the first poll takes the newest event as the position and returns no events. The position
    /// advances only if the whole poll succeeds, so a failed or dropped poll can simply be called again. The events of
    /// one poll are held in memory together.
    ///
    /// # Errors
    ///
    /// Returns any error of a call. As in every stream, the next poll after a retryable error waits first (250 ms,
    /// doubled with each consecutive error up to 30 s, or as long as the vendor requested, up to five minutes). After
    /// any other error the follower has ended: each further poll returns an error of the same kind and sends nothing.
    /// Create a new follower from [`position`](Self::position) to continue.
    pub async fn poll(&mut self) -> Result<Vec<Raw<Event>>> {
        self.poll_with(&CallOptions::new()).await
    }

    /// Like [`poll`](Self::poll), with options for each of its calls.
    ///
    /// # Errors
    ///
    /// As for [`poll`](Self::poll).
    pub async fn poll_with(&mut self, options: &CallOptions) -> Result<Vec<Raw<Event>>> {
        if let Some(kind) = self.ended {
            let error = Error::new(kind, "the follower ended because of an earlier error")
                .with_help("create a new follower from this one's position");
            return Err(error.for_operation(Nutshell::NAME, ListEvents::OPERATION.name));
        }
        self.backoff.ready().await;
        let polled = self.read(options).await;
        match &polled {
            Ok(_) => self.backoff.succeeded(),
            Err(error) if self.backoff.failed(error) => {}
            Err(error) => self.ended = Some(error.kind()),
        }
        polled
    }

    async fn read(&mut self, options: &CallOptions) -> Result<Vec<Raw<Event>>> {
        let Some(position) = &self.position else {
            let newest = self.client.send_with(&self.request, options).await?.into_inner().into_iter().next();
            self.position = Some(newest.map_or_else(EventPosition::default, |event| at(&event)));
            return Ok(Vec::new());
        };
        let mut request = self.request.clone();
        request.since_id = position.id.clone();
        if position.time.is_some() {
            request.since_time = position.time;
        }
        let mut seen = HashSet::new();
        let mut fresh: Vec<Raw<Event>> = Vec::new();
        loop {
            let page = self.client.send_with(&request, options).await?.into_inner();
            let oldest = page.last().map(|event| event.id.clone());
            let before = fresh.len();
            let mut met = false;
            for event in page {
                if position.covers(&event) {
                    met = true;
                } else if seen.insert(event.id.clone()) {
                    fresh.push(event.detach());
                }
            }
            // Every iteration must find something new, so a cursor that does not advance or loops ends it.
            match oldest {
                Some(oldest) if !met && fresh.len() > before => request = request.back_to(oldest),
                _ => break,
            }
        }
        if let Some(newest) = fresh.first() {
            self.position = Some(at(newest));
        }
        fresh.reverse();
        Ok(fresh)
    }
}

/// Returns the position after an event. The time is omitted on purpose: the vendor does not document whether events of
/// the same second are before or after it.
fn at(event: &Event) -> EventPosition {
    EventPosition::after(&event.id)
}
