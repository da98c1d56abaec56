//! `POST /v2/CompanyManagement.svc/Company.Create`

use crate::api::prelude::*;
use crate::model::{Acknowledged, Attributes, CompanyId, CompanyType, FieldValue};

/// Creates a company.
///
/// `POST /v2/CompanyManagement.svc/Company.Create`. The wrapper around the attributes is that of the documented update
/// and bulk calls (inferred): without one the vendor responds "You're missing Company details.".
///
/// If the response is lost, the outcome cannot be verified automatically: another client may have created a company
/// with the same name. To check by hand, list the companies of the type with `ListCompanies`.
///
/// # Errors
///
/// [`InvalidEntityReference`](crate::ErrorCode::InvalidEntityReference) for a value outside a strict dropdown such as
/// `Industry`, [`DuplicateEntry`](crate::ErrorCode::DuplicateEntry) for a value that must be unique; both are
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::companies::CreateCompany;
///
/// let request = CreateCompany::new(
///     "Vendors", [("CompanyName", "Water Services"), ("State", "Karnataka")],
/// );
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/CompanyManagement.svc/Company.Create")]
#[doc(alias = "CompanyManagement.svc/Company.Create")]
#[doc(alias = "create company")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateCompany {
    body: CreateCompanyBody,
}

/// The wire body of [`CreateCompany`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateCompanyBody {
    company_type: CompanyType,
    company_properties: Attributes,
}

impl CreateCompany {
    /// Creates a company of a type, given by name, with these attributes.
    pub fn new(company_type: impl Into<CompanyType>, attributes: impl Into<Attributes>) -> Self {
        Self { body: CreateCompanyBody { company_type: company_type.into(), company_properties: attributes.into() } }
    }

    /// Sets an attribute by its schema name.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.company_properties.set(name, value);
        self
    }
}

impl Request for CreateCompany {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<CompanyId>>;
    const OPERATION: Operation =
        op::post("create_company", "/v2/CompanyManagement.svc/Company.Create", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let attributes = &self.body.company_properties;
        Parts::new()
            .check(self.body.company_type.check())
            .require(!attributes.is_empty(), "attributes", "must contain an attribute")
            .check(attributes.check("attributes"))
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the companies of the type with ListCompanies".to_owned())
    }
}

has_body!(CreateCompany => CreateCompanyBody);

sample!(CreateCompany: Self::new("Vendors", [("CompanyName", "Water Services")]).attribute("State", "Karnataka"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn create_company_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&CreateCompany::new("Vendors", [("CompanyName", "W")])),
            r#"POST /v2/CompanyManagement.svc/Company.Create {"CompanyType":{"CompanyTypeName":"Vendors"},"CompanyProperties":[{"Attribute":"CompanyName","Value":"W"}]}"#
        );
        assert_eq!(CreateCompany::new("Vendors", Attributes::new()).parts().unwrap_err().field(), Some("attributes"));
        assert_eq!(CreateCompany::new("", [("a", "b")]).parts().unwrap_err().field(), Some("company_type"));
    }
}
