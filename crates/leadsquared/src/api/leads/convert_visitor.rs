//! `POST /v2/LeadManagement.svc/Lead.Convert`

use super::GetLead;
use super::capture_lead::check_attributes;
use crate::api::prelude::*;
use crate::model::{Acknowledged, Attributes, FieldValue, LeadId};
use crate::verification;
use leads_core::vendor::Evidence;

/// Converts an anonymous visitor to a lead.
///
/// `POST /v2/LeadManagement.svc/Lead.Convert?leadId=` (observed).
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// # Errors
///
/// [`InvalidEntity`](crate::ErrorCode::InvalidEntity) if the visitor does not exist.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::ConvertVisitor;
///
/// let request =
///     ConvertVisitor::new("3aee22bd-8419-422a-8242-c510df9af021", [("OwnerId", "1234567")]);
/// let converted = client.send(&request).await?;
/// println!("converted: {:?}", converted.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead.Convert")]
#[doc(alias = "LeadManagement.svc/Lead.Convert")]
#[doc(alias = "convert visitor")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConvertVisitor {
    lead_id: LeadId,
    body: ConvertVisitorBody,
}

/// The wire body of [`ConvertVisitor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConvertVisitorBody(Attributes);

impl ConvertVisitor {
    /// Converts a visitor to a lead with these attributes.
    pub fn new(visitor: impl Into<LeadId>, attributes: impl Into<Attributes>) -> Self {
        Self { lead_id: visitor.into(), body: ConvertVisitorBody(attributes.into()) }
    }

    /// Sets an attribute by its schema name.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.0.set(name, value);
        self
    }
}

impl Request for ConvertVisitor {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<LeadId>>;
    const OPERATION: Operation = op::post("convert_visitor", "/v2/LeadManagement.svc/Lead.Convert", Safety::Idempotent)
        .names_record()
        .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .check(check_attributes(&self.body.0))
            .query("leadId", &self.lead_id)
            .json(&self.body)
    }
}

/// Reads the lead by its id. Reads lag behind writes by seconds, for an undocumented time: different values prove
/// nothing.
impl Resolve for ConvertVisitor {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead has every attribute that was sent";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.lead_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| verification::lead(&self.lead_id, &self.body.0, rows))
    }
}

has_body!(ConvertVisitor => ConvertVisitorBody);

sample!(ConvertVisitor: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", [("OwnerId", "0d0e0f00-0000-4000-8000-000000000001")]));
