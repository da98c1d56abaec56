//! A dealership, identified by id or slug.

use super::DealershipId;
use leads_core::vendor::is_blank;
use leads_core::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A dealership by id, by slug, or by both.
///
/// The vendor's schema requires the id of a lead's dealership and its example sends only the slug, so either is
/// accepted, it is sent exactly as given, and the server decides.
///
/// # Examples
///
/// ```
/// use dealerstudio::model::Dealership;
/// assert_eq!(Dealership::from(42).to_string(), "42");
/// assert_eq!(Dealership::from("northside-motors").slug(), Some("northside-motors"));
/// assert_eq!(Dealership::both(42, "northside-motors").id().unwrap().get(), 42);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Dealership {
    /// By id.
    Id(DealershipId),
    /// By slug.
    Slug(String),
    /// By both, which must identify the same dealership.
    Both {
        /// The id.
        id: DealershipId,
        /// The slug.
        slug: String,
    },
}

impl Dealership {
    /// Creates a dealership from id and slug.
    pub fn both(id: impl Into<DealershipId>, slug: impl Into<String>) -> Self {
        Self::Both { id: id.into(), slug: slug.into() }
    }

    /// Creates a dealership from the known parts, or `None` if neither is known.
    #[must_use]
    pub fn from_parts(id: Option<DealershipId>, slug: Option<String>) -> Option<Self> {
        match (id, slug) {
            (Some(id), Some(slug)) => Some(Self::Both { id, slug }),
            (Some(id), None) => Some(Self::Id(id)),
            (None, Some(slug)) => Some(Self::Slug(slug)),
            (None, None) => None,
        }
    }

    /// Splits it into the vendor's two members.
    pub(crate) fn into_parts(self) -> (Option<DealershipId>, Option<String>) {
        match self {
            Self::Id(id) => (Some(id), None),
            Self::Slug(slug) => (None, Some(slug)),
            Self::Both { id, slug } => (Some(id), Some(slug)),
        }
    }

    /// Returns the id, if known.
    #[must_use]
    pub fn id(&self) -> Option<DealershipId> {
        match self {
            Self::Id(id) | Self::Both { id, .. } => Some(*id),
            Self::Slug(_) => None,
        }
    }

    /// Returns the slug, if known.
    #[must_use]
    pub fn slug(&self) -> Option<&str> {
        match self {
            Self::Slug(slug) | Self::Both { slug, .. } => Some(slug),
            Self::Id(_) => None,
        }
    }

    pub(crate) fn check(&self) -> Result<()> {
        Self::check_parts(self.id(), self.slug())
    }

    /// Checks the parts of a dealership, which may both be missing.
    pub(crate) fn check_parts(id: Option<DealershipId>, slug: Option<&str>) -> Result<()> {
        match (slug, id) {
            (Some(slug), _) if is_blank(slug) => Err(Error::invalid("dealership", "must have a non-empty slug")),
            (_, Some(id)) if id.get() <= 0 => Err(Error::invalid("dealership", "must have a positive id")),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Dealership {
    /// Writes the path segment: the slug if it is known, otherwise the id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slug(slug) | Self::Both { slug, .. } => f.write_str(slug),
            Self::Id(id) => id.fmt(f),
        }
    }
}

impl From<DealershipId> for Dealership {
    fn from(id: DealershipId) -> Self {
        Self::Id(id)
    }
}
impl From<i64> for Dealership {
    fn from(id: i64) -> Self {
        Self::Id(DealershipId::new(id))
    }
}
impl From<&str> for Dealership {
    fn from(slug: &str) -> Self {
        Self::Slug(slug.to_owned())
    }
}
impl From<String> for Dealership {
    fn from(slug: String) -> Self {
        Self::Slug(slug)
    }
}
impl From<&Self> for Dealership {
    fn from(dealership: &Self) -> Self {
        dealership.clone()
    }
}
