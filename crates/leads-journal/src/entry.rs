//! What is put into a journal.

use chrono::{DateTime, Utc};
use leads_core::client::{LeadUpdate, NewLead, StatusChange};
use leads_core::registry::Stored;
use leads_core::{LeadId, Request};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A write, as it is stored.
///
/// It may contain personal data: `Debug` shows its operation only.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Write {
    /// A request of a vendor's own API.
    Request(Stored),
    /// The creation of a lead by the common client.
    Create(Box<NewLead>),
    /// An update by the common client.
    Update {
        /// The lead.
        lead: LeadId,
        /// The change.
        change: Box<LeadUpdate>,
    },
    /// A change of status by the common client.
    Status {
        /// The lead.
        lead: LeadId,
        /// The change.
        change: Box<StatusChange>,
    },
    /// A deletion by the common client.
    Delete {
        /// The lead.
        lead: LeadId,
    },
}

impl Write {
    /// Returns the name of the operation: `nutshell.update_lead_status`, or `common.status`.
    #[must_use]
    pub fn operation(&self) -> String {
        match self {
            Self::Request(stored) => format!("{}.{}", stored.vendor(), stored.operation()),
            Self::Create(_) => "common.create".to_owned(),
            Self::Update { .. } => "common.update".to_owned(),
            Self::Status { .. } => "common.status".to_owned(),
            Self::Delete { .. } => "common.delete".to_owned(),
        }
    }

    /// Returns the lead that a common write changes.
    #[must_use]
    pub fn lead(&self) -> Option<&LeadId> {
        match self {
            Self::Update { lead, .. } | Self::Status { lead, .. } | Self::Delete { lead } => Some(lead),
            Self::Request(_) | Self::Create(_) => None,
        }
    }
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Write").field(&self.operation()).finish()
    }
}

/// A write to enqueue, with its key and its stream.
///
/// ```
/// use leads_core::{LeadState, client::StatusChange};
/// use leads_journal::Entry;
///
/// let entry = Entry::status("12", StatusChange::to(LeadState::Won)).key("deal-8841");
/// ```
#[derive(Debug)]
#[must_use]
pub struct Entry {
    pub(crate) write: leads_core::Result<Write>,
    pub(crate) key: Option<String>,
    pub(crate) stream: Option<String>,
    pub(crate) replaceable: bool,
    pub(crate) not_before: Option<DateTime<Utc>>,
}

impl Entry {
    fn new(write: leads_core::Result<Write>) -> Self {
        let stream = write.as_ref().ok().and_then(Write::lead).map(ToString::to_string);
        Self { write, key: None, stream, replaceable: false, not_before: None }
    }

    /// Describes a request of a vendor's API. Files that it names by path are read now, and stored with it. A request that
    /// contains a secret cannot be stored; enqueuing it is an error.
    pub fn of<R: Request + Serialize>(request: &R) -> Self {
        Self::new(Stored::with_files(request).map(Write::Request))
    }

    /// Describes a request that is stored already. If it names a file, store it with [`Stored::with_files`]: otherwise the
    /// file is read when it is sent.
    pub fn stored(request: Stored) -> Self {
        Self::new(Ok(Write::Request(request)))
    }

    /// Describes the creation of a lead by the common client of whichever vendor the account has.
    pub fn create(lead: NewLead) -> Self {
        Self::new(Ok(Write::Create(Box::new(lead))))
    }

    /// Describes an update by the common client. Its stream is the lead.
    pub fn update(lead: impl Into<LeadId>, change: LeadUpdate) -> Self {
        Self::new(Ok(Write::Update { lead: lead.into(), change: Box::new(change) }))
    }

    /// Describes a change of status by the common client. Its stream is the lead.
    pub fn status(lead: impl Into<LeadId>, change: StatusChange) -> Self {
        Self::new(Ok(Write::Status { lead: lead.into(), change: Box::new(change) }))
    }

    /// Describes a deletion by the common client. Its stream is the lead.
    pub fn delete(lead: impl Into<LeadId>) -> Self {
        Self::new(Ok(Write::Delete { lead: lead.into() }))
    }

    /// Sets the key against doubles. An account accepts a key once: enqueuing the same write with it again changes
    /// nothing, and another write with it is an error. Keys are kept as long as their entries.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Sets the stream: usually the id of the lead. The entries of one stream are sent one after the other, in the order
    /// in which they were enqueued. Entries without a stream are sent in any order.
    pub fn stream(mut self, stream: impl Into<String>) -> Self {
        self.stream = Some(stream.into());
        self
    }

    /// Lets a later entry of the same stream and operation replace this one while it has not begun, if that one is
    /// replaceable too and nothing else was enqueued between them.
    pub fn replaceable(mut self) -> Self {
        self.replaceable = true;
        self
    }

    /// Sets the earliest time of sending.
    pub fn not_before(mut self, time: DateTime<Utc>) -> Self {
        self.not_before = Some(time);
        self
    }
}
