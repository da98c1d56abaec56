//! Definitions of custom fields.

use crate::model::CustomFieldType;
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Error, Result};
use serde::Serialize;

/// The wire body that defines a custom field.
///
/// The vendor lists these members without their types; the available field types are not published, and
/// [`CustomFieldType`] has the observed ones.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomFieldBody {
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) title: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<CustomFieldType>,
    pub(crate) choices: Option<Vec<String>>,
    pub(crate) is_multiple: Option<bool>,
}

impl CustomFieldBody {
    pub(crate) fn new(name: String, kind: CustomFieldType) -> Self {
        Self { id: None, name: Some(name), title: None, kind: Some(kind), choices: None, is_multiple: None }
    }

    pub(crate) fn check(&self) -> Result<()> {
        let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        if blank(&self.name) {
            return Err(Error::invalid("name", "must not be empty"));
        }
        if self.kind.as_ref().is_none_or(|kind| kind.as_str().trim().is_empty()) {
            return Err(Error::invalid("type", "must not be empty"));
        }
        if self.choices.as_ref().is_some_and(Vec::is_empty) {
            return Err(Error::invalid("choices", "must not be an empty list"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_field_definition_is_rejected() {
        let new = |name: &str, kind: &str| CustomFieldBody::new(name.into(), kind.into());
        assert_eq!(new(" ", "enum").check().unwrap_err().field(), Some("name"));
        assert_eq!(new("Size", "").check().unwrap_err().field(), Some("type"));
        let empty = CustomFieldBody { choices: Some(Vec::new()), ..new("Size", "enum") };
        assert_eq!(empty.check().unwrap_err().field(), Some("choices"));
        assert!(new("Size", "enum").check().is_ok());
    }
}
