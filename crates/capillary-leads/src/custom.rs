//! Extended fields as a struct of the application.
//!
//! The leads resource has no operation that describes an organisation's extended fields, so there is nothing to compare a
//! struct with.

use crate::model::{ExtendedFields, ExtendedValue};
use leads_core::custom::{read_fields, to_fields};
use leads_core::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

impl ExtendedFields {
    /// Creates extended fields from a struct of the application; see [`leads_core::custom`].
    ///
    /// # Examples
    ///
    /// ```
    /// use capillary_leads::model::ExtendedFields;
    /// #[derive(serde::Serialize, serde::Deserialize)]
    /// struct MyFields {
    ///     trial_status: Option<String>,
    /// }
    /// let fields = ExtendedFields::from_struct(&MyFields { trial_status: Some("Done".into()) })?;
    /// let read: MyFields = fields.to_struct()?;
    /// assert_eq!(read.trial_status.as_deref(), Some("Done"));
    /// # Ok::<(), capillary_leads::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error that names the field if a field is `null`, because no way to clear an extended field is
    /// documented, and the errors of [`to_fields`].
    pub fn from_struct<T: Serialize + ?Sized>(fields: &T) -> Result<Self> {
        let fields = to_fields(fields)?;
        if let Some((name, _)) = fields.iter().find(|(_, value)| value.is_null()) {
            return Err(Error::unsupported("Capillary cannot clear an extended field")
                .with_field(name.clone())
                .with_help("skip a field that is `None` when it is serialized"));
        }
        Ok(fields.iter().map(|(name, value)| (name.as_str(), ExtendedValue::from(value))).collect())
    }

    /// Reads the fields into a struct of the application.
    ///
    /// # Errors
    /// Returns a decode error with the name of the first field that does not match its type.
    pub fn to_struct<T: DeserializeOwned>(&self) -> Result<T> {
        read_fields(|name| Some(self.get(name)?.json().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lead;
    use leads_core::Raw;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Mine {
        budget: Option<u32>,
        trial_status: Option<String>,
    }

    #[test]
    fn extended_fields_of_a_lead_are_read_and_written() {
        let lead: Raw<Lead> =
            Raw::parse(r#"{"id":1,"extendedFields":{"budget":"54","trial_status":"Not Done","other":[1]}}"#).unwrap();
        let mine: Mine = lead.custom_fields().unwrap();
        assert_eq!(mine, Mine { budget: Some(54), trial_status: Some("Not Done".into()) });
        let written = serde_json::to_string(&ExtendedFields::from_struct(&mine).unwrap()).unwrap();
        assert_eq!(written, r#"{"budget":54,"trial_status":"Not Done"}"#);
        let cleared = ExtendedFields::from_struct(&Mine { budget: None, trial_status: None }).unwrap_err();
        assert_eq!(cleared.field(), Some("budget"));
    }
}
