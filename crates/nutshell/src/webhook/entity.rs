//! The records that webhooks contain.

use crate::model::{
    Account, Activity, Contact, Email, EntityId, Lead, LeadProductMap, Note, Origin, Product, Source, Tag, Task, User,
    model,
};
use leads_core::Raw;
use serde::{Serialize, Serializer};

model! {
    /// A record of a kind unknown to this crate: its id and its kind. All other members are in its text.
    pub struct UnknownEntity {
        /// The record's id.
        id: scalar EntityId,
        /// The kind.
        kind as "type": scalar String,
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
