//! E-mail addresses, phone numbers, web addresses and postal addresses in requests.

use crate::Json;
use crate::model::{Address, ContactPoint, Phone, PostalLocation};
use leads_core::Personal;
use leads_core::vendor::{Deserialize, skip_serializing_none};
use serde::Serialize;

/// Generates the setters that every contact point has.
macro_rules! point {
    () => {
        /// Sets whether it is the primary one.
        #[must_use]
        pub fn is_primary(mut self, is_primary: bool) -> Self {
            self.is_primary = Some(is_primary);
            self
        }

        /// Sets the label: `work`, `LinkedIn`.
        #[must_use]
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
    };
}

/// A new e-mail address or web address: `{"value":...}`.
///
/// # Examples
///
/// ```
/// use nutshell::input::NewPoint;
/// let point = NewPoint::new("jane@example.com").is_primary(true);
/// assert_eq!(
///     serde_json::to_string(&point).unwrap(),
///     r#"{"isPrimary":true,"value":"jane@example.com"}"#,
/// );
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
    /// Creates a contact point with this address.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: Some(Personal(value.into())), ..Self::default() }
    }

    point! {}
}

impl From<&ContactPoint> for NewPoint {
    /// Creates a contact point from one that was read.
    fn from(read: &ContactPoint) -> Self {
        Self { is_primary: read.is_primary, name: read.name.clone(), value: read.value.clone() }
    }
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

/// A new phone number, as text or as a JSON object with its parts.
///
/// An update replaces the whole list. To keep the existing numbers, write them as they were read.
///
/// # Examples
///
/// ```
/// use nutshell::api::contacts::UpdateContact;
/// use nutshell::input::NewPhone;
/// # fn change(contact: &nutshell::model::Contact) -> UpdateContact {
/// let mut phones: Vec<NewPhone> = contact.phones.iter().map(NewPhone::from).collect();
/// phones.push(NewPhone::new("+15550100").name("work"));
/// UpdateContact::new(&contact.id).phones(phones)
/// # }
/// ```
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
    /// Creates a phone number from text such as `+15550100`, or from an object with `countryCode`, `number` and
    /// `extension`.
    pub fn new(value: impl Into<Json>) -> Self {
        Self { value: Some(value.into()), ..Self::default() }
    }

    /// Sets whether the person opted out of text messages (SMS) at this number. The vendor replaces whole lists, so
    /// omitting this may lose the previous setting: `NewPhone::from` a phone that was read keeps it.
    #[must_use]
    pub fn is_opted_out(mut self, is_opted_out: bool) -> Self {
        self.is_opted_out = Some(is_opted_out);
        self
    }

    point! {}
}

impl From<&Phone> for NewPhone {
    /// Creates a phone from one that was read, with every part of its number.
    fn from(read: &Phone) -> Self {
        Self {
            is_opted_out: read.is_opted_out,
            is_primary: read.is_primary,
            name: read.name.clone(),
            value: read.value.as_ref().and_then(|number| Json::of(number).ok()),
        }
    }
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

/// A new labelled postal address.
///
/// # Examples
///
/// ```
/// use nutshell::input::{NewAddress, NewPostalLocation};
/// let location = NewPostalLocation::new()
///     .address_1("123 Main St")
///     .city("Ann Arbor")
///     .state("MI");
/// let address = NewAddress::new(location);
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAddress {
    is_primary: Option<bool>,
    name: Option<String>,
    value: Option<NewPostalLocation>,
}

impl NewAddress {
    /// Creates an address with this postal address.
    #[must_use]
    pub fn new(location: NewPostalLocation) -> Self {
        Self { value: Some(location), ..Self::default() }
    }

    point! {}
}

impl From<&Address> for NewAddress {
    /// Creates an address from one that was read, with the location inside `value`, where the vendor accepts it.
    fn from(read: &Address) -> Self {
        Self {
            is_primary: read.is_primary,
            name: read.name.clone(),
            value: Some(NewPostalLocation::from(&read.postal_location())),
        }
    }
}

/// A postal address to write.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPostalLocation {
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

macro_rules! location {
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

impl NewPostalLocation {
    /// Creates an empty address.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    location! {
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
        /// Sets the country code.
        country,
        /// Sets the time zone.
        timezone,
        /// Sets the accuracy of the location: `8` is a street, `1` a country.
        location_accuracy,
    }

    /// Sets the coordinates: an object with `longitude` and `latitude`, in degrees.
    #[must_use]
    pub fn location(mut self, location: impl Into<Json>) -> Self {
        self.location = Some(location.into());
        self
    }
}

impl From<&PostalLocation> for NewPostalLocation {
    /// Creates a postal address from one that was read, with the digits of its coordinates.
    fn from(read: &PostalLocation) -> Self {
        let read = read.clone();
        Self {
            address_1: read.address_1,
            address_2: read.address_2,
            address_3: read.address_3,
            city: read.city,
            state: read.state,
            postal_code: read.postal_code,
            country: read.country,
            timezone: read.timezone,
            location_accuracy: read.location_accuracy,
            location: read.location.and_then(|location| Json::of(&location).ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::contacts::UpdateContact;
    use crate::model::Contact;
    use leads_core::vendor::HasBody;

    #[test]
    fn contact_points_round_trip() {
        let lists = r#"{
            "emails":[{"isPrimary":true,"name":"work","value":"jane@example.com"}],
            "phones":[{"isOptedOut":true,"isPrimary":true,"name":"work","value":{"countryCode":"1","number":"5550100",
                "extension":"12","numberFormatted":"555-0100","E164":"+15550100","countryCodeAndNumber":"+1 555-0100"}},
                {"isOptedOut":false,"value":"+15550101"},{"name":"none"}],
            "urls":[{"name":"LinkedIn","value":"@jane"}],
            "addresses":[{"isPrimary":true,"name":"home","value":{"address_1":"1 Main St","address_2":"B","address_3":"C",
                "city":"Ann Arbor","state":"MI","postalCode":"48103","country":"US","timezone":"America/Detroit",
                "locationAccuracy":"8","location":{"longitude":-83.73212412345678901,"latitude":42.27959400000000001}}}]}"#;
        let mut record: serde_json::Map<String, serde_json::Value> = serde_json::from_str(lists).unwrap();
        record.insert("id".to_owned(), "1-contacts".into());
        let contact: Contact = serde_json::from_value(record.clone().into()).unwrap();
        let request = UpdateContact::new("1-contacts")
            .emails(contact.emails.iter().map(NewPoint::from).collect::<Vec<_>>())
            .phones(contact.phones.iter().map(NewPhone::from).collect::<Vec<_>>())
            .urls(contact.urls.iter().map(NewPoint::from).collect::<Vec<_>>())
            .addresses(contact.addresses.iter().map(NewAddress::from).collect::<Vec<_>>());
        for (operation, list) in request.body().operations().iter().zip(["emails", "phones", "urls", "addresses"]) {
            assert_eq!(operation.path(), format!("/contacts/0/{list}"));
            assert_eq!(operation.value().unwrap().value(), record[list], "{list}");
        }
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<UpdateContact>(&stored).unwrap(), request);
    }

    #[test]
    fn location_keeps_digits_and_flat_address_is_nested() {
        let flat = r#"{"name":"home","city":"Ann Arbor","locationAccuracy":"8",
            "value":{"location":{"longitude":-83.73212412345678901,"latitude":42.27959400000000001}}}"#;
        let read: Address = serde_json::from_str(flat).unwrap();
        assert_eq!(
            serde_json::to_string(&NewAddress::from(&read)).unwrap(),
            r#"{"name":"home","value":{"city":"Ann Arbor","locationAccuracy":"8","#.to_owned()
                + r#""location":{"longitude":-83.73212412345678901,"latitude":42.27959400000000001}}}"#
        );
    }

    #[test]
    fn every_member_has_a_setter() {
        let phone = NewPhone::new("+15550100").is_opted_out(true);
        assert_eq!(serde_json::to_string(&phone).unwrap(), r#"{"isOptedOut":true,"value":"+15550100"}"#);
        let location = NewPostalLocation::new()
            .location(serde_json::json!({"longitude": 1, "latitude": 2}))
            .location_accuracy("8");
        assert_eq!(
            serde_json::to_value(&location).unwrap(),
            serde_json::json!({"locationAccuracy": "8", "location": {"longitude": 1, "latitude": 2}})
        );
    }
}
