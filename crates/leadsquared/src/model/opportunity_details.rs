//! An opportunity with all its fields.

use super::{FieldDefinition, FieldValue, LeadId, OpportunityId, OpportunityStatus, UserId};
use leads_core::{Decimal, Personal, Time};

leads_core::model! { "PascalCase", "Id" => "ID", "OpportunityId" => "ID";
    /// An opportunity as returned by the read of a single one: every field with name and type. No other read returns this.
    pub struct OpportunityDetails {
        /// The id.
        id as "ID": scalar OpportunityId,
        /// The name of the type.
        name: scalar String,
        /// The displayed name of the type.
        display_name: scalar String,
        /// The lead.
        related_prospect_id: scalar LeadId,
        /// The note.
        opportunity_note: scalar Personal<String>,
        /// When it was created, UTC. The same time among the fields is in another form.
        created_on: scalar Time,
        /// The creator.
        created_by: scalar UserId,
        /// The creator's name.
        created_by_name: scalar Personal<String>,
        /// When it was modified, UTC.
        modified_on: scalar Time,
        /// The user who last modified it.
        modified_by: scalar UserId,
        /// The name of the user who last modified it.
        modified_by_name: scalar Personal<String>,
        /// Every field.
        fields: list FieldDefinition,
    }
}

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
