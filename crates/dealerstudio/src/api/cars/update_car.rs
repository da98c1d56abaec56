//! `PUT /api/cars/{id}`

use crate::api::prelude::*;
use crate::api::{is_off, is_on, on};
use crate::model::{CarBody, CarFields, CarRecord, CarRef, Dealership, DealershipId, car_setters};
use crate::preflight::{Needs, PermissionNeed};
use leads_core::Error;

/// Updates a car in a dealership's stock.
///
/// `PUT /api/cars/{id}`, without a version in the path. The vendor marks the same fields as required as for a create,
/// so [`new`](Self::new) takes them all; [`partial`](Self::partial) sends only what is set and lets the server decide
/// whether to accept it. To remove a car, set it to [withdrawn or sold](crate::model::CarStatus).
///
/// It is retried automatically after a lost response.
///
/// If the response is lost, the outcome cannot be verified automatically, because Dealer Studio has no operation that
/// reads the record. [`Error::help`](crate::Error::help) says where to check manually.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apicarsid).
///
/// # Errors
///
/// * before sending: an empty id, stock number, make or model;
/// * `unauthorised`, `forbidden`, `not_found`, `validation_failed`: [`NotApplied`](leads_core::WriteOutcome::NotApplied);
/// * a foreign response or a 5xx: [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// The request is documented; its responses could not be read, so an empty one is a success.
///
/// # Examples
///
/// ```
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use dealerstudio::{api::cars::UpdateCar, model::CarStatus};
///
/// let sold = UpdateCar::new(7, 42, "S-100", "Toyota", "Corolla", 2024)
///     .status(CarStatus::Sold);
/// let reply = client.send(&sold).await?;
/// if let Some(car) = reply.into_inner() {
///     println!("{:?}", car.id);
/// }
/// // Only some fields.
/// client.send(&UpdateCar::partial(8).egcprice(27_990)).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/api/cars/{id}")]
#[doc(alias = "api/cars/{id}")]
#[doc(alias = "update car")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateCar {
    id: CarRef,
    body: CarBody,
    #[serde(default, skip_serializing_if = "is_off")]
    partial: bool,
    #[serde(default = "on", skip_serializing_if = "is_on")]
    validate: bool,
}

impl UpdateCar {
    /// Creates an update of a car with the fields that the vendor requires.
    pub fn new(
        id: impl Into<CarRef>,
        dealership: impl Into<DealershipId>,
        stocknum: impl Into<String>,
        make: impl Into<String>,
        model: impl Into<String>,
        year: i32,
    ) -> Self {
        let body = CarBody::required(dealership.into(), stocknum.into(), make.into(), model.into(), year);
        Self { id: id.into(), body, partial: false, validate: true }
    }

    /// Creates a request that updates only the fields set afterwards. The vendor marks several fields as required for
    /// an update too, and may reject it.
    pub fn partial(id: impl Into<CarRef>) -> Self {
        Self { id: id.into(), body: CarBody::default(), partial: true, validate: true }
    }

    leads_core::setters! { body.car;
        /// Sets the dealership; for a partial update.
        dealership_id: DealershipId,
        /// Sets the stock number; for a partial update.
        stocknum: String,
        /// Sets the make; for a partial update.
        make: String,
        /// Sets the model; for a partial update.
        model: String,
        /// Sets the model year, four digits; for a partial update.
        year: i32,
    }

    car_setters!();
}

impl Request for UpdateCar {
    type Vendor = DealerStudio;
    type Response = Option<Raw<CarRecord>>;
    const OPERATION: Operation = op::put("update_car", "/api/cars/{id}", Safety::Idempotent)
        .docs("https://dev.dealerstudio.com.au/public-api/operations/apicarsid");

    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new().path("id", &self.id).check(self.body.car.check_extra());
        if !self.validate {
            return parts.json(&self.body);
        }
        if self.partial && self.body.car == CarFields::default() {
            return Err(Error::invalid("car", "changes nothing"));
        }
        parts.check(self.body.car.check_rules(!self.partial)).json(&self.body)
    }

    fn safety(&self) -> Safety {
        if self.body.car.makes_records() { Safety::NonIdempotent } else { Safety::Idempotent }
    }

    fn trace(&self) -> Option<String> {
        Some(format!("check car {} in Dealer Studio", self.id))
    }
}

has_body!(UpdateCar => CarBody);

impl Needs for UpdateCar {
    const PERMISSION: PermissionNeed = PermissionNeed::NotDocumented;
    fn dealership(&self) -> Option<Dealership> {
        self.body.car.dealership_id.map(Dealership::Id)
    }
}

sample!(UpdateCar: {
    use crate::model::CarStatus;
    Self::new(7, 42, "S-100", "Toyota", "Corolla", 2024).status(CarStatus::Sold).odometer(12_400)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_accepts_text_and_numbers() {
        let path = |request: UpdateCar| request.parts().and_then(|parts| parts.render(UpdateCar::OPERATION.path));
        assert_eq!(path(UpdateCar::partial(7).year(2024)).unwrap(), "/api/cars/7");
        assert_eq!(path(UpdateCar::partial("a b").year(2024)).unwrap(), "/api/cars/a%20b");
        assert_eq!(path(UpdateCar::partial("").year(2024)).unwrap_err().field(), Some("id"));
        assert_eq!(path(UpdateCar::partial(7)).unwrap_err().field(), Some("car"));
        assert_eq!(path(UpdateCar::partial(7).make("")).unwrap_err().field(), Some("make"));
        assert!(path(UpdateCar::partial(7).without_validation()).is_ok());
    }

    #[test]
    fn stored_request_round_trips() {
        let request = UpdateCar::partial("x7").make("Toyota");
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, r#"{"id":"x7","body":{"car":{"make":"Toyota"}},"partial":true}"#);
        assert_eq!(serde_json::from_str::<UpdateCar>(&stored).unwrap(), request);
        assert_eq!(request.safety(), Safety::Idempotent);
        assert_eq!(request.extra("x_attributes", 1).safety(), Safety::NonIdempotent);
    }
}
