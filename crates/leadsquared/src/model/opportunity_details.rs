//! An opportunity with all its fields.

use super::{FieldDefinition, FieldValue, LeadId, OpportunityId, OpportunityStatus, UserId};
use leads_core::vendor::tolerant;
use leads_core::{Decimal, Personal, Time};
use serde::{Deserialize, Serialize};

/// An opportunity as returned by the read of a single one: every field with name and type. No other read returns this.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", remote = "Self")]
#[non_exhaustive]
pub struct OpportunityDetails {
    /// The id.
    #[serde(rename = "ID", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<OpportunityId>,
    /// The name of the type.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The displayed name of the type.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub related_prospect_id: Option<LeadId>,
    /// The note.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub opportunity_note: Option<Personal<String>>,
    /// When it was created, UTC. The same time among the fields is in another form.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// The creator.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    /// The creator's name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by_name: Option<Personal<String>>,
    /// When it was modified, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_on: Option<Time>,
    /// The user who last modified it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_by: Option<UserId>,
    /// The name of the user who last modified it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_by_name: Option<Personal<String>>,
    /// Every field.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDefinition>,
}

leads_core::spellings! { OpportunityDetails; "Id" => "ID", "OpportunityId" => "ID" }

impl OpportunityDetails {
    /// Returns a field's definition by its schema name.
    #[must_use]
    pub fn definition(&self, schema_name: &str) -> Option<&FieldDefinition> {
        self.fields.iter().find(|field| field.schema_name.as_deref() == Some(schema_name))
    }

    /// Returns a field's value by its schema name.
    #[must_use]
    pub fn field_value(&self, schema_name: &str) -> Option<&FieldValue> {
        self.definition(schema_name).map(|field| &field.value)
    }

    /// Returns a field's text by its schema name, or `None` if it is missing, null or empty. To call it through a
    /// [`Raw`](leads_core::Raw), whose own `field` returns JSON text, use `details.value().field("mx_Custom_1")`.
    #[must_use]
    pub fn field(&self, schema_name: &str) -> Option<&str> {
        self.field_value(schema_name)?.text().filter(|text| !text.is_empty())
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> Option<OpportunityStatus> {
        self.field("Status").map(OpportunityStatus::from)
    }

    /// Returns the owner.
    #[must_use]
    pub fn owner_id(&self) -> Option<UserId> {
        self.field_value("Owner")?.read()
    }

    /// Returns a field as a time, UTC.
    #[must_use]
    pub fn time(&self, schema_name: &str) -> Option<Time> {
        self.field_value(schema_name)?.time()
    }

    /// Returns a field as a decimal number.
    #[must_use]
    pub fn decimal(&self, schema_name: &str) -> Option<Decimal> {
        self.field_value(schema_name)?.decimal()
    }
}
