//! E-mail addresses, phone numbers, web addresses and places of a person or company.

use super::model;
use leads_core::Personal;
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

model! {
    /// An e-mail address or a web address.
    pub struct ContactPoint {
        /// Whether it is the main one.
        is_primary: scalar bool,
        /// What it is called: `email`, `work`, `LinkedIn`.
        name: scalar String,
        /// The address; of a web address it may be a handle: `@example`.
        value: personal,
    }
}

model! {
    /// A phone number.
    pub struct Phone {
        /// Whether it is the main one.
        is_primary: scalar bool,
        /// What it is called.
        name: scalar String,
        /// The number.
        value: either PhoneNumber,
        /// Whether the person wants no messages there.
        is_opted_out: scalar bool,
    }
}

/// The number of a phone: live answers have an object, requests may have text; both are read.
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
        /// The country's code.
        country_code: scalar String,
        /// The number within the country.
        number: personal,
        /// The extension.
        extension: personal,
        /// The number for people.
        number_formatted: personal,
        /// The number in E.164.
        #[serde(rename = "E164")]
        e164: personal,
        /// The country's code and the number, for people.
        country_code_and_number: personal,
    }
}

impl PhoneNumber {
    /// The best text of the number: E.164 where it is there.
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
        // Only its object form comes here: the reader of a phone takes text by itself.
        PhoneParts::deserialize(deserializer).map(|parts| Self::Parts(Box::new(parts)))
    }
}

impl FromScalar for PhoneNumber {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        String::from_scalar(scalar).map(|text| Self::Text(Personal(text)))
    }
}

model! {
    /// A place, with what it is called.
    ///
    /// Live answers keep the place inside `value`; the vendor's document puts most of it beside `value`, so both are
    /// read. [`Address::place`] gives whichever is there.
    pub struct Address {
        /// Whether it is the main one.
        is_primary: scalar bool,
        /// What it is called.
        name: scalar String,
        /// The place.
        value: object PostalLocation,
        /// Beside `value`, as declared: how exact the location is.
        location_accuracy: scalar String,
        /// Beside `value`, as declared: the first line.
        #[serde(rename = "address_1")]
        address_1: personal,
        /// Beside `value`, as declared: the second line.
        #[serde(rename = "address_2")]
        address_2: personal,
        /// Beside `value`, as declared: the third line.
        #[serde(rename = "address_3")]
        address_3: personal,
        /// Beside `value`, as declared: the city.
        city: personal,
        /// Beside `value`, as declared: the state.
        state: scalar String,
        /// Beside `value`, as declared: the postal code.
        postal_code: personal,
        /// Beside `value`, as declared: the country's code.
        country: scalar String,
        /// Beside `value`, as declared: the time zone.
        timezone: scalar String,
    }
}

model! {
    /// A place.
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
        /// The country's code.
        country: scalar String,
        /// The time zone.
        timezone: scalar String,
        /// Where it is.
        location: object Location,
        /// How exact the location is: `8` is a street, `1` a country.
        location_accuracy: scalar String,
    }
}

model! {
    /// A point on the map. The digits are kept: the vendor writes more of them than a float holds.
    pub struct Location {
        /// Degrees east.
        longitude: decimal,
        /// Degrees north.
        latitude: decimal,
    }
}

impl Address {
    /// The place, wherever the vendor put it.
    #[must_use]
    pub fn place(&self) -> PostalLocation {
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
