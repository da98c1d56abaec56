//! Webhooks sent by Nutshell.
//!
//! Webhooks are configured in the web application (Setup > API keys), not through the API, and each one receives all
//! events. The body is the same document as a response of [`ListEvents`](crate::api::events::ListEvents): events, with
//! the actors as `actors` and the affected records as `payloads`. There is no signature and no documented retry, so the
//! vendor advises treating a webhook as a hint and reading the record again.
//!
//! ```
//! use nutshell::webhook::{Entity, Notification};
//! let body = bytes::Bytes::from_static(br#"{"meta":{},"links":{},
//!     "events":[{"id":"7-events","action":"edit","payloadType":"leads",
//!         "links":{"actor":"1-users","payloads":["1003-leads"]}}],
//!     "payloads":[{"id":"1003-leads","type":"leads","status":"open"},{"id":"9-gadgets","type":"gadgets"}]}"#);
//! let notification = Notification::parse(&body)?;
//! for event in notification.events() {
//!     for payload in notification.payloads_of(event) {
//!         if let Entity::Lead(lead) = payload {
//!             println!("{:?} of {}", event.action, lead.id);
//!         }
//!     }
//!     assert!(notification.actor_of(event).is_none(), "actors may be missing");
//! }
//! assert!(matches!(notification.payloads()[1], Entity::Unknown(_)), "unknown kinds are kept");
//! # Ok::<(), nutshell::Error>(())
//! ```

#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub mod axum;

use crate::envelope::{self, Envelope, Records};
use crate::model::{
    Account, Activity, Contact, Email, EntityId, Event, LeadProductMap, Note, Origin, Product, Source, Tag, Task, User,
};
use crate::model::{Lead, model};
use bytes::Bytes;
use leads_core::vendor::decode;
use leads_core::{HttpResponse, Raw, Result};
use serde::{Serialize, Serializer};
use std::collections::HashMap;

model! {
    /// A record of a kind unknown to this crate: its id and its kind. All other members are in its text.
    pub struct UnknownEntity {
        /// The record's id.
        id: scalar EntityId,
        /// The kind.
        #[serde(rename = "type")]
        kind: scalar String,
    }
}

/// A record of any kind, as contained in events.
#[derive(Clone, Debug)]
#[non_exhaustive]
// A webhook contains few records, and boxing them would complicate every pattern.
#[allow(clippy::large_enum_variant)]
pub enum Entity {
    /// An account.
    Account(Raw<Account>),
    /// An activity.
    Activity(Raw<Activity>),
    /// A contact.
    Contact(Raw<Contact>),
    /// An e-mail.
    Email(Raw<Email>),
    /// A lead.
    Lead(Raw<Lead>),
    /// A note.
    Note(Raw<Note>),
    /// An origin: the actor of an event that was not caused by a user.
    Origin(Raw<Origin>),
    /// A product.
    Product(Raw<Product>),
    /// A product on a lead.
    ProductMap(Raw<LeadProductMap>),
    /// A source.
    Source(Raw<Source>),
    /// A tag.
    Tag(Raw<Tag>),
    /// A task.
    Task(Raw<Task>),
    /// A user.
    User(Raw<User>),
    /// A kind unknown to this crate, or a record that does not match its kind.
    Unknown(Raw<UnknownEntity>),
}

macro_rules! entities {
    ($($kind:literal => $variant:ident),* $(,)?) => {
        impl Entity {
            /// Reads a record by its `type`. A record of an unknown kind, or one that does not match its kind, is kept
            /// unchanged.
            #[must_use]
            pub fn read(record: Raw<UnknownEntity>) -> Self {
                let typed = match record.kind.as_deref() {
                    $( Some($kind) => record.read_as().ok().map(Self::$variant), )*
                    _ => None,
                };
                typed.unwrap_or(Self::Unknown(record))
            }

            /// The record's id.
            #[must_use]
            pub fn id(&self) -> Option<EntityId> {
                match self {
                    $( Self::$variant(record) => Some(EntityId::new(record.id.as_str())), )*
                    Self::Unknown(record) => record.id.clone(),
                }
            }

            /// Returns the exact JSON text.
            #[must_use]
            pub fn text(&self) -> &str {
                match self {
                    $( Self::$variant(record) => record.text(), )*
                    Self::Unknown(record) => record.text(),
                }
            }
        }

        impl Serialize for Entity {
            fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                match self {
                    $( Self::$variant(record) => record.serialize(serializer), )*
                    Self::Unknown(record) => record.serialize(serializer),
                }
            }
        }
    };
}

entities! {
    "accounts" => Account,
    "activities" => Activity,
    "contacts" => Contact,
    "emails" => Email,
    "leads" => Lead,
    "notes" => Note,
    "origins" => Origin,
    "products" => Product,
    "productMaps" => ProductMap,
    "sources" => Source,
    "tags" => Tag,
    "tasks" => Task,
    "users" => User,
}

/// A webhook sent by Nutshell.
#[derive(Clone)]
pub struct Notification {
    records: Records<Event>,
    actors: Vec<Entity>,
    payloads: Vec<Entity>,
    /// The index of the records by id, so that events do not search through all of them.
    actors_by_id: HashMap<EntityId, Vec<usize>>,
    payloads_by_id: HashMap<EntityId, Vec<usize>>,
    body: Bytes,
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

impl std::fmt::Debug for Notification {
    /// The typed records, which redact personal data; not the body.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notification")
            .field("events", &self.events())
            .field("actors", &self.actors)
            .field("payloads", &self.payloads)
            .finish_non_exhaustive()
    }
}

impl Notification {
    /// Reads the body of a webhook.
    ///
    /// # Errors
    ///
    /// Returns a decode error if the body is not an event document, or if it has events and none can be read.
    pub fn parse(body: &Bytes) -> Result<Self> {
        let records = decode::with_repair(body, |body| {
            envelope::list(&HttpResponse::new(200, Default::default(), body.clone()))
        })?;
        match records.unreadable().first() {
            Some(event) if records.rows().is_empty() => Err(event.error()),
            _ => Self::of(records, body.clone()),
        }
    }

    /// Splits a response of [`ListEvents`](crate::api::events::ListEvents) in the same way.
    ///
    /// # Errors
    ///
    /// Returns a decode error for `actors` or `payloads`.
    pub fn from_events(records: Records<Event>) -> Result<Self> {
        Self::of(records, Bytes::new())
    }

    fn of(records: Records<Event>, body: Bytes) -> Result<Self> {
        // Entries that are not records are skipped; they are still in the body.
        let read =
            |name: &str| -> Vec<Entity> { records.envelope().readable(name).into_iter().map(Entity::read).collect() };
        let (actors, payloads) = (read("actors"), read("payloads"));
        let (actors_by_id, payloads_by_id) = (by_id(&actors), by_id(&payloads));
        Ok(Self { records, actors, payloads, actors_by_id, payloads_by_id, body })
    }

    /// Returns the events, each with its text.
    #[must_use]
    pub fn events(&self) -> &[Raw<Event>] {
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
    pub fn actor_of(&self, event: &Event) -> Option<&Entity> {
        let id = event.links.as_ref()?.actor.as_ref()?;
        self.actors.get(*self.actors_by_id.get(id)?.first()?)
    }

    /// Returns the affected records of an event that the document contains, in document order.
    pub fn payloads_of<'a>(&'a self, event: &'a Event) -> impl Iterator<Item = &'a Entity> {
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

    /// Returns the body as received; empty for a response of the API.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

/// A webhook, for inspection.
#[cfg(feature = "inspect")]
#[must_use]
pub fn events() -> Vec<leads_core::inspect::Event> {
    use leads_core::inspect::{Entry, Inspection};
    // The document is the same as a list response, so it is checked against the same types, and also read as a webhook.
    vec![leads_core::inspect::Event::with("event", |body| {
        let found = Entry::of::<crate::api::events::ListEvents>().inspect_response(200, body);
        match Notification::parse(&Bytes::copy_from_slice(body)) {
            Err(error) => Inspection::failed("Notification", error.to_string()),
            Ok(_) => found,
        }
    })]
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
        let notification = Notification::parse(&body).unwrap();
        let event = &notification.events()[0];
        assert!(matches!(notification.actor_of(event), Some(Entity::User(user)) if user.emails.len() == 1));
        let payloads: Vec<&Entity> = notification.payloads_of(event).collect();
        assert!(matches!(payloads.as_slice(), [Entity::Note(_), Entity::Unknown(_)]));
        assert_eq!(payloads[1].text(), r#"{"id":"9-gadgets","type":"gadgets","size":1.50}"#);
        // A lead without an id is not a lead, but is kept.
        assert!(matches!(notification.payloads()[2], Entity::Unknown(_)));
        assert_eq!(notification.body(), &body);
        assert!(!format!("{notification:?}").contains("Ann"));
    }

    #[test]
    fn non_event_documents_are_rejected() {
        for body in ["", "{}", "[1]", "<html>", r#"{"meta":{}}"#, r#"{"events":[{"type":"events"}]}"#] {
            assert!(Notification::parse(&Bytes::from(body)).unwrap_err().is_decode(), "{body}");
        }
        // An event without an id does not fail the others.
        let body = r#"{"events":[{"type":"events"},{"id":"7-events"}]}"#;
        let notification = Notification::parse(&Bytes::from(body)).unwrap();
        assert_eq!((notification.events().len(), notification.unreadable().len()), (1, 1));
        assert!(Notification::parse(&Bytes::from(r#"{"meta":{},"events":[]}"#)).unwrap().events().is_empty());
    }
}
