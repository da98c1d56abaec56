//! Configuration of the common client.

use crate::model::{LeadType, ReasonId};
use serde::{Deserialize, Serialize};

/// What the common client does with a field that a lead of Capillary does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnmappedField {
    /// It is refused, naming the field; nothing is sent.
    #[default]
    Reject,
    /// It is left out, and the reply has the warning [`FIELD_LEFT_OUT`](leads_core::client::FIELD_LEFT_OUT) for it.
    Ignore,
    /// It goes into the extended field of this name, which the organisation must have defined for leads.
    ExtendedField(String),
}

/// How the common client reads one lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SingleRead {
    /// By [`GetLead`], which is unconfirmed; where the vendor does not have it, by the list.
    #[default]
    TryCall,
    /// By the list alone. It needs an id that holds the customer's: [`Leads::id`].
    ListOnly,
}

/// What the common client must know beyond the common builders. It can be read from a file.
///
/// ```
/// use capillary_leads::{AdapterConfig, UnmappedField};
/// let config = AdapterConfig::new()
///     .lead_for("boots-42")
///     .name(UnmappedField::ExtendedField("full_name".into()))
///     .note(UnmappedField::Ignore);
/// let same: AdapterConfig = serde_json::from_str(
///     r#"{"lead_for":"boots-42","name":{"extended_field":"full_name"},"note":"ignore"}"#).unwrap();
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
    pub(super) single_read: SingleRead,
    pub(super) delete_reason: Option<ReasonId>,
}

impl AdapterConfig {
    /// Everything refused that a lead of Capillary does not have.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what a new lead is for that does not say it itself (`vendor_field("lead_for", …)`).
    #[must_use]
    pub fn lead_for(mut self, lead_for: impl Into<String>) -> Self {
        self.lead_for = Some(lead_for.into());
        self
    }

    /// Sets the type of a new lead that does not say it itself (`vendor_field("lead_type", …)`).
    #[must_use]
    pub fn lead_type(mut self, lead_type: impl Into<LeadType>) -> Self {
        self.lead_type = Some(lead_type.into());
        self
    }

    /// Sets where a name goes: a lead has none, its customer has.
    #[must_use]
    pub fn name(mut self, place: UnmappedField) -> Self {
        self.name = place;
        self
    }

    /// Sets where a note goes: a lead has none, its follow-ups have.
    #[must_use]
    pub fn note(mut self, place: UnmappedField) -> Self {
        self.note = place;
        self
    }

    /// Sets where every contact but the first goes, e-mail addresses before phone numbers: a new lead takes one to find
    /// its customer by. In an extended field they stand with commas between them.
    #[must_use]
    pub fn second_contact(mut self, place: UnmappedField) -> Self {
        self.second_contact = place;
        self
    }

    /// Sets the reason that a deletion gives, an id of the organisation's own list. The vendor marks a reason as required
    /// in every change of the status, and an organisation may insist on it.
    #[must_use]
    pub fn delete_reason(mut self, reason: impl Into<ReasonId>) -> Self {
        self.delete_reason = Some(reason.into());
        self
    }

    /// Sets how one lead is read.
    #[must_use]
    pub fn single_read(mut self, how: SingleRead) -> Self {
        self.single_read = how;
        self
    }
}
