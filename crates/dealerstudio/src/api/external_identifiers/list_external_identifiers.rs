//! `GET /api/v1/dealerships/{dealership_id}/external_identifiers`

use crate::api::prelude::*;
use crate::model::{CarId, Dealership, DealershipId, ExternalIdentifier, IdentifierName};
use crate::preflight::{Needs, PermissionNeed};
use leads_core::vendor::{AllRows, Envelope, Unreadable, decode};
use serde::Serializer;
use std::ops::Deref;

/// Lists a dealership's identifiers in other systems: manufacturers' dealer codes, lenders' codes.
///
/// `GET /api/v1/dealerships/{dealership_id}/external_identifiers`. The dealership must be identified by its id; a slug
/// is not accepted. With a car the response has what applies to that car: a location's own identifier takes precedence
/// over the dealership's, one for the car's type over one for any type. The list is not paged.
///
/// See [the vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1dealershipsdealership_idexternal_identifiers).
///
/// # Errors
///
/// `unauthorised` (the key is invalid, or lacks `index:external_identifier`), `forbidden` (the key belongs to another
/// dealership), `not_found` (no such car). A read changes nothing. Documented.
///
/// # Examples
///
/// ```
/// # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
/// use dealerstudio::api::external_identifiers::ListExternalIdentifiers;
/// use dealerstudio::model::IdentifierName;
///
/// let request = ListExternalIdentifiers::new(42)
///     .car_id(7)
///     .identifier_name(IdentifierName::FordDealerCode);
/// let identifiers = client.send(&request).await?;
/// for identifier in identifiers.iter() {
///     println!("{:?}: {:?}", identifier.identifier_name, identifier.primary_code);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/api/v1/dealerships/{dealership_id}/external_identifiers")]
#[doc(alias = "dealerships/{dealership_id}/external_identifiers")]
#[doc(alias = "list external identifiers")]
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
    /// Creates a request for the identifiers of a dealership.
    pub fn new(dealership: impl Into<DealershipId>) -> Self {
        Self { dealership_id: dealership.into(), car_id: None, identifier_name: None }
    }

    /// Limits the list to what applies to a car.
    #[must_use]
    pub fn car_id(mut self, car: impl Into<CarId>) -> Self {
        self.car_id = Some(car.into());
        self
    }

    /// Limits the list to identifiers with a name.
    #[must_use]
    pub fn identifier_name(mut self, name: impl Into<IdentifierName>) -> Self {
        self.identifier_name = Some(name.into());
        self
    }
}

/// The identifiers of a dealership, each with its text. Derefs to the rows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExternalIdentifiers {
    /// The rows in the vendor's order.
    pub rows: Vec<Raw<ExternalIdentifier>>,
    /// The rows that could not be parsed, each with its error and text. They are not in `rows`.
    pub unreadable: Vec<Unreadable>,
}

impl Deref for ExternalIdentifiers {
    type Target = [Raw<ExternalIdentifier>];
    fn deref(&self) -> &Self::Target {
        &self.rows
    }
}

impl IntoIterator for ExternalIdentifiers {
    type Item = Raw<ExternalIdentifier>;
    type IntoIter = std::vec::IntoIter<Self::Item>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl Serialize for ExternalIdentifiers {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        AllRows(&self.rows, &self.unreadable).serialize(serializer)
    }
}

impl Request for ListExternalIdentifiers {
    type Vendor = DealerStudio;
    type Response = ExternalIdentifiers;
    const OPERATION: Operation = op::get(
        "list_external_identifiers",
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
}

impl FromResponse<DealerStudio> for ExternalIdentifiers {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        if response.first_byte() != Some(b'[') {
            return Err(decode::missing("[0]"));
        }
        let mut page = Envelope::read_any(&response.body, &[])?;
        let unreadable = page.take_unreadable();
        Ok(ExternalIdentifiers { rows: page.take_rows().unwrap_or_default(), unreadable })
    }
}

impl Needs for ListExternalIdentifiers {
    const PERMISSION: PermissionNeed = PermissionNeed::One("index:external_identifier");
    fn dealership(&self) -> Option<Dealership> {
        Some(Dealership::Id(self.dealership_id))
    }
}

sample!(ListExternalIdentifiers: Self::new(42).car_id(7).identifier_name(IdentifierName::FordDealerCode));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_sent_in_the_query() {
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
    fn rows_keep_unknown_and_missing_members() {
        let text = r#"[{"identifier_name":"angle","car_type":"new"},
            {"id":"1","identifier_name":"of_tomorrow","primary_code":7,"secondary_code":null,"new":[1]}]"#;
        let rows = ListExternalIdentifiers::read(&HttpResponse::new(200, Default::default(), text)).unwrap();
        assert_eq!(rows[0].identifier_name, Some(IdentifierName::Angle));
        assert_eq!((rows[1].id, rows[1].primary_code.as_deref()), (Some(1.into()), Some("7")));
        assert_eq!(rows[1].identifier_name.as_ref().unwrap().as_str(), "of_tomorrow");
        assert_eq!(rows[1].field("new").unwrap().get(), "[1]");
        let read =
            |body: &str| ListExternalIdentifiers::read(&HttpResponse::new(200, Default::default(), body.to_owned()));
        let malformed = read("[{},[7]]").unwrap();
        assert_eq!(
            (malformed.len(), malformed.unreadable[0].error().decode_error().unwrap().path.as_str()),
            (1, "[1]")
        );
        for foreign in ["{}", "[[7]]", r#"["x"]"#, "7", ""] {
            assert!(read(foreign).unwrap_err().is_decode(), "{foreign}");
        }
    }
}
