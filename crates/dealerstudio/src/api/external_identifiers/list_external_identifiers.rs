//! `GET /api/v1/dealerships/{dealership_id}/external_identifiers`

use crate::DealerStudio;
use crate::model::{CarId, Dealership, DealershipId, ExternalIdentifier, IdentifierName};
use crate::preflight::{Needs, PermissionNeed};
use leads_core::request::{Answer, Envelope, Operation, Parts, Raw, Request, Safety, Verb};
use leads_core::{Result, decode};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Lists a dealership's identifiers in other systems: manufacturers' dealer codes, lenders' codes.
///
/// `GET /api/v1/dealerships/{dealership_id}/external_identifiers`. The dealership is named by its id; a slug will not
/// do. With a car the answer holds what applies to that car: a location's own identifier goes before the
/// dealership's, one for the car's type before one for any type. There are no pages.
///
/// # Errors
/// `unauthorised` (the key is bad, or lacks `index:external_identifier`), `forbidden` (the key belongs to another
/// dealership), `not_found` (no such car). A read changes nothing. Documented.
///
/// ```
/// use dealerstudio::{api::external_identifiers::ListExternalIdentifiers, model::IdentifierName};
/// let request = ListExternalIdentifiers::new(42).car_id(7).identifier_name(IdentifierName::FordDealerCode);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListExternalIdentifiers {
    dealership_id: DealershipId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    car_id: Option<CarId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    identifier_name: Option<IdentifierName>,
}

impl ListExternalIdentifiers {
    /// Of a dealership.
    pub fn new(dealership: impl Into<DealershipId>) -> Self {
        Self { dealership_id: dealership.into(), car_id: None, identifier_name: None }
    }

    /// Only what applies to a car.
    #[must_use]
    pub fn car_id(mut self, car: impl Into<CarId>) -> Self {
        self.car_id = Some(car.into());
        self
    }

    /// Only identifiers of a name.
    #[must_use]
    pub fn identifier_name(mut self, name: impl Into<IdentifierName>) -> Self {
        self.identifier_name = Some(name.into());
        self
    }
}

impl Request for ListExternalIdentifiers {
    type Vendor = DealerStudio;
    type Response = Vec<Raw<ExternalIdentifier>>;
    const OPERATION: Operation = Operation::new(
        "list_external_identifiers",
        Verb::Get,
        "/api/v1/dealerships/{dealership_id}/external_identifiers",
        Safety::Read,
    )
    .docs("https://dev.dealerstudio.com.au/public-api/operations/apiv1dealershipsdealership_idexternal_identifiers");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("dealership_id", self.dealership_id)
            .query_opt("car_id", self.car_id)
            .query_opt("identifier_name", self.identifier_name.as_ref())
            .empty()
    }

    fn read(answer: &Answer) -> Result<Vec<Raw<ExternalIdentifier>>> {
        // In one pass what the answer nearly always is; every other form, and every mistake, by its rows.
        if let Ok(mut page) = Envelope::read_any(&answer.body, &[])
            && page.left_out() == 0
            && page.unreadable().is_empty()
            && let Some(rows) = page.take_rows()
            && rows.iter().all(|row: &Raw<ExternalIdentifier>| row.text().starts_with('{'))
        {
            return Ok(rows);
        }
        let rows: Vec<&RawValue> = decode::borrowed(&answer.body)?;
        rows.into_iter()
            .enumerate()
            .map(|(at, row)| {
                if !row.get().starts_with('{') {
                    return Err(decode::missing(format!("[{at}]")));
                }
                Raw::in_page(&answer.body, row).map_err(|error| decode::inside(&format!("[{at}]"), error))
            })
            .collect()
    }
}

impl Needs for ListExternalIdentifiers {
    const PERMISSION: PermissionNeed = PermissionNeed::One("index:external_identifier");
    fn dealership(&self) -> Option<Dealership> {
        Some(Dealership::Id(self.dealership_id))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListExternalIdentifiers {
    fn sample() -> Self {
        Self::new(42).car_id(7).identifier_name(IdentifierName::FordDealerCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filters_stand_in_the_query() {
        let path = |request: ListExternalIdentifiers| {
            request.parts().unwrap().render(ListExternalIdentifiers::OPERATION.path).unwrap()
        };
        assert_eq!(path(ListExternalIdentifiers::new(42)), "/api/v1/dealerships/42/external_identifiers");
        assert_eq!(
            path(ListExternalIdentifiers::new(42).car_id(7).identifier_name("of tomorrow")),
            "/api/v1/dealerships/42/external_identifiers?car_id=7&identifier_name=of%20tomorrow"
        );
    }

    #[test]
    fn rows_keep_what_they_have_and_lack() {
        let text = r#"[{"identifier_name":"angle","car_type":"new"},
            {"id":"1","identifier_name":"of_tomorrow","primary_code":7,"secondary_code":null,"new":[1]}]"#;
        let rows = ListExternalIdentifiers::read(&Answer::new(200, Default::default(), text)).unwrap();
        assert_eq!(rows[0].identifier_name, Some(IdentifierName::Angle));
        assert_eq!((rows[1].id, rows[1].primary_code.as_deref()), (Some(1.into()), Some("7")));
        assert_eq!(rows[1].identifier_name.as_ref().unwrap().as_str(), "of_tomorrow");
        assert_eq!(rows[1].field("new").unwrap().get(), "[1]");
        let wrong = ListExternalIdentifiers::read(&Answer::new(200, Default::default(), "[{},[7]]")).unwrap_err();
        assert_eq!(wrong.decode_error().unwrap().path, "[1]");
    }
}
