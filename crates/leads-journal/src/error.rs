//! Errors of the journal itself.

use crate::machine::NotAllowed;
use std::error::Error as StdError;
use std::fmt;

/// A result of the journal.
pub type Result<T, E = JournalError> = std::result::Result<T, E>;

/// An error of the journal. What a vendor says about a write is not an error of the journal: see
/// [`EntryReport`](crate::EntryReport).
#[derive(Debug)]
#[non_exhaustive]
pub enum JournalError {
    /// The entry cannot be stored: its request contains a secret, or a field is invalid. Nothing was stored.
    Invalid(leads_core::Error),
    /// The account has an entry with this key and another body. Nothing was stored.
    KeyReused {
        /// The number of the entry that has the key.
        entry: i64,
    },
    /// There is no such entry. Nothing was changed.
    NotFound,
    /// The state of the entry does not allow this. Nothing was changed.
    NotAllowed(NotAllowed),
    /// Another worker or person changed the entry at the same time. Nothing was changed; read it and decide again.
    Changed,
    /// The body of an entry cannot be opened with the keys that are known.
    Sealed,
    /// The store failed. What was written before is kept; whether this change was stored is not known.
    Store(StoreError),
}

/// A failure of the database.
pub struct StoreError {
    message: &'static str,
    source: Box<dyn StdError + Send + Sync>,
}

impl StoreError {
    /// Creates an error; `message` says what failed.
    #[must_use]
    pub fn new(message: &'static str, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { message, source: source.into() }
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreError").field("message", &self.message).field("source", &self.source).finish()
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.source)
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => write!(f, "the entry was not stored: {error}"),
            Self::KeyReused { entry } => {
                write!(f, "entry {entry} has the same key and another body; nothing was stored, so use another key")
            }
            Self::NotFound => f.write_str("there is no such entry; nothing was changed"),
            Self::NotAllowed(error) => error.fmt(f),
            Self::Changed => {
                f.write_str("another caller changed the entry at the same time; nothing was changed, so read it again")
            }
            Self::Sealed => {
                f.write_str("the body is encrypted with a key that is not known; nothing was changed, so add the key")
            }
            Self::Store(error) => write!(f, "the journal's store failed; {error}"),
        }
    }
}

impl StdError for JournalError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            Self::NotAllowed(error) => Some(error),
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl From<NotAllowed> for JournalError {
    fn from(error: NotAllowed) -> Self {
        Self::NotAllowed(error)
    }
}

impl From<StoreError> for JournalError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
