//! Vendor-independent lead ids.

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// A lead's id as opaque text that round-trips: an id that an adapter returns can be passed back to it.
///
/// For Dealer Studio it combines dealership, lead and cluster; for the others it is the vendor's own id. If the vendor
/// is known, prefer the typed ids of its crate.
///
/// ```
/// use leads_core::LeadId;
/// let id = LeadId::new("1003-leads");
/// assert_eq!(id.as_str(), "1003-leads");
/// assert_eq!(serde_json::to_string(&id).unwrap(), "\"1003-leads\"");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeadId(String);

impl LeadId {
    /// Creates an id from its text.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LeadId {
    /// Shows the text, unless it contains an e-mail address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LeadId").field(&super::masked(&self.0)).finish()
    }
}

impl From<&str> for LeadId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for LeadId {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

impl From<LeadId> for String {
    fn from(id: LeadId) -> Self {
        id.0
    }
}

impl FromStr for LeadId {
    type Err = Infallible;

    fn from_str(id: &str) -> Result<Self, Infallible> {
        Ok(Self::new(id))
    }
}

impl AsRef<str> for LeadId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for LeadId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LeadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
