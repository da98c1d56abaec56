//! An activity with all its fields, and the account's settings for activity types.

use super::{FieldDefinition, FieldValue, Record};
use leads_core::{Decimal, Time};
use serde::{Deserialize, Serialize};

/// A dropdown option: an object, or bare text.
///
/// # Examples
///
/// ```
/// use leadsquared::model::DropdownOption;
/// let options: Vec<DropdownOption> =
///     serde_json::from_str(r#"[{"Value":"Won","Order":0,"CanEdit":1,"IsDefault":true},
///         "Lost"]"#).unwrap();
/// assert_eq!(
///     options.iter().filter_map(DropdownOption::name).collect::<Vec<_>>(),
///     ["Won", "Lost"],
/// );
/// assert_eq!(options[0].is_default(), Some(true));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DropdownOption(FieldValue);

impl DropdownOption {
    /// Returns the value to write to select it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.text("Value").or_else(|| self.0.text())
    }

    /// Returns the displayed text, if it is different.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.text("Text")
    }

    /// Returns the name before it was renamed.
    #[must_use]
    pub fn old_value(&self) -> Option<&str> {
        self.text("OldValue")
    }

    /// Returns whether it is selected by default.
    #[must_use]
    pub fn is_default(&self) -> Option<bool> {
        match self.object()?.get("IsDefault")? {
            super::FieldRef::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// Its position, from 0.
    #[must_use]
    pub fn order(&self) -> Option<i64> {
        self.object()?.read("Order")
    }

    /// Returns the option as it came.
    #[must_use]
    pub fn json(&self) -> &FieldValue {
        &self.0
    }

    fn object(&self) -> Option<&super::Record> {
        match &self.0 {
            FieldValue::Object(record) => Some(record),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.object()?.text(name)
    }
}

macro_rules! fields_of {
    ($name:ident) => {
        impl $name {
            /// Returns a field by its schema name.
            #[must_use]
            pub fn definition(&self, schema_name: &str) -> Option<&FieldDefinition> {
                self.fields.iter().find(|field| field.schema_name.as_deref() == Some(schema_name))
            }
        }
    };
}

leads_core::model! { "PascalCase", "Id" => "ID";
    /// An activity with all fields of its type.
    ///
    /// Only this read returns every field with its name and type.
    pub struct ActivityDetails {
        /// The id.
        id as "ID": required super::ActivityId,
        /// The name of the event.
        name: scalar String,
        /// The displayed name of the event.
        display_name: scalar String,
        /// The lead, if the response contains it.
        related_prospect_id: scalar super::LeadId,
        /// When it happened, UTC, if the response contains it.
        created_on: scalar Time,
        /// When it was modified, UTC, if the response contains it.
        modified_on: scalar Time,
        /// The fields with their values.
        fields: list FieldDefinition,
    }
}
fields_of!(ActivityDetails);
impl ActivityDetails {
    /// Returns the value of a field by its schema name, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn field_text(&self, schema_name: &str) -> Option<&str> {
        self.definition(schema_name)?.value.text().filter(|text| !text.is_empty())
    }
}

leads_core::model! { "PascalCase";
    /// The account's settings for an activity type.
    pub struct ActivitySetting {
        /// The id; empty for a built-in type.
        id as "ID": scalar String,
        /// The name.
        name: scalar String,
        /// The displayed name.
        display_name: scalar String,
        /// How much an activity of the type adds to the lead's score.
        score: text Decimal,
        /// The fields.
        fields: list FieldDefinition,
    }
}
fields_of!(ActivitySetting);

leads_core::model! { "PascalCase", "Id" => "ID";
    /// An activity type of the account.
    pub struct ActivityType {
        /// The id, which [`UpdateActivityType`](crate::api::activities::UpdateActivityType) requires. The vendor documents
        /// that the list contains it; its spelling is inferred from other reads.
        id as "ID": scalar super::ActivityTypeId,
        /// The code, which other calls require.
        activity_event: scalar super::EventCode,
        /// The name.
        activity_event_name: scalar String,
        /// The displayed name.
        display_name: scalar String,
        /// The kind of event; the vendor does not document its values.
        event_type: scalar FieldValue,
        /// 0 inbound, 1 outbound.
        event_direction: scalar i64,
        /// How much an activity of the type adds to the lead's score.
        score: text Decimal,
        /// The description.
        description: scalar String,
    }
}
/// A change of an activity, as returned by `list_activity_changes`. The response was not seen in full, so every member
/// is kept by name.
pub type ActivityChange = Record;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use leads_core::Raw;

    #[test]
    fn fields_are_found_by_name() {
        let text = r#"{"ID":"4","Name":"Visit","Fields":[{"SchemaName":"mx_Custom_1","Value":"Fair","MaxFieldLength":"200"},{"SchemaName":"Status","Value":null}]}"#;
        let details: Raw<ActivityDetails> = Raw::parse(text).unwrap();
        let field = details.definition("mx_Custom_1").unwrap();
        assert_eq!((details.field_text("mx_Custom_1"), field.max_field_length), (Some("Fair"), Some(200)));
        assert_eq!((details.field_text("Status"), details.field_text("Owner")), (None, None));
        assert!(!format!("{details:?}").contains("Fair"));
    }

    #[test]
    fn activity_without_id_is_rejected() {
        assert!(Raw::<ActivityDetails>::parse("{}").is_err());
    }
}
