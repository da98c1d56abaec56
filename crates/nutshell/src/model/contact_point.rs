//! E-mail addresses, phone numbers, web addresses and postal addresses of a person or company.

use super::model;
use leads_core::Personal;
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

model! {
    /// An e-mail address or a web address.
    pub struct ContactPoint {
        /// Whether this is the primary one.
        is_primary: scalar bool,
        /// The label: `email`, `work`, `LinkedIn`.
        name: scalar String,
        /// The address. For a web address it may be a handle: `@example`.
        value: personal,
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
        number: personal,
        /// The extension.
        extension: personal,
        /// The number as display text.
        number_formatted: personal,
        /// The number in E.164 format.
        #[serde(rename = "E164")]
        e164: personal,
        /// The country code and number as display text.
        country_code_and_number: personal,
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
        PhoneParts::deserialize(deserializer).map(|parts| Self::Parts(Box::new(parts)))
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
    /// are read. [`Address::postal_location`] returns whichever is present.
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
        #[serde(rename = "address_1")]
        address_1: personal,
        /// Next to `value`, as declared: the second line.
        #[serde(rename = "address_2")]
        address_2: personal,
        /// Next to `value`, as declared: the third line.
        #[serde(rename = "address_3")]
        address_3: personal,
        /// Next to `value`, as declared: the city.
        city: personal,
        /// Next to `value`, as declared: the state.
        state: scalar String,
        /// Next to `value`, as declared: the postal code.
        postal_code: personal,
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
        #[serde(rename = "address_1")]
        address_1: personal,
        /// The second line.
        #[serde(rename = "address_2")]
        address_2: personal,
        /// The third line.
        #[serde(rename = "address_3")]
        address_3: personal,
        /// The city.
        city: personal,
        /// The state.
        state: scalar String,
        /// The postal code.
        postal_code: personal,
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
        longitude: decimal,
        /// Degrees north.
        latitude: decimal,
    }
}

impl Address {
    /// Returns the postal address, wherever the vendor put it.
    #[must_use]
    pub fn postal_location(&self) -> PostalLocation {
        let inside = self.value.clone();
        let (location, accuracy) =
            inside.as_ref().map_or((None, None), |place| (place.location.clone(), place.location_accuracy.clone()));
        match inside {
            Some(place) if place.address_1.is_some() || place.city.is_some() || place.country.is_some() => place,
            _ => PostalLocation {
                address_1: self.address_1.clone(),
                address_2: self.address_2.clone(),
                address_3: self.address_3.clone(),
                city: self.city.clone(),
                state: self.state.clone(),
                postal_code: self.postal_code.clone(),
                country: self.country.clone(),
                timezone: self.timezone.clone(),
                location,
                location_accuracy: accuracy.or_else(|| self.location_accuracy.clone()),
            },
        }
    }
}
