//! `POST /v2/LeadManagement.svc/Lead.Update`

use super::GetLead;
use super::capture_lead::check_attributes;
use crate::api::prelude::*;
use crate::model::{Acknowledged, Attributes, FieldValue, LeadId};
use crate::verification;

/// Updates attributes of a lead.
///
/// `POST /v2/LeadManagement.svc/Lead.Update?leadId=&postUpdatedLead=`. To change the stage, set `ProspectStage`; to
/// change the owner, set `OwnerId`. Automations, webhooks and rules do not run unless
/// [`run_automations`](Self::run_automations) is set.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-a-lead/).
///
/// # Errors
///
/// [`InvalidEntity`](crate::ErrorCode::InvalidEntity) if the lead does not exist. A success that changed no record is
/// an error whose outcome is [`Unknown`](leads_core::WriteOutcome::Unknown), because its meaning is not documented.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::UpdateLead;
///
/// let id = "3aee22bd-8419-422a-8242-c510df9af021";
/// let request = UpdateLead::new(id, [("ProspectStage", "Customer")]).run_automations(true);
/// let updated = client.send(&request).await?;
/// println!("updated: {:?}", updated.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead.Update")]
#[doc(alias = "LeadManagement.svc/Lead.Update")]
#[doc(alias = "update lead")]
#[doc(alias = "update stage")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLead {
    lead_id: LeadId,
    run_automations: Option<bool>,
    body: UpdateLeadBody,
}

/// The wire body of [`UpdateLead`]. The async host accepts the same body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpdateLeadBody(pub(crate) Attributes);

impl UpdateLead {
    /// Updates these attributes of a lead.
    pub fn new(lead: impl Into<LeadId>, attributes: impl Into<Attributes>) -> Self {
        Self { lead_id: lead.into(), run_automations: None, body: UpdateLeadBody(attributes.into()) }
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

    /// Clears an attribute.
    #[must_use]
    pub fn clear(self, name: impl Into<String>) -> Self {
        self.attribute(name, "")
    }
}

impl Request for UpdateLead {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<LeadId>>;
    const OPERATION: Operation = op::post("update_lead", "/v2/LeadManagement.svc/Lead.Update", Safety::Idempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/update-a-lead/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .check(check_attributes(&self.body.0))
            .query("leadId", &self.lead_id)
            .query_opt("postUpdatedLead", self.run_automations)
            .json(&self.body)
    }
}

/// Reads the lead by its id. Reads lag behind writes by seconds, for an undocumented time: different values prove
/// nothing.
impl Resolve for UpdateLead {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead has every attribute that was sent";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.lead_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| verification::lead(&self.lead_id, &self.body.0, rows))
    }
}

has_body!(UpdateLead => UpdateLeadBody);

sample!(UpdateLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", [("ProspectStage", "Customer")]).run_automations(true));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn update_lead_serializes_to_the_wire_form() {
        let request = UpdateLead::new("7", [("mx_City", "Springfield")]).run_automations(true).clear("Notes");
        assert_eq!(
            request.parts().unwrap().render(UpdateLead::OPERATION.path).unwrap(),
            "/v2/LeadManagement.svc/Lead.Update?leadId=7&postUpdatedLead=true"
        );
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"[{"Attribute":"mx_City","Value":"Springfield"},{"Attribute":"Notes","Value":""}]"#
        );
        assert_eq!(UpdateLead::new("", [("a", "b")]).parts().unwrap_err().field(), Some("lead_id"));
    }
}
