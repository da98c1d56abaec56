//! Where leads come from.

use super::{SourceId, Time, model};
use crate::envelope::Record;

model! {
    /// A lead source.
    pub struct Source {
        /// The record's id.
        id: required SourceId,
        /// The type, `sources`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// When the record was last updated.
        modified_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// The channel, which is a broader group.
        channel: object SourceChannel,
        /// A number whose meaning is not documented.
        source_type: scalar i64,
        /// The record's URL in this API.
        href: scalar String,
    }
}

impl Record for Source {
    const PLURAL: &'static str = "sources";
}

model! {
    /// The channel of a source.
    pub struct SourceChannel {
        /// The code: see [`Channel::from_code`].
        value: scalar i64,
        /// The display name.
        display: scalar String,
    }
}

/// A channel: a broader group of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Channel {
    /// None, 0.
    None,
    /// Organic search, 1.
    OrganicSearch,
    /// Paid search, 2.
    PaidSearch,
    /// Organic social media, 3.
    OrganicSocial,
    /// Paid social media, 4.
    PaidSocial,
    /// E-mail, 5.
    Email,
    /// A referrer, 6.
    Referrer,
    /// Traditional media, 7.
    Traditional,
    /// Direct to the website, 8.
    Direct,
    /// A code that this crate does not know.
    Other(i64),
}

impl Channel {
    const KNOWN: [Self; 9] = [
        Self::None,
        Self::OrganicSearch,
        Self::PaidSearch,
        Self::OrganicSocial,
        Self::PaidSocial,
        Self::Email,
        Self::Referrer,
        Self::Traditional,
        Self::Direct,
    ];

    /// Returns the vendor's code.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::None => 0,
            Self::OrganicSearch => 1,
            Self::PaidSearch => 2,
            Self::OrganicSocial => 3,
            Self::PaidSocial => 4,
            Self::Email => 5,
            Self::Referrer => 6,
            Self::Traditional => 7,
            Self::Direct => 8,
            Self::Other(code) => code,
        }
    }

    /// Returns the channel with this code.
    #[must_use]
    pub fn from_code(code: i64) -> Self {
        Self::KNOWN.into_iter().find(|known| known.code() == code).unwrap_or(Self::Other(code))
    }
}
