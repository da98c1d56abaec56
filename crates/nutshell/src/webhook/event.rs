//! The payload of a webhook.

use super::Entity;
use crate::envelope::{self, Envelope, Records};
use crate::model::{self, EntityId};
use bytes::Bytes;
use leads_core::vendor::decode;
use leads_core::{HttpResponse, Raw, Result};
use std::collections::HashMap;

/// The payload of a webhook: the [events](model::Event) that it reports, their actors and the affected records.
///
/// Nutshell sends all kinds of events to every webhook, several in one document, so this is a struct and not an enum of
/// kinds as at the other vendors; [`events`](Self::events) has the records.
#[derive(Clone)]
pub struct Event {
    records: Records<model::Event>,
    actors: Vec<Entity>,
    payloads: Vec<Entity>,
    /// The index of the records by id, so that events do not search through all of them.
    actors_by_id: HashMap<EntityId, Vec<usize>>,
    payloads_by_id: HashMap<EntityId, Vec<usize>>,
}

/// The index of the records by id.
fn by_id(entities: &[Entity]) -> HashMap<EntityId, Vec<usize>> {
    let mut places: HashMap<EntityId, Vec<usize>> = HashMap::with_capacity(entities.len());
    for (at, entity) in entities.iter().enumerate() {
        if let Some(id) = entity.id() {
            places.entry(id).or_default().push(at);
        }
    }
    places
}

impl std::fmt::Debug for Event {
    /// The typed records, which redact personal data; not the body.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Event")
            .field("events", &self.events())
            .field("actors", &self.actors)
            .field("payloads", &self.payloads)
            .finish_non_exhaustive()
    }
}

impl Event {
    /// Reads the body of a webhook. A document with `meta` and `links` and without `events` is a notification of no
    /// events.
    ///
    /// # Errors
    ///
    /// Returns a decode error if the body is not an event document, or if it has events and none can be read.
    pub fn read(body: &Bytes) -> Result<Self> {
        let records = decode::with_repair(body, |body| {
            envelope::list_or_none(&HttpResponse::new(200, Default::default(), body.clone()))
        })?;
        match records.unreadable().first() {
            Some(event) if records.rows().is_empty() => Err(event.error()),
            _ => Ok(Self::of(records)),
        }
    }

    /// Splits a response of [`ListEvents`](crate::api::events::ListEvents) in the same way.
    #[must_use]
    pub fn from_events(records: Records<model::Event>) -> Self {
        Self::of(records)
    }

    fn of(records: Records<model::Event>) -> Self {
        // Entries that are not records are skipped; they are still in the body.
        let read =
            |name: &str| -> Vec<Entity> { records.envelope().readable(name).into_iter().map(Entity::read).collect() };
        let (actors, payloads) = (read("actors"), read("payloads"));
        let (actors_by_id, payloads_by_id) = (by_id(&actors), by_id(&payloads));
        Self { records, actors, payloads, actors_by_id, payloads_by_id }
    }

    /// Returns the events, each with its text.
    #[must_use]
    pub fn events(&self) -> &[Raw<model::Event>] {
        self.records.rows()
    }

    /// Returns the events that could not be read, each with its error and text.
    #[must_use]
    pub fn unreadable(&self) -> &[leads_core::vendor::Unreadable] {
        self.records.unreadable()
    }

    /// Returns the actors.
    #[must_use]
    pub fn actors(&self) -> &[Entity] {
        &self.actors
    }

    /// Returns the affected records.
    #[must_use]
    pub fn payloads(&self) -> &[Entity] {
        &self.payloads
    }

    /// Returns the actor of an event, or `None` if the document does not contain the record.
    #[must_use]
    pub fn actor_of(&self, event: &model::Event) -> Option<&Entity> {
        let id = event.links.as_ref()?.actor.as_ref()?;
        self.actors.get(*self.actors_by_id.get(id)?.first()?)
    }

    /// Returns the affected records of an event that the document contains, in document order.
    pub fn payloads_of<'a>(&'a self, event: &'a model::Event) -> impl Iterator<Item = &'a Entity> {
        let wanted = event.links.as_ref().map(|links| links.payloads.as_slice()).unwrap_or_default();
        let mut places: Vec<usize> =
            wanted.iter().filter_map(|id| self.payloads_by_id.get(id)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|at| self.payloads.get(at))
    }

    /// Returns the data around the events: `meta`, link templates, other companions.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        self.records.envelope()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_and_payloads_are_joined_and_unknown_kinds_kept() {
        let body = Bytes::from_static(
            br#"{"meta":{"next":"x"},"links":{},"events":[{"id":"7-events","links":{"actor":"1-users","payloads":["2-notes","9-gadgets"]}}],
            "actors":[{"id":"1-users","type":"users","name":"Ann","emails":["ann@example.com"]}],
            "payloads":[{"id":"2-notes","type":"notes","body":"hi"},{"id":"9-gadgets","type":"gadgets","size":1.50},{"type":"leads"}]}"#,
        );
        let webhook = Event::read(&body).unwrap();
        let event = &webhook.events()[0];
        assert!(matches!(webhook.actor_of(event), Some(Entity::User(user)) if user.emails.len() == 1));
        let payloads: Vec<&Entity> = webhook.payloads_of(event).collect();
        assert!(matches!(payloads.as_slice(), [Entity::Note(_), Entity::Unknown(_)]));
        assert_eq!(payloads[1].text(), r#"{"id":"9-gadgets","type":"gadgets","size":1.50}"#);
        // A lead without an id is not a lead, but is kept.
        assert!(matches!(webhook.payloads()[2], Entity::Unknown(_)));
        assert!(!format!("{webhook:?}").contains("Ann"));
    }

    #[test]
    fn non_webhooks_are_rejected() {
        for body in ["", "{}", "[1]", "<html>", r#"{"meta":{}}"#, r#"{"events":[{"type":"events"}]}"#] {
            assert!(Event::read(&Bytes::from(body)).unwrap_err().is_decode(), "{body}");
        }
        // An event without an id does not fail the others.
        let body = r#"{"events":[{"type":"events"},{"id":"7-events"}]}"#;
        let webhook = Event::read(&Bytes::from(body)).unwrap();
        assert_eq!((webhook.events().len(), webhook.unreadable().len()), (1, 1));
        assert!(Event::read(&Bytes::from(r#"{"meta":{},"events":[]}"#)).unwrap().events().is_empty());
    }

    #[test]
    fn document_without_events_is_an_empty_notification() {
        for body in [
            r#"{"meta":{},"links":{}}"#,
            r#"{"meta":{"next":"x"},"links":{},"actors":[{"id":"1-users","type":"users"}]}"#,
            r#"{"meta":{},"links":{},"events":null}"#,
        ] {
            let event = Event::read(&Bytes::from(body)).unwrap();
            assert!(event.events().is_empty() && event.unreadable().is_empty(), "{body}");
        }
        for body in [r#"{"links":{}}"#, r#"{"meta":[],"links":{}}"#, r#"{"meta":{},"links":{},"events":7}"#] {
            assert!(Event::read(&Bytes::from(body)).unwrap_err().is_decode(), "{body}");
        }
    }
}
