//! Configuration of the common client.

use crate::model::{EntityId, LeadType, ReasonId};
use leads_core::client::FormFields;
use leads_core::vendor::Deserialize;
use serde::Serialize;

/// What the common client does with a field that Capillary leads do not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnmappedField {
    /// Return an error that names the field; nothing is sent.
    #[default]
    Reject,
    /// Omit the field; the reply has the warning [`FIELD_LEFT_OUT`](leads_core::client::FIELD_LEFT_OUT) for it.
    Ignore,
    /// Write the field to the extended field with this name, which the organisation must have defined for leads.
    ExtendedField(String),
}

/// How the common client reads one lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SingleRead {
    /// With [`GetLead`](crate::api::leads::GetLead), which is unconfirmed; from the list if the vendor does not have
    /// it.
    #[default]
    TryCall,
    /// From the list only. Requires an id that includes the customer's: [`Leads::id`](crate::Leads::id).
    ListOnly,
}

/// Configuration of the common client, for what the common builders cannot express. It can be deserialized from a file.
///
/// A value that the vendor cannot accept is reported by the call that uses it, before anything is sent: the error names
/// the field.
///
/// # Examples
///
/// ```
/// use capillary_leads::{AdapterConfig, UnmappedField};
/// let config = AdapterConfig::new()
///     .lead_for("boots-42")
///     .name(UnmappedField::ExtendedField("full_name".into()))
///     .note(UnmappedField::Ignore);
/// let same: AdapterConfig = serde_json::from_str(
///     r#"{"lead_for":"boots-42","name":{"extended_field":"full_name"},
///         "note":"ignore"}"#).unwrap();
/// assert_eq!(config, same);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AdapterConfig {
    pub(super) lead_for: Option<String>,
    pub(super) lead_type: Option<LeadType>,
    pub(super) name: UnmappedField,
    pub(super) note: UnmappedField,
    pub(super) second_contact: UnmappedField,
    pub(super) form_fields: Box<FormFields>,
    pub(super) single_read: SingleRead,
    pub(super) delete_reason: Option<ReasonId>,
    pub(super) follow_ups_by: Option<EntityId>,
}

impl AdapterConfig {
    /// Creates a configuration that rejects every field that Capillary leads do not have.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what a new lead is for, unless it sets `vendor_field("lead_for", …)`.
    #[must_use]
    pub fn lead_for(mut self, lead_for: impl Into<String>) -> Self {
        self.lead_for = Some(lead_for.into());
        self
    }

    /// Sets the type of a new lead, unless it sets `vendor_field("lead_type", …)`.
    #[must_use]
    pub fn lead_type(mut self, lead_type: impl Into<LeadType>) -> Self {
        self.lead_type = Some(lead_type.into());
        self
    }

    /// Sets where a name is written: a lead has none, only its customer has.
    #[must_use]
    pub fn name(mut self, to: UnmappedField) -> Self {
        self.name = to;
        self
    }

    /// Sets where a note is written: a lead has none, only its follow-ups have. With the default,
    /// [`UnmappedField::Reject`], a note is written as a follow-up if [`follow_ups_by`](Self::follow_ups_by) is set.
    #[must_use]
    pub fn note(mut self, to: UnmappedField) -> Self {
        self.note = to;
        self
    }

    /// Sets where every contact but the first is written, e-mail addresses before phone numbers: a new lead takes one
    /// to identify its customer. An extended field holds them separated by commas.
    #[must_use]
    pub fn second_contact(mut self, to: UnmappedField) -> Self {
        self.second_contact = to;
        self
    }

    /// Sets where the fields of a form are written: a custom field is an extended field. By default only a
    /// `contact_time` that is a time has a place, the lead's next follow-up.
    #[must_use]
    pub fn form_fields(mut self, fields: FormFields) -> Self {
        self.form_fields = Box::new(fields);
        self
    }

    /// Sets the reason of a deletion, an id from the organisation's own list. The vendor marks a reason as required for
    /// every change of status, and an organisation may enforce it.
    #[must_use]
    pub fn delete_reason(mut self, reason: impl Into<ReasonId>) -> Self {
        self.delete_reason = Some(reason.into());
        self
    }

    /// Sets the till or staff member, by entity id, that records follow-ups; the vendor requires one. With it, the comment
    /// of a status change and a note are written as a follow-up of the lead: in a second call, after the lead was written.
    /// Without it, they are rejected.
    ///
    /// A follow-up says that the customer was contacted now, so the lead's last follow-up changes. The next planned
    /// one is kept: an update with a note alone reads the lead first to know it. If only the follow-up fails, the reply
    /// has the warning [`NOTE_NOT_WRITTEN`](leads_core::client::NOTE_NOT_WRITTEN).
    #[must_use]
    pub fn follow_ups_by(mut self, entity: impl Into<EntityId>) -> Self {
        self.follow_ups_by = Some(entity.into());
        self
    }

    /// Returns the till or staff member that records a note as a follow-up, if notes are written so.
    pub(super) fn note_by(&self) -> Option<EntityId> {
        self.follow_ups_by.filter(|_| self.note == UnmappedField::Reject)
    }

    /// Sets how one lead is read.
    #[must_use]
    pub fn single_read(mut self, how: SingleRead) -> Self {
        self.single_read = how;
        self
    }
}
