//! Creating a lead only if none has its key.

mod keyed;
mod locks;
mod run;

pub use keyed::KeyedLead;
pub use locks::KeyLocks;
pub(super) use run::run;

use crate::error::Error;
use crate::lead::{Lead, LeadId};

/// What an upsert did. Returned by [`upsert_with`](super::LeadClient::upsert_with).
///
/// ```
/// use leads_core::client::{LeadKey, NewLead, Upsert};
/// use leads_core::{LeadClient, LeadClientExt, Result};
/// async fn take(client: &dyn LeadClient, address: &str) -> Result<()> {
///     let lead = NewLead::new("Jane Doe").email(address);
///     match client.upsert(&LeadKey::email(address), &lead).await?.into_inner() {
///         Upsert::Created { id, .. } => println!("{id} is new"),
///         Upsert::Matched { id, .. } => {
///             println!("{id} already existed; its fields are as they were")
///         }
///         Upsert::Unknown { error, .. } => {
///             println!("not known yet, keep the form: {error:?}")
///         }
///         _ => {}
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Upsert {
    /// No lead had the key, and a new one was created.
    ///
    /// If the response to the create was lost and a later search finds one lead with the key, that lead counts as created.
    /// Another process can have created it instead.
    #[non_exhaustive]
    Created {
        /// The new lead's id.
        id: LeadId,
        /// The new lead, if a response contains it.
        lead: Option<Box<dyn Lead>>,
        /// Whether another lead has the same key, because another process created it meanwhile.
        doubles: Doubles,
    },
    /// A lead already had the key, and none was created.
    #[non_exhaustive]
    Matched {
        /// The existing lead's id.
        id: LeadId,
        /// The existing lead, if a response contains it.
        lead: Option<Box<dyn Lead>>,
        /// What happened to its fields.
        fields: MatchedFields,
    },
    /// A create was sent, and it is not known what it did: its response was lost and no search found the lead, or the
    /// vendor did not report it. A later upsert with the same key finds the lead if it exists by then.
    #[non_exhaustive]
    Unknown {
        /// The lead's id, if the vendor reported it but not whether it is new.
        id: Option<LeadId>,
        /// The leads with the key that a search found, if there are several.
        candidates: Vec<LeadId>,
        /// The error of the create; `None` if it succeeded.
        error: Option<Error>,
    },
}

/// Whether another lead has the key of a new lead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Doubles {
    /// None: the vendor's own key excludes it, or a search after the create found only the new lead.
    None,
    /// Other leads have the key. Another process created them at the same time, or the first search did not see them.
    /// They are never deleted or merged.
    Found(Vec<LeadId>),
    /// Not known: the search after the create failed or did not see the new lead yet.
    NotChecked,
}

/// What happened to the fields of a lead that an upsert found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MatchedFields {
    /// They were left as they were.
    Left,
    /// The vendor wrote the new lead's fields to it. This happens only if another process created the lead after the
    /// first search and the adapter's configuration or a vendor field of the new lead asks for it.
    Written,
}

impl Upsert {
    /// Returns the id of the lead that has the key; `None` if it is not known.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, client::{LeadKey, NewLead}};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let key = LeadKey::email("jane@example.com");
    /// let upsert = client.upsert(&key, &NewLead::new("Jane Doe")).await?;
    /// assert_eq!(upsert.id().map(|id| id.as_str()), Some("1"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn id(&self) -> Option<&LeadId> {
        match self {
            Self::Created { id, .. } | Self::Matched { id, .. } => Some(id),
            Self::Unknown { id, .. } => id.as_ref(),
        }
    }

    /// Returns whether a new lead was created.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, client::{LeadKey, NewLead}};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// let key = LeadKey::email("jane@example.com");
    /// assert!(client.upsert(&key, &NewLead::new("Jane Doe")).await?.is_created());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn is_created(&self) -> bool {
        matches!(self, Self::Created { .. })
    }

    /// Returns whether an existing lead was found.
    ///
    /// ```
    /// # mod memory { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/memory.rs")); }
    /// # use memory::Memory;
    /// # use leads_core::{LeadClientExt, client::{LeadKey, NewLead}};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = Memory::new();
    /// client.create(&NewLead::new("Jane Doe").email("jane@example.com")).await?;
    /// let key = LeadKey::email("jane@example.com");
    /// let upsert = client.upsert(&key, &NewLead::new("J. Doe")).await?;
    /// assert!(upsert.is_matched(), "and the name is left as it is");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn is_matched(&self) -> bool {
        matches!(self, Self::Matched { .. })
    }
}
