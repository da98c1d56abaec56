//! E-mail addresses, phone numbers, web addresses and postal addresses of a person or company.

use super::model;
use leads_core::vendor::model::{Model, Object, read};
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use leads_core::{Decimal, Personal};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

model! {
    /// An e-mail address or a web address.
    pub struct ContactPoint {
        /// Whether this is the primary one.
        is_primary: scalar bool,
        /// The label: `email`, `work`, `LinkedIn`.
        name: scalar String,
        /// The address. For a web address it may be a handle: `@example`.
        value: scalar Personal<String>,
    }
}

model! {
    /// A phone number.
    pub struct Phone {
        /// Whether this is the primary one.
        is_primary: scalar bool,
        /// The name.
        name: scalar String,
        /// The number.
        value: either PhoneNumber,
        /// Whether the person opted out of messages at this number.
        is_opted_out: scalar bool,
    }
}

/// A phone number's value: live responses contain an object, requests may contain text; both are read.
#[derive(Clone, Debug)]
pub enum PhoneNumber {
    /// The number as text.
    Text(Personal<String>),
    /// The number in its parts.
    Parts(Box<PhoneParts>),
}

model! {
    /// The parts of a phone number.
    pub struct PhoneParts {
        /// The country code.
        country_code: scalar String,
        /// The national number.
        number: scalar Personal<String>,
        /// The extension.
        extension: scalar Personal<String>,
        /// The number as display text.
        number_formatted: scalar Personal<String>,
        /// The number in E.164 format.
        e164 as "E164": scalar Personal<String>,
        /// The country code and number as display text.
        country_code_and_number: scalar Personal<String>,
    }
}

impl PhoneNumber {
    /// Returns the best text of the number: E.164 if available.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            Self::Parts(parts) => [&parts.e164, &parts.country_code_and_number, &parts.number_formatted, &parts.number]
                .into_iter()
                .find_map(|part| part.as_ref().map(|text| text.as_str()).filter(|text| !text.is_empty())),
        }
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Parts(parts) => parts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only the object form is read here: the reader of a phone handles text itself.
        read(deserializer)
    }
}

impl Model for PhoneNumber {
    fn blank() -> Self {
        Self::Parts(Box::new(PhoneParts::blank()))
    }
    fn object(&mut self) -> Option<&mut dyn Object> {
        match self {
            Self::Parts(parts) => Some(&mut **parts),
            Self::Text(_) => None,
        }
    }
}

impl FromScalar for PhoneNumber {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        String::from_scalar(scalar).map(|text| Self::Text(Personal(text)))
    }
}

model! {
    /// A labelled postal address.
    ///
    /// Live responses keep the address inside `value`; the vendor's document puts most of it next to `value`, so both
    /// are read. [`Address::postal_location`] returns the members of both.
    pub struct Address {
        /// Whether this is the primary one.
        is_primary: scalar bool,
        /// The name.
        name: scalar String,
        /// The postal address.
        value: object PostalLocation,
        /// Next to `value`, as declared: the accuracy of the location.
        location_accuracy: scalar String,
        /// Next to `value`, as declared: the first line.
        address_1 as "address_1": scalar Personal<String>,
        /// Next to `value`, as declared: the second line.
        address_2 as "address_2": scalar Personal<String>,
        /// Next to `value`, as declared: the third line.
        address_3 as "address_3": scalar Personal<String>,
        /// Next to `value`, as declared: the city.
        city: scalar Personal<String>,
        /// Next to `value`, as declared: the state.
        state: scalar String,
        /// Next to `value`, as declared: the postal code.
        postal_code: scalar Personal<String>,
        /// Next to `value`, as declared: the country code.
        country: scalar String,
        /// Next to `value`, as declared: the time zone.
        timezone: scalar String,
    }
}

model! {
    /// A postal address.
    pub struct PostalLocation {
        /// The first line.
        address_1 as "address_1": scalar Personal<String>,
        /// The second line.
        address_2 as "address_2": scalar Personal<String>,
        /// The third line.
        address_3 as "address_3": scalar Personal<String>,
        /// The city.
        city: scalar Personal<String>,
        /// The state.
        state: scalar String,
        /// The postal code.
        postal_code: scalar Personal<String>,
        /// The country code.
        country: scalar String,
        /// The time zone.
        timezone: scalar String,
        /// The coordinates.
        location: object Location,
        /// The accuracy of the location: `8` is a street, `1` a country.
        location_accuracy: scalar String,
    }
}

model! {
    /// A point on the map. The digits are kept, because the vendor writes more of them than a float holds.
    pub struct Location {
        /// Degrees east.
        longitude: text Decimal,
        /// Degrees north.
        latitude: text Decimal,
    }
}

impl Address {
    /// Returns the postal address, wherever the vendor put its members: each from `value`, or else from next to it.
    #[must_use]
    pub fn postal_location(&self) -> PostalLocation {
        macro_rules! merged {
            ($($name:ident),*) => {
                PostalLocation {
                    $($name: self.value.as_ref().and_then(|inside| inside.$name.clone()).or_else(|| self.$name.clone()),)*
                    location: self.value.as_ref().and_then(|inside| inside.location.clone()),
                }
            };
        }
        merged!(address_1, address_2, address_3, city, state, postal_code, country, timezone, location_accuracy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_is_read_from_both_levels() {
        let text = r#"{"isPrimary":true,"name":"home","value":{"location":{"longitude":-83.7,"latitude":42.2},"city":"Ann Arbor",
            "address_1":""},"locationAccuracy":"8","address_1":"1 Main St","city":"Detroit","state":"MI","postalCode":"48103",
            "country":"US"}"#;
        let address: Address = serde_json::from_str(text).unwrap();
        let place = address.postal_location();
        assert_eq!(place.location_accuracy.as_deref(), Some("8"));
        assert_eq!(place.city.unwrap().as_str(), "Ann Arbor");
        assert_eq!((place.state.as_deref(), place.country.as_deref()), (Some("MI"), Some("US")));
        assert_eq!(place.postal_code.unwrap().as_str(), "48103");
        assert!(place.location.is_some());
        // Empty text is a value too: the vendor cleared the member.
        assert_eq!(place.address_1.unwrap().as_str(), "");
        let written: serde_json::Value = serde_json::to_value(&address).unwrap();
        assert_eq!(written["value"]["city"], "Ann Arbor");
        assert_eq!((&written["city"], &written["address_1"]), (&"Detroit".into(), &"1 Main St".into()));
    }
}
