//! The fields of a car in requests.

use super::open::open_struct;
use super::{
    AdvertisedPrice, CarStatus, CarType, DayFirst, DealershipId, ItemType, LocationId, RegoState, SubscriptionPlanId,
};
use leads_core::vendor::Deserialize;
use leads_core::{Error, Result};
use serde::Serialize;

/// The body of a car's create and update, with the single member `car`. The vendor's schema lists the fields without
/// it; its example has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CarBody {
    /// The car.
    pub car: CarFields,
}

impl CarBody {
    /// Creates a body with the fields that the vendor requires.
    pub(crate) fn required(dealership: DealershipId, stocknum: String, make: String, model: String, year: i32) -> Self {
        let mut body = Self::default();
        body.car.dealership_id = Some(dealership);
        body.car.stocknum = Some(stocknum);
        body.car.make = Some(make);
        body.car.model = Some(model);
        body.car.year = Some(year);
        body
    }
}

open_struct! {
    /// The fields of a car, spelled as the vendor spells them.
    ///
    /// Required for create and update: `stocknum`, `dealership_id`, `make`, `model`, `year`. Members that only the
    /// vendor's example has: `subscription_plan_id`, `certified`, `build_date`, `custom_attributes`.
    #[derive(Default)]
    pub struct CarFields {
        /// The stock number. Required.
        pub stocknum: Option<String>,
        /// The dealership; there is no slug for cars. Required.
        pub dealership_id: Option<DealershipId>,
        /// The make, free text. Required.
        pub make: Option<String>,
        /// The model, free text. Required.
        pub model: Option<String>,
        /// The model year, four digits. Required.
        pub year: Option<i32>,
        /// The registration number.
        pub rego: Option<String>,
        /// The expiry date of the registration, day first.
        pub rego_expiry: Option<DayFirst>,
        /// The state of the registration.
        pub rego_state: Option<RegoState>,
        /// The vehicle identification number.
        pub vin: Option<String>,
        /// The dealership's location.
        pub location_id: Option<LocationId>,
        /// The odometer reading; the unit is not documented.
        pub odometer: Option<i64>,
        /// The drive-away price; a whole number of dollars (inferred: the vendor says that it is an integer).
        pub dapprice: Option<i64>,
        /// The price without government charges; a whole number of dollars (inferred).
        pub egcprice: Option<i64>,
        /// Which price is advertised if both are set.
        pub advertised_price: Option<AdvertisedPrice>,
        /// The badge.
        pub badge: Option<String>,
        /// The series.
        pub series: Option<String>,        /// The body type.
        pub body: Option<String>,
        /// The colour.
        pub colour: Option<String>,
        /// The interior colour.
        pub interior_colour: Option<String>,
        /// The transmission.
        pub transmission: Option<String>,        /// The fuel type.
        pub fuel: Option<String>,
        /// The drive type.
        pub drive: Option<String>,
        /// The number of doors.
        pub doors: Option<i64>,
        /// The number of seats.
        pub seats: Option<i64>,
        /// The code in the Red Book catalogue.
        pub redbook_code: Option<String>,
        /// The code in the NVIC catalogue.
        pub nvic_code: Option<String>,
        /// The dealer's comments.
        pub dealercomments: Option<String>,
        /// Its features.
        pub features: Option<Vec<String>>,
        /// Its status in the stock.
        pub status: Option<CarStatus>,
        /// Whether it is new.
        pub car_type: Option<CarType>,
        /// The kind of vehicle.
        pub item_type: Option<ItemType>,
        /// The compliance date, day first.
        pub compliance_date: Option<DayFirst>,
        /// The build date, day first. In the vendor's example only.
        pub build_date: Option<DayFirst>,
        /// The URL of a video.
        pub external_video_url: Option<String>,
        /// Whether the dealer's website shows it.
        pub show_on_dealer_website: Option<bool>,
        /// Whether it is published to Autogate.
        pub load_to_autogate: Option<bool>,
        /// Whether it is published to Autotrader.
        pub load_to_autotrader: Option<bool>,
        /// Whether it is published to Drive.
        pub load_to_drive: Option<bool>,
        /// Whether it was imported outside the manufacturer's own channel.
        pub grey_market_import: Option<bool>,
        /// The names of locked fields; the effect of locking is not documented.
        pub locked_fields: Option<Vec<String>>,
        /// The URLs of its images.
        pub images: Option<Vec<String>>,
        /// Whether a car with this stock number is updated instead of a second one being created.
        pub match_existing_car_by_stocknum: Option<bool>,
        /// The subscription plan. In the vendor's example only, as text.
        pub subscription_plan_id: Option<SubscriptionPlanId>,
        /// Whether it is certified. In the vendor's example only.
        pub certified: Option<bool>,
        /// Custom attributes of the dealership. In the vendor's example only.
        pub custom_attributes: Option<Vec<CustomAttribute>>,
    }
}

/// A custom attribute of the dealership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CustomAttribute {
    /// The attribute's name.
    pub name: String,
    /// The attribute's value.
    pub value: String,
}

impl CustomAttribute {
    /// Creates an attribute.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

impl CarFields {
    /// Checks the vendor's rules. `whole`: required fields must be set.
    pub(crate) fn check_rules(&self, whole: bool) -> Result<()> {
        let text = |field: &'static str, value: Option<&String>| match value {
            Some(value) if value.trim().is_empty() => Err(Error::invalid(field, "must not be empty")),
            None if whole => Err(Error::invalid(field, "is required")),
            _ => Ok(()),
        };
        text("stocknum", self.stocknum.as_ref())?;
        text("make", self.make.as_ref())?;
        text("model", self.model.as_ref())?;
        if whole && self.dealership_id.is_none() {
            return Err(Error::invalid("dealership_id", "is required"));
        }
        if whole && self.year.is_none() {
            return Err(Error::invalid("year", "is required"));
        }
        Ok(())
    }

    /// Whether sending these fields twice can create something twice.
    pub(crate) fn makes_records(&self) -> bool {
        self.extra.iter().any(|(name, _)| name.ends_with("_attributes"))
    }
}

/// The setters that a car's create and update share.
macro_rules! car_setters {
    () => {
        ::leads_core::setters! { body.car;
            /// Sets the registration number.
            rego: String,
            /// Sets the expiry date of the registration, day first.
            rego_expiry: $crate::model::DayFirst,
            /// Sets the state of the registration.
            rego_state: $crate::model::RegoState,
            /// Sets the vehicle identification number.
            vin: String,
            /// Sets the dealership's location.
            location_id: $crate::model::LocationId,
            /// Sets the odometer reading; the unit is not documented.
            odometer: i64,
            /// Sets the drive-away price, a whole number of dollars (inferred).
            dapprice: i64,
            /// Sets the price without government charges, a whole number of dollars (inferred).
            egcprice: i64,
            /// Sets which price is advertised if both are set.
            advertised_price: $crate::model::AdvertisedPrice,
            /// Sets the badge.
            badge: String,
            /// Sets the series.
            series: String,
            /// Sets the colour.
            colour: String,
            /// Sets the interior colour.
            interior_colour: String,
            /// Sets the transmission.
            transmission: String,
            /// Sets the fuel type.
            fuel: String,
            /// Sets the drive type.
            drive: String,
            /// Sets the number of doors.
            doors: i64,
            /// Sets the number of seats.
            seats: i64,
            /// Sets the code in the Red Book catalogue.
            redbook_code: String,
            /// Sets the code in the NVIC catalogue.
            nvic_code: String,
            /// Sets the dealer's comments.
            dealercomments: String,
            /// Sets its features.
            features: Vec<String>,
            /// Sets its status in the stock. There is no delete: set a car to withdrawn or sold instead.
            status: $crate::model::CarStatus,
            /// Sets whether it is new.
            car_type: $crate::model::CarType,
            /// Sets the kind of vehicle.
            item_type: $crate::model::ItemType,
            /// Sets the compliance date, day first.
            compliance_date: $crate::model::DayFirst,
            /// Sets the build date, day first. In the vendor's example only.
            build_date: $crate::model::DayFirst,
            /// Sets the URL of a video.
            external_video_url: String,
            /// Sets whether the dealer's website shows it.
            show_on_dealer_website: bool,
            /// Sets whether it is published to Autogate.
            load_to_autogate: bool,
            /// Sets whether it is published to Autotrader.
            load_to_autotrader: bool,
            /// Sets whether it is published to Drive.
            load_to_drive: bool,
            /// Sets whether it was imported outside the manufacturer's own channel.
            grey_market_import: bool,
            /// Sets the names of locked fields; the effect of locking is not documented.
            locked_fields: Vec<String>,
            /// Sets the URLs of its images.
            images: Vec<String>,
            /// Sets whether a car with this stock number is updated instead of a second one being created.
            match_existing_car_by_stocknum: bool,
            /// Sets the subscription plan. In the vendor's example only.
            subscription_plan_id: $crate::model::SubscriptionPlanId,
            /// Sets whether it is certified. In the vendor's example only.
            certified: bool,
            /// Sets custom attributes of the dealership. In the vendor's example only.
            custom_attributes: Vec<$crate::model::CustomAttribute>,
        }

        /// Sets the body type, such as `Hatch`.
        #[must_use]
        pub fn body_type(mut self, body: impl Into<String>) -> Self {
            self.body.car.body = Some(body.into());
            self
        }

        /// Sets a member that this crate has no setter for. A name that has one is rejected before sending.
        #[must_use]
        pub fn extra(mut self, name: impl Into<String>, value: impl Into<::serde_json::Value>) -> Self {
            self.body.car.extra.set(name, value);
            self
        }

        /// Skips the check of the vendor's rules, which can change over time.
        #[must_use]
        pub fn without_validation(mut self) -> Self {
            self.validate = false;
            self
        }
        /// Returns the fields.
        #[must_use]
        pub fn fields(&self) -> &$crate::model::CarFields {
            &self.body.car
        }
    };
}
pub(crate) use car_setters;
