//! E-mail addresses, phone numbers, web addresses and places that requests write.

use crate::Json;
use leads_core::Personal;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Writes the setters that every contact point has.
macro_rules! point {
    () => {
        /// Says whether it is the main one.
        #[must_use]
        pub fn is_primary(mut self, is_primary: bool) -> Self {
            self.is_primary = Some(is_primary);
            self
        }

        /// Sets what it is called: `work`, `LinkedIn`.
        #[must_use]
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
    };
}

/// An e-mail address or a web address to be written: `{"value":...}`.
///
/// ```
/// use nutshell::input::NewPoint;
/// let point = NewPoint::new("jane@example.com").is_primary(true);
/// assert_eq!(serde_json::to_string(&point).unwrap(), r#"{"isPrimary":true,"value":"jane@example.com"}"#);
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPoint {
    is_primary: Option<bool>,
    name: Option<String>,
    value: Option<Personal<String>>,
}

impl NewPoint {
    /// An address.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: Some(Personal(value.into())), ..Self::default() }
    }

    point! {}
}

impl From<&str> for NewPoint {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for NewPoint {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

/// A phone number to be written; as text, or in its parts as JSON.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPhone {
    is_opted_out: Option<bool>,
    is_primary: Option<bool>,
    name: Option<String>,
    value: Option<Json>,
}

impl NewPhone {
    /// A number: text such as `+15550100`, or an object of `countryCode`, `number` and `extension`.
    pub fn new(value: impl Into<Json>) -> Self {
        Self { value: Some(value.into()), ..Self::default() }
    }

    point! {}
}

impl From<&str> for NewPhone {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for NewPhone {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

/// A place to be written, with what it is called.
///
/// ```
/// use nutshell::input::{NewAddress, NewPlace};
/// let address = NewAddress::new(NewPlace::new().address_1("123 Main St").city("Ann Arbor").state("MI"));
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAddress {
    is_primary: Option<bool>,
    name: Option<String>,
    value: Option<NewPlace>,
}

impl NewAddress {
    /// A place.
    #[must_use]
    pub fn new(place: NewPlace) -> Self {
        Self { value: Some(place), ..Self::default() }
    }

    point! {}
}

/// A place to be written.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPlace {
    address_1: Option<Personal<String>>,
    address_2: Option<Personal<String>>,
    address_3: Option<Personal<String>>,
    city: Option<Personal<String>>,
    state: Option<String>,
    #[serde(rename = "postalCode")]
    postal_code: Option<Personal<String>>,
    country: Option<String>,
    timezone: Option<String>,
    #[serde(rename = "locationAccuracy")]
    location_accuracy: Option<String>,
    location: Option<Json>,
}

macro_rules! place {
    ($( $(#[$meta:meta])* $name:ident ),* $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<String>) -> Self {
                self.$name = Some($name.into().into());
                self
            }
        )*
    };
}

impl NewPlace {
    /// Nowhere yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    place! {
        /// Sets the first line.
        address_1,
        /// Sets the second line.
        address_2,
        /// Sets the third line.
        address_3,
        /// Sets the city.
        city,
        /// Sets the state.
        state,
        /// Sets the postal code.
        postal_code,
        /// Sets the country's code.
        country,
        /// Sets the time zone.
        timezone,
    }
}
