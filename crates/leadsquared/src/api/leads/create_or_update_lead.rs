//! `POST /v2/LeadManagement.svc/Lead.CreateOrUpdate`

use super::SearchLeads;
use super::capture_lead::check_attributes;
use crate::LeadSquared;
use crate::api::has_body;
use crate::look::{self, looks};
use crate::model::check_search_by;
use crate::model::{Acknowledged, Attributes, FieldValue, LeadId};
use crate::plan::CALLS_ONLY;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Resolution, Result};
use serde::{Deserialize, Serialize};

/// Makes a lead, or changes the one that a field finds.
///
/// `POST /v2/LeadManagement.svc/Lead.CreateOrUpdate?postUpdatedLead=`.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`DuplicateEntry`](crate::ErrorCode::DuplicateEntry) when another unique value belongs to another lead.
///
/// ```
/// use leadsquared::api::leads::CreateOrUpdateLead;
/// let request = CreateOrUpdateLead::new("EmailAddress", [("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateOrUpdateLead {
    run_automations: Option<bool>,
    body: CreateOrUpdateLeadBody,
}

/// The body of [`CreateOrUpdateLead`], as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreateOrUpdateLeadBody(Attributes);

impl CreateOrUpdateLead {
    /// Makes the lead, or changes the one that the field `search_by` finds; its value is among the attributes.
    pub fn new(search_by: impl Into<String>, attributes: impl Into<Attributes>) -> Self {
        let attributes: Attributes = attributes.into();
        Self { run_automations: None, body: CreateOrUpdateLeadBody(attributes.with("SearchBy", search_by.into())) }
    }

    /// Lets automations, webhooks and rules run for the change.
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
    const OPERATION: Operation = Operation::new(
        "create_or_update_lead",
        Method::Post,
        "/v2/LeadManagement.svc/Lead.CreateOrUpdate",
        Safety::Idempotent,
    )
    .rate(CALLS_ONLY)
    .docs("https://apidocs.leadsquared.com/create-or-update/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(check_attributes(&self.body.0))
            .check(check_search_by(&self.body.0, "search_by"))
            .query_opt("postUpdatedLead", self.run_automations)
            .json(&self.body)
    }

    fn safety(&self) -> Safety {
        // A stored request can lack the field that finds the lead; then each call could make one.
        if self.body.0.get("SearchBy").is_some() { Safety::Idempotent } else { Safety::NonIdempotent }
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

looks! {
    /// Searches the lead by the field that `SearchBy` names.
    /// A lead with every attribute needs no second call, whoever made it; one that differs proves nothing.
    CreateOrUpdateLead by SearchLeads, "a lead found by the same field has every attribute that was sent":
    look |this| look::search(&this.body.0);
    judge |this, seen| seen.map_or(Resolution::CannotTell, |rows| look::captured(&this.body.0, rows))
}

has_body! { CreateOrUpdateLead, CreateOrUpdateLeadBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateOrUpdateLead {
    fn sample() -> Self {
        Self::new("EmailAddress", [("EmailAddress", "jane@example.com"), ("FirstName", "Jane")]).run_automations(false)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_field_that_finds_must_be_there() {
        let request = CreateOrUpdateLead::new("Phone", [("EmailAddress", "jane@example.com")]);
        assert_eq!(request.parts().unwrap_err().field(), Some("search_by"));
        assert!(request.attribute("Phone", "+1-5550100").parts().is_ok());
    }
}
