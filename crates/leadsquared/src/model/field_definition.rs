//! A field of an opportunity or activity type.

use super::record_data::FieldValue;
use leads_core::vendor::tolerant;
use leads_core::{Error, ErrorKind, Result, Time};
use serde::{Deserialize, Serialize};

/// A field of an opportunity or activity type, with its value if it belongs to a record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct FieldDefinition {
    /// The name used in requests.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub schema_name: Option<String>,
    /// A second name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub internal_name: Option<String>,
    /// The displayed name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The value in the record.
    #[serde(default, skip_serializing_if = "is_null")]
    pub value: FieldValue,
    /// The displayed value.
    #[serde(default, skip_serializing_if = "is_null")]
    pub display_value: FieldValue,
    /// `String`, `Number`, `DateTime`, `SearchableDropdown`, `ActiveUsers`, `Product` and so on.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    /// Whether the field is mandatory.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_mandatory: Option<bool>,
    /// Whether forms show the field.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub show_in_form: Option<bool>,
    /// Its position in forms.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
    /// The field that its options depend on: a stage depends on `Status`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub parent_field: Option<String>,
    /// The options as JSON in text; empty for none. See [`options`](Self::options).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub option_set: Option<String>,
    /// The options for each value of the parent field, as text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dependent_option_set: Option<String>,
    /// Whether it is built in.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    /// Whether it is read-only.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_read_only: Option<bool>,
    /// How it is displayed.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub render_type: Option<String>,
    /// How text is displayed.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub string_render_type: Option<String>,
    /// Whether exports contain it as plain text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub export_as_plain_text: Option<bool>,
    /// Whether several options can be selected.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_multi_select_dropdown: Option<bool>,
    /// Whether the options include "others".
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub include_others_option: Option<bool>,
    /// How a value that is not an option is handled; the vendor does not document the numbers.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub behavior_on_missing_dropdown_option: Option<i64>,
    /// Whether the value is "others".
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_others_value: Option<bool>,
    /// A third name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub internal_schema_name: Option<String>,
    /// The kind of a composite field.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub custom_object_type: Option<i64>,
    /// The maximum length of a value.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub max_field_length: Option<i64>,
    /// Whether it is hidden from the user of the keys.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_view_restricted_field: Option<bool>,
    /// Whether lists can be sorted by it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_sortable: Option<bool>,
    /// Whether the vendor stores it encrypted.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_encrypted: Option<bool>,
    /// Whether its value is masked.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_masked: Option<bool>,
    /// The inner fields of a composite field.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDefinition>,
}

fn is_null(value: &FieldValue) -> bool {
    *value == FieldValue::Null
}

impl FieldDefinition {
    /// Parses the options from their text; empty if the text is empty.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a list of options.
    pub fn options(&self) -> Result<Vec<FieldOption>> {
        match self.option_set.as_deref().map(str::trim) {
            None | Some("") => Ok(Vec::new()),
            Some(text) => serde_json::from_str(text)
                .map_err(|_| Error::new(ErrorKind::Decode, "`OptionSet` does not contain a list of options")),
        }
    }

    /// Returns the value as a time, UTC.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        self.value.time()
    }
}

leads_core::model! { "PascalCase";
    /// A dropdown option.
    pub struct FieldOption {
        /// The value to write.
        value: scalar String,
        /// The displayed text, if it is different.
        text: scalar String,
        /// The name before it was renamed.
        old_value: scalar String,
        /// Whether it is selected by default.
        is_default: scalar bool,
        /// Its position.
        order: scalar i64,
        /// Whether it can be deleted: 0 or 1.
        can_delete: scalar i64,
        /// Whether it can be edited: 0 or 1.
        can_edit: scalar i64,
        /// Whether it is the last: 0 or 1.
        is_last_option: scalar i64,
        /// A colour: `#FFFB83`.
        background_color: scalar String,
        /// A colour.
        font_color: scalar String,
    }
}

/// An opportunity or activity type with its fields.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TypeMetadata {
    /// The code of the type.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub event_code: Option<super::EventCode>,
    /// The displayed name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The tenant's description.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether files can be attached.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub allow_attachments: Option<bool>,
    /// Whether records can be deleted.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub can_delete: Option<bool>,
    /// The score.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// The fields; empty in a list of types.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDefinition>,
}

impl TypeMetadata {
    /// Returns a field by its schema name.
    #[must_use]
    pub fn field(&self, schema_name: &str) -> Option<&FieldDefinition> {
        self.fields.iter().find(|field| field.schema_name.as_deref() == Some(schema_name))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_from_text() {
        let field: FieldDefinition = serde_json::from_str(
            r##"{"SchemaName":"Status","OptionSet":"[{\"IsDefault\":true,\"Value\":\"Open\",\"CanDelete\":1,\"BackgroundColor\":\"#FFF\"}]"}"##,
        )
        .unwrap();
        let options = field.options().unwrap();
        assert_eq!((options[0].value.as_deref(), options[0].can_delete), (Some("Open"), Some(1)));
        let none: FieldDefinition = serde_json::from_str(r#"{"OptionSet":""}"#).unwrap();
        assert!(none.options().unwrap().is_empty());
        let bad: FieldDefinition = serde_json::from_str(r#"{"OptionSet":"x"}"#).unwrap();
        assert!(bad.options().is_err());
    }
}
