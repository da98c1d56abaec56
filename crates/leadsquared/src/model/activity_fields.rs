//! The fields of an activity that is created with its lead.

use super::pairs::{Attribute, Attributes, Field, Fields, check_names};
use super::record_data::FieldValue;
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Result};
use serde::Serialize;

/// The fields of an activity that is created with its lead, in order. The vendor mixes both dialects here: fields are
/// pairs of `SchemaName` and `Value`, custom field sets are rows of `Attribute`, `Value` and `Fields`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ActivityFields(Vec<Row>);

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Row {
    schema_name: Option<String>,
    attribute: Option<String>,
    value: FieldValue,
    fields: Option<Vec<Row>>,
}

impl Row {
    fn name(&self) -> Option<&str> {
        match (&self.schema_name, &self.attribute) {
            (Some(name), None) | (None, Some(name)) => Some(name),
            _ => None,
        }
    }
}

impl From<&Field> for Row {
    fn from(pair: &Field) -> Self {
        let fields = pair.fields().map(|inner| inner.iter().map(Self::from).collect());
        Self { schema_name: Some(pair.name().to_owned()), attribute: None, value: pair.value().clone(), fields }
    }
}

impl From<&Attribute> for Row {
    fn from(pair: &Attribute) -> Self {
        let fields = pair.fields().map(|inner| inner.iter().map(Self::from).collect());
        Self { schema_name: None, attribute: Some(pair.name().to_owned()), value: pair.value().clone(), fields }
    }
}

impl From<Fields> for ActivityFields {
    fn from(fields: Fields) -> Self {
        Self(fields.pairs().iter().map(Row::from).collect())
    }
}

impl ActivityFields {
    /// Adds a field, or replaces the row with its name.
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<FieldValue>) {
        self.put(Row::from(&Field::new(name, value)));
    }

    /// Adds a custom field set, or replaces the row with its name.
    pub(crate) fn set_composite(&mut self, name: impl Into<String>, inner: Attributes) {
        self.put(Row::from(&Attribute::composite(name, inner)));
    }

    fn put(&mut self, row: Row) {
        match self.0.iter_mut().find(|known| known.name() == row.name()) {
            Some(known) => *known = row,
            None => self.0.push(row),
        }
    }

    /// Rejects rows without a name or with two, and names that occur twice.
    pub(crate) fn check(&self, field: &'static str) -> Result<()> {
        if self.0.iter().any(|row| row.name().is_none()) {
            return Err(Error::invalid(field, "must contain one name in each row"));
        }
        check_names(self.0.iter().filter_map(Row::name), field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_dialects_are_mixed() {
        let mut fields =
            ActivityFields::from(Fields::new().with("a", "1").with_composite("b", Fields::from([("c", "2")])));
        fields.set_composite("mx_KYC", Attributes::from([("Status", "Pending")]));
        fields.set("a", "3");
        let text = serde_json::to_string(&fields).unwrap();
        assert_eq!(
            text,
            r#"[{"SchemaName":"a","Value":"3"},{"SchemaName":"b","Value":"","Fields":[{"SchemaName":"c","Value":"2"}]},{"Attribute":"mx_KYC","Value":"","Fields":[{"Attribute":"Status","Value":"Pending"}]}]"#
        );
        assert_eq!(serde_json::from_str::<ActivityFields>(&text).unwrap(), fields);
        assert!(fields.check("fields").is_ok());
    }

    #[test]
    fn rows_need_one_name_each() {
        for text in [
            r#"[{"Value":"1"}]"#,
            r#"[{"SchemaName":"a","Attribute":"a","Value":"1"}]"#,
            r#"[{"SchemaName":" ","Value":"1"}]"#,
            r#"[{"SchemaName":"a","Value":"1"},{"Attribute":"a","Value":"1"}]"#,
        ] {
            let fields: ActivityFields = serde_json::from_str(text).unwrap();
            assert_eq!(fields.check("fields").unwrap_err().field(), Some("fields"), "{text}");
        }
        assert!(serde_json::from_str::<ActivityFields>(r#"[{"SchemaName":"a","Value":"1","x":1}]"#).is_err());
    }
}
