//! A car in stock.

use crate::model::{CarId, OpenMap, rows};
use leads_core::vendor::tolerant;
use leads_core::{Decimal, Time, open_enum};
use serde::{Deserialize, Serialize};

/// A car in stock, one per payload, at most 256 KB. A withdrawn car may have fewer members.
///
/// Stock is exported on events and at fixed hours, so the same car can be sent again unchanged. Only the vendor's
/// overview mentions prices, photos, features, the specification and the destinations, so they are open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct InventoryVehicle {
    /// The kind of vehicle; `CAR` by default.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// Dealer Studio's id of the car.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub identifier: Option<CarId>,
    /// Whether it is new.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub listing_type: Option<ListingType>,
    /// Whether it is for sale; see also [`is_withdrawn`](Self::is_withdrawn).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub sale_status: Option<SaleStatus>,
    /// How it is sold; `Retail` by default.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub sale_type: Option<String>,
    /// The dealer's comments.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its slug.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Its registration.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub registration: Option<VehicleRegistration>,
    /// Its identification numbers: stock number, vehicle identification number.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub identification: Vec<VehicleIdentification>,
    /// Its colours.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub colours: Vec<VehicleColour>,
    /// Its odometer readings; currently one.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub odometer_readings: Vec<VehicleOdometer>,
    /// The dealership.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub seller: Option<Seller>,
    /// When the record was created.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_utc: Option<Time>,
    /// When the record was updated.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub last_modified_utc: Option<Time>,
    /// The build date, in an undocumented format.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub build_date: Option<String>,
    /// The compliance date, in an undocumented format.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub compliance_date: Option<String>,
}

leads_core::model! { "PascalCase";
    /// The registration of a car.
    #[derive(Default)]
    pub struct VehicleRegistration {
        /// The registration number.
        number: scalar String,
        /// The expiry date.
        expires_utc: scalar Time,
    }
}

/// An identification number of a car.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct VehicleIdentification {
    /// The type of number: `StockNumber`, `VIN`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// The number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

leads_core::model! { "PascalCase";
    /// A colour of a car.
    #[derive(Default)]
    pub struct VehicleColour {
        /// The location of the colour.
        location: scalar String,
        /// Its name.
        name: scalar String,
    }
}

/// An odometer reading.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct VehicleOdometer {
    /// The type of reading.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// The distance.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
    /// Its unit.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub unit_of_measure: Option<String>,
}

/// The dealership that sells a car: identifier, name, contact, addresses. The names of these members could not be read.
pub type Seller = OpenMap;

open_enum! {
    /// Whether a car is new, in the inventory webhook.
    pub enum ListingType {
        /// New.
        New = "new",
        /// Used.
        Used = "used",
        /// A demonstrator.
        Demo = "demo",
    }
}

open_enum! {
    /// Whether a car is for sale, in the vendor's two spellings.
    pub enum SaleStatus {
        /// For sale.
        ForSale = "For Sale",
        /// No longer for sale.
        Withdrawn = "WITHDRAWN",
    }
}

impl InventoryVehicle {
    /// Returns whether the car is no longer for sale, ignoring case.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.sale_status.as_ref().is_some_and(|status| status.as_str().eq_ignore_ascii_case("withdrawn"))
    }

    /// Returns one of the car's identification numbers by its type, ignoring case: `VIN`, `StockNumber`.
    #[must_use]
    pub fn number(&self, wanted: &str) -> Option<&str> {
        self.identification
            .iter()
            .find(|number| number.r#type.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(wanted)))
            .and_then(|number| number.value.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::Raw;

    #[test]
    fn full_and_withdrawn_cars_are_read() {
        let car: Raw<InventoryVehicle> = Raw::parse(
            r#"{"Type":"CAR","Identifier":"9","ListingType":"demo","SaleStatus":"for sale","Registration":{"Number":null},
            "Identification":[{"Type":"VIN","Value":"V1"},{"Type":"StockNumber","Value":7}],
            "Colours":[{"Location":"Exterior","Name":"Blue"}],
            "OdometerReadings":[{"Type":"Latest","Value":12345.0,"UnitOfMeasure":"KM"}],
            "Seller":{"Identifier":42,"Addresses":[]},"CreatedUtc":"2026-03-01T00:00:00Z","PriceList":[{"x":1}]}"#,
        )
        .unwrap();
        assert_eq!(
            (car.identifier.unwrap().get(), car.number("vin"), car.number("stocknumber")),
            (9, Some("V1"), Some("7"))
        );
        assert_eq!(car.odometer_readings[0].value.as_ref().unwrap().as_str(), "12345.0");
        assert!(!car.is_withdrawn() && car.field("PriceList").is_some());
        assert_eq!(car.seller.as_ref().unwrap().get("Identifier").unwrap().get(), "42");
        let gone: Raw<InventoryVehicle> = Raw::parse(r#"{"Identifier":9,"SaleStatus":"Withdrawn"}"#).unwrap();
        assert!(gone.is_withdrawn() && !gone.sale_status.as_ref().unwrap().is_known());
    }
}
