//! `POST /v2/LeadManagement.svc/Lead.CreateOrUpdate`

use super::SearchLeads;
use super::capture_lead::check_attributes;
use crate::api::prelude::*;
use crate::model::{Acknowledged, Attributes, FieldValue, LeadId, check_search_by};
use crate::verification;

/// Creates a lead, or updates the one that matches by a field.
///
/// `POST /v2/LeadManagement.svc/Lead.CreateOrUpdate?postUpdatedLead=`. A search by `Phone` compares the exact text,
/// while [`GetLeadByPhone`](super::GetLeadByPhone) normalises the number (observed).
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-or-update/).
///
/// # Errors
///
/// [`DuplicateEntry`](crate::ErrorCode::DuplicateEntry) if another unique value belongs to another lead.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::CreateOrUpdateLead;
///
/// let request = CreateOrUpdateLead::new(
///     "EmailAddress", [("EmailAddress", "jane@example.com"), ("FirstName", "Jane")],
/// );
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead.CreateOrUpdate")]
#[doc(alias = "LeadManagement.svc/Lead.CreateOrUpdate")]
#[doc(alias = "create or update lead")]
#[doc(alias = "create or update")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateOrUpdateLead {
    run_automations: Option<bool>,
    body: CreateOrUpdateLeadBody,
}

/// The wire body of [`CreateOrUpdateLead`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreateOrUpdateLeadBody(Attributes);

impl CreateOrUpdateLead {
    /// Creates the lead, or updates the one that matches by the field `search_by`; the attributes must contain its
    /// value.
    pub fn new(search_by: impl Into<String>, attributes: impl Into<Attributes>) -> Self {
        let attributes: Attributes = attributes.into();
        Self { run_automations: None, body: CreateOrUpdateLeadBody(attributes.with("SearchBy", search_by.into())) }
    }

    /// Sets whether automations, webhooks and rules run for the update.
    #[must_use]
    pub fn run_automations(mut self, run: bool) -> Self {
        self.run_automations = Some(run);
        self
    }

    /// Sets an attribute by its schema name.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.0.set(name, value);
        self
    }
}

impl Request for CreateOrUpdateLead {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<LeadId>>;
    const OPERATION: Operation =
        op::post("create_or_update_lead", "/v2/LeadManagement.svc/Lead.CreateOrUpdate", Safety::Idempotent)
            .docs("https://apidocs.leadsquared.com/create-or-update/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(check_attributes(&self.body.0))
            .check(check_search_by(&self.body.0, "search_by"))
            .query_opt("postUpdatedLead", self.run_automations)
            .json(&self.body)
    }

    fn safety(&self) -> Safety {
        // A stored request can lack the field by which the lead is found; then each call could create one.
        if self.body.0.get("SearchBy").is_some() { Safety::Idempotent } else { Safety::NonIdempotent }
    }
}

/// Searches for the lead by the field that `SearchBy` names. A lead that has every attribute makes a second call
/// unnecessary, regardless of who created it; one that differs proves nothing.
impl Resolve for CreateOrUpdateLead {
    type Check = SearchLeads;
    const FOUND_WHEN: &'static str = "a lead found by the same field has every attribute that was sent";

    fn check(&self) -> Option<SearchLeads> {
        verification::search(&self.body.0)
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| verification::captured(&self.body.0, rows))
    }
}

has_body!(CreateOrUpdateLead => CreateOrUpdateLeadBody);

sample!(CreateOrUpdateLead: Self::new("EmailAddress", [("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]).run_automations(false));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_field_must_be_present() {
        let request = CreateOrUpdateLead::new("Phone", [("EmailAddress", "jane@example.com")]);
        assert_eq!(request.parts().unwrap_err().field(), Some("search_by"));
        assert!(request.attribute("Phone", "+1-5550100").parts().is_ok());
    }
}
