//! A car in stock.

use crate::model::{CarId, OpenMap};
use leads_core::{Decimal, Time, open_enum};

leads_core::model! { "PascalCase";
    /// A car in stock, one per payload, at most 256 KB. A withdrawn car may have fewer members.
    ///
    /// Stock is exported on events and at fixed hours, so the same car can be sent again unchanged. Only the vendor's
    /// overview mentions prices, photos, features, the specification and the destinations, so they are open.
    #[derive(Default)]
    pub struct InventoryVehicle {
        /// The kind of vehicle; `CAR` by default.
        r#type as "Type": scalar String,
        /// Dealer Studio's id of the car.
        identifier: scalar CarId,
        /// Whether it is new.
        listing_type: scalar ListingType,
        /// Whether it is for sale; see also [`is_withdrawn`](Self::is_withdrawn).
        sale_status: scalar SaleStatus,
        /// How it is sold; `Retail` by default.
        sale_type: scalar String,
        /// The dealer's comments.
        description: scalar String,
        /// Its slug.
        slug: scalar String,
        /// Its registration.
        registration: object VehicleRegistration,
        /// Its identification numbers: stock number, vehicle identification number.
        identification: list VehicleIdentification,
        /// Its colours.
        colours: list VehicleColour,
        /// Its odometer readings; currently one.
        odometer_readings: list VehicleOdometer,
        /// The dealership.
        seller: text Seller,
        /// When the record was created.
        created_utc: scalar Time,
        /// When the record was updated.
        last_modified_utc: scalar Time,
        /// The build date, in an undocumented format.
        build_date: scalar String,
        /// The compliance date, in an undocumented format.
        compliance_date: scalar String,
    }
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

leads_core::model! { "PascalCase";
    /// An identification number of a car.
    #[derive(Default)]
    pub struct VehicleIdentification {
        /// The type of number: `StockNumber`, `VIN`.
        r#type as "Type": scalar String,
        /// The number.
        value: scalar String,
    }
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

leads_core::model! { "PascalCase";
    /// An odometer reading.
    #[derive(Default)]
    pub struct VehicleOdometer {
        /// The type of reading.
        r#type as "Type": scalar String,
        /// The distance.
        value: text Decimal,
        /// Its unit.
        unit_of_measure: scalar String,
    }
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
