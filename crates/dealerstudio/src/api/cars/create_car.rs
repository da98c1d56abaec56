//! `POST /api/cars`

use crate::api::prelude::*;
use crate::api::{is_on, on};
use crate::model::{CarBody, CarRecord, Dealership, DealershipId, car_setters};
use crate::preflight::{Needs, PermissionNeed};

/// Adds a car to a dealership's stock.
///
/// `POST /api/cars`, without a version in the path. With
/// [`match_existing_car_by_stocknum`](Self::match_existing_car_by_stocknum) a car with the same stock number is updated
/// instead of a second one being created.
///
/// No idempotency is documented, so it is retried only if the previous attempt is known to have had no effect.
///
/// If the response is lost, the outcome cannot be verified automatically, because Dealer Studio has no operation that
/// reads the record. [`Error::help`](crate::Error::help) says where to check manually.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apicars).
///
/// # Errors
///
/// * before sending: an empty stock number, make or model;
/// * `unauthorised`, `forbidden`, `validation_failed`: [`NotApplied`](leads_core::WriteOutcome::NotApplied);
/// * a timeout, a foreign response or a 5xx: [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// The request is documented; its responses could not be read, so an empty one is a success.
///
/// # Examples
///
/// ```
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use dealerstudio::{api::cars::CreateCar, model::{CarStatus, CarType}};
///
/// let request = CreateCar::new(42, "S-100", "Toyota", "Corolla", 2024)
///     .car_type(CarType::Used)
///     .status(CarStatus::InStock)
///     .egcprice(29_990)
///     .match_existing_car_by_stocknum(true);
/// let reply = client.send(&request).await?;
/// if let Some(car) = reply.into_inner() {
///     println!("{:?}", car.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/api/cars")]
#[doc(alias = "api/cars")]
#[doc(alias = "create car")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateCar {
    body: CarBody,
    #[serde(default = "on", skip_serializing_if = "is_on")]
    validate: bool,
}

impl CreateCar {
    /// Creates a car with the fields that the vendor requires.
    pub fn new(
        dealership: impl Into<DealershipId>,
        stocknum: impl Into<String>,
        make: impl Into<String>,
        model: impl Into<String>,
        year: i32,
    ) -> Self {
        let body = CarBody::required(dealership.into(), stocknum.into(), make.into(), model.into(), year);
        Self { body, validate: true }
    }

    car_setters!();
}

impl Request for CreateCar {
    type Vendor = DealerStudio;
    type Response = Option<Raw<CarRecord>>;
    const OPERATION: Operation = op::post("create_car", "/api/cars", Safety::NonIdempotent)
        .docs("https://dev.dealerstudio.com.au/public-api/operations/apicars");

    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new().check(self.body.car.check_extra());
        let parts = if self.validate { parts.check(self.body.car.check_rules(true)) } else { parts };
        parts.json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        let number = self.body.car.stocknum.as_deref()?;
        Some(format!("check Dealer Studio for a car with stock number `{number}`"))
    }
}

has_body!(CreateCar => CarBody);

impl Needs for CreateCar {
    const PERMISSION: PermissionNeed = PermissionNeed::NotDocumented;
    fn dealership(&self) -> Option<Dealership> {
        self.body.car.dealership_id.map(Dealership::Id)
    }
}

sample!(CreateCar: {
    use crate::model::{AdvertisedPrice, CarStatus, CarType, CustomAttribute, ItemType, RegoState};
    Self::new(42, "S-100", "Toyota", "Corolla", 2024)
        .rego("ABC123")
        .rego_expiry("31/12/2027")
        .rego_state(RegoState::Qld)
        .vin("00000000000000000")
        .location_id(5)
        .odometer(12_345)
        .dapprice(31_990)
        .egcprice(29_990)
        .advertised_price(AdvertisedPrice::Egc)
        .badge("Sport")
        .series("S1")
        .body_type("Hatch")
        .colour("Blue")
        .interior_colour("Black")
        .transmission("automatic")
        .fuel("Petrol")
        .drive("FWD")
        .doors(5)
        .seats(5)
        .redbook_code("RB-1")
        .nvic_code("NV-1")
        .dealercomments("One owner")
        .features(vec!["Bluetooth".to_owned()])
        .status(CarStatus::InStock)
        .car_type(CarType::Used)
        .item_type(ItemType::Car)
        .compliance_date("01/02/2024")
        .build_date("01/01/2024")
        .external_video_url("https://example.com/video")
        .show_on_dealer_website(true)
        .load_to_autogate(true)
        .load_to_autotrader(false)
        .load_to_drive(false)
        .grey_market_import(false)
        .locked_fields(vec!["vin".to_owned()])
        .images(vec!["https://example.com/1.jpg".to_owned()])
        .match_existing_car_by_stocknum(true)
        .subscription_plan_id("9")
        .certified(true)
        .custom_attributes(vec![CustomAttribute::new("towbar", "yes")])
        .extra("brand_new_member", 1)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn create_car_wire_body_and_stored_request_have_their_own_forms() {
        let request = CreateCar::new(42, "S-1", "Toyota", "Yaris", 2024).subscription_plan_id("12").extra("later", "x");
        let body = r#"{"car":{"stocknum":"S-1","dealership_id":42,"make":"Toyota","model":"Yaris","year":2024,"subscription_plan_id":"12","later":"x"}}"#;
        assert_eq!(serde_json::to_string(HasBody::body(&request)).unwrap(), body);
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, format!("{{\"body\":{body}}}"));
        assert_eq!(serde_json::from_str::<CreateCar>(&stored).unwrap(), request);
    }

    #[test]
    fn empty_or_shadowed_field_is_named_in_the_error() {
        for (request, field) in [
            (CreateCar::new(1, "", "a", "b", 2024), "stocknum"),
            (CreateCar::new(1, "s", "", "b", 2024), "make"),
            (CreateCar::new(1, "s", "a", " ", 2024), "model"),
        ] {
            assert_eq!(request.parts().unwrap_err().field(), Some(field));
            assert!(request.without_validation().parts().is_ok());
        }
        let shadow = CreateCar::new(1, "s", "a", "b", 2024).extra("vin", 1).without_validation();
        assert_eq!(shadow.parts().unwrap_err().field(), Some("vin"));
        let without: CreateCar =
            serde_json::from_str(r#"{"body":{"car":{"stocknum":"s","make":"a","model":"b"}}}"#).unwrap();
        assert_eq!(without.parts().unwrap_err().field(), Some("dealership_id"));
    }
}
