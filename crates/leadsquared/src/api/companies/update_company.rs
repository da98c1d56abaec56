//! `POST /v2/CompanyManagement.svc/Company.Update`

use crate::api::prelude::*;
use crate::model::{Acknowledged, Attributes, CompanyId, FieldValue};

/// Updates attributes of a company.
///
/// `POST /v2/CompanyManagement.svc/Company.Update?companyId=`. Only the attributes that are sent change.
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read accepts a company id. To
/// check by hand, list the companies of the type with `ListCompanies` and compare the attributes.
///
/// # Errors
///
/// [`InvalidEntityReference`](crate::ErrorCode::InvalidEntityReference) for a value outside a strict dropdown such as
/// `Industry`. A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::companies::UpdateCompany;
///
/// let request = UpdateCompany::new("a311900c-0e56-4601-b580-f931645e7b32")
///     .attribute("State", "Karnataka")
///     .clear("Phone");
/// let updated = client.send(&request).await?;
/// println!("updated: {:?}", updated.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/CompanyManagement.svc/Company.Update")]
#[doc(alias = "CompanyManagement.svc/Company.Update")]
#[doc(alias = "update company")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateCompany {
    company_id: CompanyId,
    body: UpdateCompanyBody,
}

/// The wire body of [`UpdateCompany`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct UpdateCompanyBody {
    company_properties: Attributes,
}

impl UpdateCompany {
    /// Creates a request that updates a company.
    pub fn new(company: impl Into<CompanyId>) -> Self {
        Self { company_id: company.into(), body: UpdateCompanyBody { company_properties: Attributes::new() } }
    }

    /// Sets an attribute by its schema name.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.company_properties.set(name, value);
        self
    }

    /// Clears an attribute.
    #[must_use]
    pub fn clear(self, name: impl Into<String>) -> Self {
        self.attribute(name, "")
    }
}

impl Request for UpdateCompany {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<CompanyId>>;
    const OPERATION: Operation =
        op::post("update_company", "/v2/CompanyManagement.svc/Company.Update", Safety::Idempotent).names_record();

    fn parts(&self) -> Result<Parts> {
        let attributes = &self.body.company_properties;
        Parts::new()
            .check(crate::model::check_id(self.company_id.as_str(), "company_id"))
            .require(!attributes.is_empty(), "attributes", "must contain an attribute: nothing would change")
            .check(attributes.check("attributes"))
            .query("companyId", &self.company_id)
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("compare the company's attributes in ListCompanies of its type".to_owned())
    }
}

has_body!(UpdateCompany => UpdateCompanyBody);

sample!(UpdateCompany: Self::new("0a0a0b0b-0c0c-4d0d-8e0e-0f0f00000101").attribute("State", "Karnataka"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn update_company_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&UpdateCompany::new("7").attribute("State", "x").clear("Phone")),
            r#"POST /v2/CompanyManagement.svc/Company.Update?companyId=7 {"CompanyProperties":[{"Attribute":"State","Value":"x"},{"Attribute":"Phone","Value":""}]}"#
        );
        assert_eq!(UpdateCompany::new("7").parts().unwrap_err().field(), Some("attributes"));
        assert_eq!(UpdateCompany::new("").clear("a").parts().unwrap_err().field(), Some("company_id"));
    }
}
