//! A field of an opportunity or activity type.

use super::record_data::FieldValue;
use leads_core::{Error, ErrorKind, Result, Time};

leads_core::model! { "PascalCase";
    /// A field of an opportunity or activity type, with its value if it belongs to a record.
    pub struct FieldDefinition {
        /// The name used in requests.
        schema_name: scalar String,
        /// A second name.
        internal_name: scalar String,
        /// The displayed name.
        display_name: scalar String,
        /// The value in the record.
        value: value FieldValue,
        /// The displayed value.
        display_value: value FieldValue,
        /// `String`, `Number`, `DateTime`, `SearchableDropdown`, `ActiveUsers`, `Product` and so on.
        data_type: scalar String,
        /// Whether the field is mandatory.
        is_mandatory: scalar bool,
        /// Whether forms show the field.
        show_in_form: scalar bool,
        /// Its position in forms.
        sequence: scalar i64,
        /// The field that its options depend on: a stage depends on `Status`.
        parent_field: scalar String,
        /// The options as JSON in text; empty for none. See [`options`](Self::options).
        option_set: scalar String,
        /// The options for each value of the parent field, as text.
        dependent_option_set: scalar String,
        /// Whether it is built in.
        is_default: scalar bool,
        /// Whether it is read-only.
        is_read_only: scalar bool,
        /// How it is displayed.
        render_type: scalar String,
        /// How text is displayed.
        string_render_type: scalar String,
        /// Whether exports contain it as plain text.
        export_as_plain_text: scalar bool,
        /// Whether several options can be selected.
        is_multi_select_dropdown: scalar bool,
        /// Whether the options include "others".
        include_others_option: scalar bool,
        /// How a value that is not an option is handled; the vendor does not document the numbers.
        behavior_on_missing_dropdown_option: scalar i64,
        /// Whether the value is "others".
        is_others_value: scalar bool,
        /// A third name.
        internal_schema_name: scalar String,
        /// The kind of a composite field.
        custom_object_type: scalar i64,
        /// The maximum length of a value.
        max_field_length: scalar i64,
        /// Whether it is hidden from the user of the keys.
        is_view_restricted_field: scalar bool,
        /// Whether lists can be sorted by it.
        is_sortable: scalar bool,
        /// Whether the vendor stores it encrypted.
        is_encrypted: scalar bool,
        /// Whether its value is masked.
        is_masked: scalar bool,
        /// The inner fields of a composite field.
        fields: list FieldDefinition,
    }
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

leads_core::model! { "PascalCase";
    /// An opportunity or activity type with its fields.
    pub struct TypeMetadata {
        /// The code of the type.
        event_code: scalar super::EventCode,
        /// The displayed name.
        display_name: scalar String,
        /// The tenant's description.
        description: scalar String,
        /// Whether files can be attached.
        allow_attachments: scalar bool,
        /// Whether records can be deleted.
        can_delete: scalar bool,
        /// The score.
        score: scalar i64,
        /// The fields; empty in a list of types.
        fields: list FieldDefinition,
    }
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
