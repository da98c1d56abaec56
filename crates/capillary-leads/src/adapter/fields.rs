//! Reading vendor fields, and writing fields that a lead of Capillary does not have.

use super::UnmappedField;
use crate::model::{ExtendedFields, ExtendedValue};
use leads_core::error::Code;
use leads_core::vendor::left_out;
use leads_core::{Error, Result, Time};
use serde_json::Value;
use std::collections::BTreeMap;
use std::str::FromStr;

/// Parses a field of the common builders that must be a number at Capillary.
pub(super) fn parse_number<T: FromStr>(field: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::invalid(field, "must be an id in digits"))
}

/// The vendor fields of a builder, by name.
pub(super) struct VendorFields<'a>(pub(super) &'a BTreeMap<String, Value>);

impl VendorFields<'_> {
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::invalid(name, "must be a string")),
        }
    }

    pub(super) fn number<T: From<i64>>(&self, name: &'static str) -> Result<Option<T>> {
        let found = match self.0.get(name) {
            None => return Ok(None),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(value) => value.as_i64(),
        };
        found.map(|number: i64| Some(T::from(number))).ok_or_else(|| Error::invalid(name, "must be an integer"))
    }

    pub(super) fn time(&self, name: &'static str) -> Result<Option<Time>> {
        Ok(self.text(name)?.map(Time::from))
    }
}

impl UnmappedField {
    /// Writes the value of a field that leads do not have. An extended field that the lead sets itself is not
    /// overwritten.
    pub(super) fn put(&self, field: &'static str, value: &str, draft: &mut MappedFields) -> Result<()> {
        match self {
            Self::Ignore => {
                draft.warnings.push(left_out(field, "the adapter's configuration ignores it"));
                Ok(())
            }
            Self::ExtendedField(name) => {
                if draft.fields.get(name).is_some_and(|known| *known != ExtendedValue::from(value)) {
                    return Err(Error::invalid(
                        field,
                        format!("is written to the extended field `{name}`, which is also set"),
                    ));
                }
                draft.fields.insert(name.clone(), value);
                Ok(())
            }
            Self::Reject => Err(Error::unsupported("Capillary leads have no such field")
                .with_field(field)
                .with_help("configure it in AdapterConfig: write it to an extended field, or ignore it")),
        }
    }
}

/// The extended fields of a write, and warnings about fields that are not written.
#[derive(Default)]
pub(super) struct MappedFields {
    pub(super) fields: ExtendedFields,
    pub(super) warnings: Vec<Code>,
}
