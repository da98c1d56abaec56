//! Keys by which a lead is found.

use super::Capabilities;
use crate::error::{Error, Result};
use crate::lead::Personal;
use serde::{Deserialize, Serialize};

/// What a lead is found by: an e-mail address, a phone number, or a field of the vendor whose value is unique.
///
/// `Debug` hides the values. The serialized form contains them.
///
/// ```
/// use leads_core::client::LeadKey;
/// let key = LeadKey::field("mx_Web_Id", "web-17");
/// assert_eq!(format!("{key:?}"), r#"Field { name: "mx_Web_Id", value: [PERSONAL] }"#);
/// assert_eq!(
///     serde_json::to_string(&LeadKey::email("jane@example.com")).unwrap(),
///     r#"{"email":"jane@example.com"}"#
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum LeadKey {
    /// The person's e-mail address. The letter case does not matter.
    Email(Personal<String>),
    /// The person's phone number, sent unchanged.
    Phone(Personal<String>),
    /// A field of the vendor.
    #[non_exhaustive]
    Field {
        /// The field's name in the vendor's notation. The documentation of the vendor's adapter lists what it accepts.
        name: String,
        /// The value.
        value: Personal<String>,
    },
}

impl LeadKey {
    /// Creates a key from the person's e-mail address.
    ///
    /// ```
    /// use leads_core::client::LeadKey;
    /// assert_eq!(LeadKey::email("jane@example.com").value(), "jane@example.com");
    /// ```
    pub fn email(address: impl Into<String>) -> Self {
        Self::Email(Personal(address.into()))
    }

    /// Creates a key from the person's phone number.
    ///
    /// ```
    /// use leads_core::client::LeadKey;
    /// assert_eq!(LeadKey::phone("+15550100").kind(), "phone");
    /// ```
    pub fn phone(number: impl Into<String>) -> Self {
        Self::Phone(Personal(number.into()))
    }

    /// Creates a key from a field of the vendor.
    ///
    /// ```
    /// use leads_core::client::LeadKey;
    /// assert_eq!(LeadKey::field("Web Id", "w-1").value(), "w-1");
    /// ```
    pub fn field(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::Field { name: name.into(), value: Personal(value.into()) }
    }

    /// Returns the value.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::Email(value) | Self::Phone(value) | Self::Field { value, .. } => value,
        }
    }

    /// Returns the kind of the key: `email`, `phone` or `field`. Errors about a key name it as their field.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Email(_) => "email",
            Self::Phone(_) => "phone",
            Self::Field { .. } => "field",
        }
    }

    /// Returns whether a client's capabilities include finding a lead by this kind of key.
    #[must_use]
    pub const fn is_in(&self, can: &Capabilities) -> bool {
        match self {
            Self::Email(_) => can.find_by_email,
            Self::Phone(_) => can.find_by_phone,
            Self::Field { .. } => can.find_by_field,
        }
    }

    /// Checks a key before anything is sent. Adapters call it first.
    ///
    /// ```
    /// use leads_core::client::{Capabilities, LeadKey};
    /// let can = Capabilities::none().find_by_email(true);
    /// assert!(LeadKey::email("jane@example.com").check(&can).is_ok());
    /// assert!(LeadKey::email(" ").check(&can).unwrap_err().is_invalid_request());
    /// assert!(LeadKey::phone("+15550100").check(&can).unwrap_err().is_unsupported());
    /// ```
    ///
    /// # Errors
    /// Returns [`Unsupported`](crate::ErrorKind::Unsupported) if the capabilities do not include this kind of key, and
    /// an invalid-request error if the value or the field's name is blank. Both name the kind of the key.
    pub fn check(&self, can: &Capabilities) -> Result<()> {
        if !self.is_in(can) {
            return Err(self.unsupported());
        }
        if self.value().trim().is_empty() {
            return Err(Error::invalid(self.kind(), "must not be blank"));
        }
        match self {
            Self::Field { name, .. } if name.trim().is_empty() => {
                Err(Error::invalid(self.kind(), "must have a name that is not blank"))
            }
            _ => Ok(()),
        }
    }

    /// Returns the error of a vendor that has no way to find a lead by this kind of key.
    #[must_use]
    pub fn unsupported(&self) -> Error {
        Error::unsupported("the vendor has no way to find a lead by this kind of key").with_field(self.kind())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_is_checked_against_the_capabilities_before_its_value() {
        let none = Capabilities::none();
        let all = none.find_by_email(true).find_by_phone(true).find_by_field(true);
        let keys: [fn(&str) -> LeadKey; 3] =
            [|value| LeadKey::email(value), |value| LeadKey::phone(value), |value| LeadKey::field("name", value)];
        for key in keys {
            let error = key(" ").check(&none).unwrap_err();
            assert!(error.is_unsupported() && error.field() == Some(key("").kind()), "{error}");
            let error = key(" ").check(&all).unwrap_err();
            assert!(error.is_invalid_request() && error.field() == Some(key("").kind()), "{error}");
            assert!(key("x").check(&all).is_ok());
        }
        assert_eq!(LeadKey::field("", "x").check(&all).unwrap_err().field(), Some("field"));
    }

    #[test]
    fn debug_hides_values_and_the_stored_form_round_trips() {
        for key in [LeadKey::email("jane@example.com"), LeadKey::phone("+15550100"), LeadKey::field("mx_Id", "7-jane")]
        {
            let shown = format!("{key:?} {key:#?}");
            assert!(shown.contains("[PERSONAL]") && !shown.contains("jane") && !shown.contains("5550100"), "{shown}");
            let stored = serde_json::to_string(&key).unwrap();
            assert_eq!(serde_json::from_str::<LeadKey>(&stored).unwrap(), key);
        }
        assert!(serde_json::from_str::<LeadKey>(r#"{"field":{"name":"a","value":"b","more":1}}"#).is_err());
    }
}
