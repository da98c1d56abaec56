//! Positions of lists as text.

use serde::{Deserialize, Serialize};

/// The position at which a list continues. The text is opaque; store it and pass it back, in a later process if needed.
/// It may contain hashes of the ids of leads already returned, up to 33 kB with pages of 1,000 leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageToken(String);

impl PageToken {
    /// Creates a token from an adapter's text.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PageToken {
    fn from(token: String) -> Self {
        Self(token)
    }
}

impl From<&str> for PageToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl std::fmt::Display for PageToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
