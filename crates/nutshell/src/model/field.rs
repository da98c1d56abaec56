//! What fields a kind of records has, and custom fields.

use super::{CustomFieldId, EnvelopeMeta, model};
use crate::envelope::Record;

model! {
    /// The fields of a kind of records, built-in and custom, by name: the valid keys of filters.
    pub struct FieldSet {
        /// The fields.
        properties: map Field,
        /// What the answer says of itself.
        meta: object EnvelopeMeta,
        /// Link templates.
        links: json,
    }
}

model! {
    /// What a field is and what can be done with it.
    pub struct Field {
        /// The type.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The name for people.
        title: scalar String,
        /// The description.
        description: scalar String,
        /// Whether lists can be filtered by it.
        is_filterable: scalar bool,
        /// Whether it can be shown.
        is_displayable: scalar bool,
        /// Whether lists can be sorted by it.
        is_sortable: scalar bool,
        /// Whether automation can wait for it.
        is_goalable: scalar bool,
        /// Whether it can be set.
        is_addable: scalar bool,
        /// Whether boards can show it.
        is_boardable: scalar bool,
        /// Whether forms can require it.
        is_requireable: scalar bool,
        /// Whether several values of a filter can all be asked for.
        is_andable: scalar bool,
        /// Whether it can be empty.
        is_nullable: scalar bool,
        /// The types of records that it can name.
        relationships: scalars String,
        /// The values that it can have.
        #[serde(rename = "enum")]
        choices: scalars String,
        /// How values are written: `uri`, `relative`.
        format: scalar String,
    }
}

model! {
    /// A custom field: its definition, and for one record its value.
    pub struct CustomField {
        /// The id.
        id: required CustomFieldId,
        /// The type: its values are not published.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The name for people, by which values are written.
        title: scalar String,
        /// The name.
        name: scalar String,
        /// The values that it can have.
        #[serde(rename = "enum")]
        choices: scalars String,
        /// Whether it can have several.
        is_multiple: scalar bool,
        /// The value, of any shape; absent in a definition and where it is empty.
        value: json,
        /// Its address in this API.
        href: scalar String,
    }
}

impl Record for CustomField {
    const PLURAL: &'static str = "customFields";
    const ALIASES: &'static [&'static str] = &["customfields"];
}
