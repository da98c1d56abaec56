//! `POST /v2/LeadManagement.svc/Lead.Create`

use super::capture_lead::check_attributes;
use crate::api::prelude::*;
use crate::model::{Acknowledged, Attributes, FieldValue, LeadId};

/// Creates a lead.
///
/// `POST /v2/LeadManagement.svc/Lead.Create`. At least one of first name, last name, e-mail address and phone number is
/// required.
///
/// The library never sends this request twice: the vendor has no key that would make a second call harmless.
///
/// If the response is lost, the outcome cannot be verified automatically: another client may have created a lead with
/// the same address. To check by hand, use `GetLeadByEmail` or `GetLeadByPhone`. For a request that can be verified,
/// use [`CreateOrUpdateLead`](super::CreateOrUpdateLead) with a unique field.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-a-lead/).
///
/// # Errors
///
/// [`DuplicateEntry`](crate::ErrorCode::DuplicateEntry) if a unique value belongs to another lead.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::leads::CreateLead, model::Attributes};
///
/// let kyc = Attributes::from([("Status", "Pending"), ("mx_CustomObject_1", "scan.png")]);
/// let request = CreateLead::new(
///     Attributes::from([("FirstName", "Jane"), ("EmailAddress", "jane@example.com")])
///         .with_composite("mx_KYC", kyc),
/// );
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead.Create")]
#[doc(alias = "LeadManagement.svc/Lead.Create")]
#[doc(alias = "create lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLead {
    body: CreateLeadBody,
}

/// The wire body of [`CreateLead`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreateLeadBody(Attributes);

impl CreateLead {
    /// Creates a lead with these attributes.
    pub fn new(attributes: impl Into<Attributes>) -> Self {
        Self { body: CreateLeadBody(attributes.into()) }
    }

    /// Sets an attribute by its schema name.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.0.set(name, value);
        self
    }
}

impl Request for CreateLead {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<LeadId>>;
    const OPERATION: Operation = op::post("create_lead", "/v2/LeadManagement.svc/Lead.Create", Safety::NonIdempotent)
        .docs("https://apidocs.leadsquared.com/create-a-lead/");

    fn parts(&self) -> Result<Parts> {
        let named = ["FirstName", "LastName", "EmailAddress", "Phone"]
            .iter()
            .any(|name| self.body.0.get(name).is_some_and(|value| !value.is_blank()));
        Parts::new()
            .check(check_attributes(&self.body.0))
            .require(named, "attributes", "must contain a first name, last name, e-mail address or phone number")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("look up the lead with GetLeadByEmail or GetLeadByPhone".to_owned())
    }
}

has_body!(CreateLead => CreateLeadBody);

sample!(CreateLead: Self::new([("FirstName", "Jane"), ("EmailAddress", "jane@example.com")]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_address_or_phone_is_required() {
        assert_eq!(CreateLead::new([("mx_City", "x")]).parts().unwrap_err().field(), Some("attributes"));
        assert!(CreateLead::new([("LastName", "Doe")]).parts().is_ok());
        assert!(!format!("{:?}", CreateLead::new([("LastName", "Doe")])).contains("Doe\""));
    }
}
