//! An activity with all its fields, and the account's settings for activity types.

use super::{FieldDefinition, FieldValue, Record};
use leads_core::vendor::tolerant;
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

/// An activity with all fields of its type.
///
/// Only this read returns every field with its name and type.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", remote = "Self")]
#[non_exhaustive]
pub struct ActivityDetails {
    /// The id.
    #[serde(rename = "ID")]
    pub id: super::ActivityId,
    /// The name of the event.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The displayed name of the event.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The lead, if the response contains it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub related_prospect_id: Option<super::LeadId>,
    /// When it happened, UTC, if the response contains it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// When it was modified, UTC, if the response contains it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_on: Option<Time>,
    /// The fields with their values.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDefinition>,
}
fields_of!(ActivityDetails);
leads_core::spellings! { ActivityDetails; "Id" => "ID" }

impl ActivityDetails {
    /// Returns the value of a field by its schema name, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn field_text(&self, schema_name: &str) -> Option<&str> {
        self.definition(schema_name)?.value.text().filter(|text| !text.is_empty())
    }
}

/// The account's settings for an activity type.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ActivitySetting {
    /// The id; empty for a built-in type.
    #[serde(rename = "ID", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The displayed name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// How much an activity of the type adds to the lead's score.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub score: Option<Decimal>,
    /// The fields.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDefinition>,
}
fields_of!(ActivitySetting);

/// An activity type of the account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", remote = "Self")]
#[non_exhaustive]
pub struct ActivityType {
    /// The id, which [`UpdateActivityType`](crate::api::activities::UpdateActivityType) requires. The vendor documents
    /// that the list contains it; its spelling is inferred from other reads.
    #[serde(rename = "ID", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<super::ActivityTypeId>,
    /// The code, which other calls require.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub activity_event: Option<super::EventCode>,
    /// The name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub activity_event_name: Option<String>,
    /// The displayed name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The kind of event; the vendor does not document its values.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub event_type: Option<FieldValue>,
    /// 0 inbound, 1 outbound.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub event_direction: Option<i64>,
    /// How much an activity of the type adds to the lead's score.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub score: Option<Decimal>,
    /// The description.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
leads_core::spellings! { ActivityType; "Id" => "ID" }

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
