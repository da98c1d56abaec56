//! Ids. All are signed integers: `-1` means the system or the in-store source.

use leads_core::integer_id;
use leads_core::vendor::tolerant;
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

integer_id! {
    /// The id of a lead.
    pub struct LeadId;
}
integer_id! {
    /// The id of a customer.
    pub struct UserId;
}
integer_id! {
    /// The id of an actor: a till, a staff member, or [the system](Self::SYSTEM).
    ///
    /// It is used in `createdBy`, `lastUpdatedBy` and `followedUpBy`, and as the owner in a list filter. Writing an
    /// owner takes a staff *username* instead.
    pub struct EntityId;
}
integer_id! {
    /// The id of a reason of the organisation. The same text has a different id in another organisation.
    pub struct ReasonId;
}
integer_id! {
    /// The id of a follow-up.
    pub struct FollowUpId;
}
integer_id! {
    /// The id of a row of a lead's status log.
    pub struct StatusLogId;
}
integer_id! {
    /// The id of a source account of the organisation, or [the store itself](Self::IN_STORE).
    pub struct OrgSourceId;
}

impl EntityId {
    /// The system itself, which closes leads automatically by age (observed).
    pub const SYSTEM: Self = Self::new(-1);
}

impl OrgSourceId {
    /// The lead was created in a store (documented).
    pub const IN_STORE: Self = Self::new(-1);
}

/// A reason as it is written in a request: a number or the same number as text.
///
/// Every sample and the older documentation have a number, the newer form has text. A number is the default.
///
/// # Examples
///
/// ```
/// use capillary_leads::model::{ReasonId, ReasonRef};
/// assert_eq!(serde_json::to_string(&ReasonRef::from(2)).unwrap(), "2");
/// assert_eq!(serde_json::to_string(&ReasonRef::text(2)).unwrap(), "\"2\"");
/// let kept: ReasonRef = serde_json::from_str("\"2\"").unwrap();
/// assert_eq!((kept.id(), kept.is_text()), (ReasonId::new(2), true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReasonRef {
    id: ReasonId,
    text: bool,
}

impl ReasonRef {
    /// Creates a reason that is written as text.
    pub fn text(id: impl Into<ReasonId>) -> Self {
        Self { id: id.into(), text: true }
    }

    /// Returns the reason's id.
    #[must_use]
    pub const fn id(self) -> ReasonId {
        self.id
    }

    /// Returns whether it is written as text.
    #[must_use]
    pub const fn is_text(self) -> bool {
        self.text
    }
}

impl From<i64> for ReasonRef {
    fn from(id: i64) -> Self {
        Self { id: ReasonId::new(id), text: false }
    }
}

impl From<ReasonId> for ReasonRef {
    fn from(id: ReasonId) -> Self {
        Self { id, text: false }
    }
}

impl FromScalar for ReasonRef {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        ReasonId::from_scalar(scalar).map(|id| Self { id, text: matches!(scalar, Scalar::Text(_)) })
    }
}

impl Serialize for ReasonRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.text { serializer.collect_str(&self.id) } else { self.id.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for ReasonRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tolerant::required(deserializer)
    }
}
