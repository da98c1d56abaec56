//! A change of a lead, as data.

use super::{CreateKey, LeadKey, LeadUpdate, NewLead, StatusChange};
use crate::lead::LeadId;
use serde::{Deserialize, Serialize};

/// One change through the vendor-independent client, as data: a row of
/// [`apply_all`](super::LeadClientExt::apply_all).
///
/// The serialized form contains the lead's personal data.
///
/// ```
/// use leads_core::LeadState;
/// use leads_core::client::{Change, StatusChange};
/// let change = Change::set_status("12", StatusChange::to(LeadState::Won));
/// let line = serde_json::to_string(&change)?;
/// assert!(
///     line.starts_with(r#"{"set_status":{"id":"12","change":{"target":{"state":"won"}"#),
///     "{line}"
/// );
/// assert_eq!(serde_json::from_str::<Change>(&line)?, change);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Change {
    /// Create a lead.
    #[non_exhaustive]
    Create {
        /// The lead.
        lead: Box<NewLead>,
        /// What the lead is found by if the response is lost. Without it, a create that had begun stays unknown, unless the
        /// vendor itself finds the lead again when it is sent a second time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<CreateKey>,
    },
    /// Update a lead's fields.
    #[non_exhaustive]
    Update {
        /// The lead's id.
        id: LeadId,
        /// The update.
        change: Box<LeadUpdate>,
    },
    /// Change a lead's status.
    #[non_exhaustive]
    SetStatus {
        /// The lead's id.
        id: LeadId,
        /// The change.
        change: Box<StatusChange>,
    },
    /// Delete a lead.
    #[non_exhaustive]
    Delete {
        /// The lead's id.
        id: LeadId,
    },
    /// Create a lead only if no lead has its key.
    #[non_exhaustive]
    Upsert {
        /// The key.
        key: LeadKey,
        /// The lead.
        lead: Box<NewLead>,
    },
}

impl Change {
    /// Creates a lead. If the response is lost, it is not known whether the lead exists, and the row is not sent again;
    /// [`create_found_by`](Self::create_found_by) avoids that.
    #[must_use]
    pub fn create(lead: NewLead) -> Self {
        Self::Create { lead: Box::new(lead), key: None }
    }

    /// Creates a lead that is found by a key if the response is lost; see [`CreateKey`].
    ///
    /// ```
    /// use leads_core::client::{Change, CreateKey, NewLead};
    /// let lead = NewLead::new("Jane Doe").custom("web_id", "web-17");
    /// let change = Change::create_found_by(lead, CreateKey::marker("web_id", "web-17"));
    /// assert!(change.id().is_none());
    /// ```
    #[must_use]
    pub fn create_found_by(lead: NewLead, key: CreateKey) -> Self {
        Self::Create { lead: Box::new(lead), key: Some(key) }
    }

    /// Updates a lead's fields.
    #[must_use]
    pub fn update(id: impl Into<LeadId>, change: LeadUpdate) -> Self {
        Self::Update { id: id.into(), change: Box::new(change) }
    }

    /// Changes a lead's status.
    #[must_use]
    pub fn set_status(id: impl Into<LeadId>, change: StatusChange) -> Self {
        Self::SetStatus { id: id.into(), change: Box::new(change) }
    }

    /// Deletes a lead.
    #[must_use]
    pub fn delete(id: impl Into<LeadId>) -> Self {
        Self::Delete { id: id.into() }
    }

    /// Creates a lead only if no lead has its key.
    #[must_use]
    pub fn upsert(key: LeadKey, lead: NewLead) -> Self {
        Self::Upsert { key, lead: Box::new(lead) }
    }

    /// Returns the id of the lead that is changed; `None` for a lead that is created.
    #[must_use]
    pub fn id(&self) -> Option<&LeadId> {
        match self {
            Self::Update { id, .. } | Self::SetStatus { id, .. } | Self::Delete { id } => Some(id),
            Self::Create { .. } | Self::Upsert { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lead::Patch;
    use crate::status::LeadState;

    #[test]
    fn every_change_round_trips_and_shows_no_personal_data() {
        let lead = || NewLead::new("Jane Roe").email("jane@example.com");
        for change in [
            Change::create(lead()),
            Change::create_found_by(lead(), CreateKey::contact(LeadKey::email("jane@example.com"))),
            Change::update("7", LeadUpdate::new().name(Patch::set("Jane Roe"))),
            Change::set_status("7", StatusChange::to(LeadState::Lost).comment("Jane Roe moved")),
            Change::delete("7"),
            Change::upsert(LeadKey::email("jane@example.com"), lead()),
        ] {
            let line = serde_json::to_string(&change).unwrap();
            assert_eq!(serde_json::from_str::<Change>(&line).unwrap(), change);
            let shown = format!("{change:?} {change:#?}");
            assert!(!shown.contains("Jane") && !shown.contains("jane"), "{shown}");
        }
        assert!(serde_json::from_str::<Change>(r#"{"delete":{"id":"7","force":true}}"#).is_err());
    }
}
