//! The fields of a kind of record, and custom fields.

use super::{CustomFieldId, EnvelopeMeta, model};
use crate::envelope::Record;
use leads_core::open_enum;

open_enum! {
    /// The type of a custom field.
    ///
    /// The vendor publishes no list; these types were observed. Any other type is read and sent as it is.
    pub enum CustomFieldType {
        /// A line of text.
        Text = "Text",
        /// Text of several lines.
        LongText = "LongText",
        /// An amount of money.
        Currency = "Currency",
        /// A date.
        Date = "Date",
        /// A decision.
        Decision = "Decision",
    }
}

model! {
    /// The built-in and custom fields of a kind of record, by name: the valid filter keys.
    pub struct FieldSet {
        /// The fields.
        properties: map Field,
        /// The response's metadata.
        meta: object EnvelopeMeta,
        /// Link templates.
        links: json crate::Json,
    }
}

model! {
    /// The properties of a field and its supported uses.
    pub struct Field {
        /// The type.
        kind as "type": scalar String,
        /// The display name.
        title: scalar String,
        /// The description.
        description: scalar String,
        /// Whether lists can be filtered by it.
        is_filterable: scalar bool,
        /// Whether it can be displayed.
        is_displayable: scalar bool,
        /// Whether lists can be sorted by it.
        is_sortable: scalar bool,
        /// Whether automation can wait for it.
        is_goalable: scalar bool,
        /// Whether it can be set.
        is_addable: scalar bool,
        /// Whether boards can display it.
        is_boardable: scalar bool,
        /// Whether forms can require it.
        is_requireable: scalar bool,
        /// Whether a filter can require several values at once.
        is_andable: scalar bool,
        /// Whether it can be empty.
        is_nullable: scalar bool,
        /// The types of records that it can refer to.
        relationships: scalars String,
        /// The possible values.
        choices as "enum": scalars String,
        /// The format of values: `uri`, `relative`.
        format: scalar String,
    }
}

model! {
    /// A custom field: its definition, and for a record its value.
    pub struct CustomField {
        /// The record's id.
        id: required CustomFieldId,
        /// The type.
        kind as "type": scalar CustomFieldType,
        /// The display name, which is used to write values.
        title: scalar String,
        /// The name.
        name: scalar String,
        /// The possible values.
        choices as "enum": scalars String,
        /// Whether it can have several values.
        is_multiple: scalar bool,
        /// The value, of any shape; absent in a definition and if it is empty.
        value: json crate::Json,
        /// The record's URL in this API.
        href: scalar String,
    }
}

impl Record for CustomField {
    const PLURAL: &'static str = "customFields";
    const ALIASES: &'static [&'static str] = &["customfields"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_of_a_custom_field_is_open() {
        for (name, kind) in [
            ("LongText", CustomFieldType::LongText),
            ("Currency", CustomFieldType::Currency),
            ("Decision", CustomFieldType::Decision),
        ] {
            let field: CustomField =
                serde_json::from_str(&format!(r#"{{"id":"1-customFields","type":"{name}"}}"#)).unwrap();
            assert_eq!(field.kind, Some(kind));
        }
        let text = r#"{"id":"1-customFields","type":"enum"}"#;
        let field: CustomField = serde_json::from_str(text).unwrap();
        assert!(field.kind.as_ref().is_some_and(|kind| !kind.is_known() && kind.as_str() == "enum"));
        assert_eq!(serde_json::to_value(&field).unwrap()["type"], "enum");
    }
}
