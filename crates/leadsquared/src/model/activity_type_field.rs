//! A field of an activity type, as requests write it.

use super::{FieldValue, WireNumber};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Result};
use serde::Serialize;

/// The maximum number of fields of an activity type.
const MOST: usize = 50;

/// A field of an activity type, for [`UpdateActivityType`](crate::api::activities::UpdateActivityType) and
/// [`CreateActivityType`](crate::api::activities::CreateActivityType).
///
/// # Examples
///
/// ```
/// use leadsquared::model::ActivityTypeField;
/// let field = ActivityTypeField::new("mx_Custom_2", "Visited by", "Number")
///     .sequence(2)
///     .mandatory(true);
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ActivityTypeField {
    schema_name: String,
    display_name: String,
    // The vendor's sample writes null.
    #[serde(default)]
    #[serialize_always]
    value: Option<FieldValue>,
    data_type: String,
    is_mandatory: Option<bool>,
    show_in_form: Option<bool>,
    sequence: Option<WireNumber>,
    option_set: Option<String>,
}

impl ActivityTypeField {
    /// Creates a field from its schema name (`mx_Custom_1`, `mx_Custom_2` and so on), its display name, and its data
    /// type: `String`, `Number`, `DateTime`, `SearchableDropdown` and so on.
    pub fn new(schema_name: impl Into<String>, display_name: impl Into<String>, data_type: impl Into<String>) -> Self {
        Self {
            schema_name: schema_name.into(),
            display_name: display_name.into(),
            value: None,
            data_type: data_type.into(),
            is_mandatory: None,
            show_in_form: None,
            sequence: None,
            option_set: None,
        }
    }

    /// Sets `Value`. Its effect is not documented; the vendor's sample writes null.
    #[must_use]
    pub fn value(mut self, value: impl Into<FieldValue>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Sets whether the field is mandatory.
    #[must_use]
    pub fn mandatory(mut self, mandatory: bool) -> Self {
        self.is_mandatory = Some(mandatory);
        self
    }

    /// Sets whether forms show the field.
    #[must_use]
    pub fn show_in_form(mut self, show: bool) -> Self {
        self.show_in_form = Some(show);
        self
    }

    /// Sets the position in forms.
    #[must_use]
    pub fn sequence(mut self, position: u32) -> Self {
        self.sequence = Some(position.into());
        self
    }

    /// Sets the options, as the text in which reads return them: see
    /// [`FieldDefinition::options`](super::FieldDefinition::options).
    #[must_use]
    pub fn option_set(mut self, options: impl Into<String>) -> Self {
        self.option_set = Some(options.into());
        self
    }

    /// Rejects fields that the vendor could not tell apart, and too many of them.
    pub(crate) fn check(fields: Option<&[Self]>) -> Result<()> {
        let fields = fields.unwrap_or_default();
        let wrong = |message: &'static str| Err(Error::invalid("fields", message));
        if fields.len() > MOST {
            return wrong("must not contain more than 50 fields");
        }
        let blank = |text: &str| text.trim().is_empty();
        if fields.iter().any(|one| blank(&one.schema_name) || blank(&one.display_name) || blank(&one.data_type)) {
            return wrong("must each have a schema name, a display name and a data type");
        }
        let names: std::collections::HashSet<&str> = fields.iter().map(|field| field.schema_name.as_str()).collect();
        if names.len() < fields.len() { wrong("must not contain a schema name twice") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_checked() {
        let field = |number: usize| ActivityTypeField::new(format!("mx_Custom_{number}"), "Hall", "String");
        let fields: Vec<ActivityTypeField> = (0..51).map(field).collect();
        assert!(ActivityTypeField::check(None).is_ok());
        assert!(ActivityTypeField::check(fields.get(..50)).is_ok());
        for wrong in [&fields[..], &[field(1), field(1)], &[ActivityTypeField::new("mx_Custom_1", " ", "String")]] {
            assert_eq!(ActivityTypeField::check(Some(wrong)).unwrap_err().field(), Some("fields"));
        }
        assert_eq!(
            serde_json::to_string(&field(1).value("x").mandatory(true).show_in_form(false).sequence(2).option_set(""))
                .unwrap(),
            r#"{"SchemaName":"mx_Custom_1","DisplayName":"Hall","Value":"x","DataType":"String","IsMandatory":true,"ShowInForm":false,"Sequence":2,"OptionSet":""}"#
        );
    }
}
