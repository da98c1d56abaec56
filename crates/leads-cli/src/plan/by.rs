//! The value by which a lead is found.

use super::row::Target;
use clap::ValueEnum;
use leads::client::LeadKey;

/// The value by which a lead is found in the account that gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    Email,
    Phone,
}

impl By {
    /// Returns the target of a row, or why it has none.
    pub(crate) fn target(self, email: Option<String>, phone: Option<String>) -> Result<Target, String> {
        let (key, missing) = match self {
            Self::Email => (email.map(LeadKey::email), "the lead has no e-mail address"),
            Self::Phone => (phone.map(LeadKey::phone), "the lead has no phone number"),
        };
        key.map(Target::Key).ok_or_else(|| missing.to_owned())
    }
}
