//! `POST /v2/ProspectActivity.svc/CreateCustom`

use super::lead_with_activity::{CreateLeadWithActivityBody, lead_with_activity_setters};
use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId, Attributes, EventCode};

/// Creates or finds a lead and posts an activity on it, in one call.
///
/// `POST /v2/ProspectActivity.svc/CreateCustom`. The lead is found by the pseudo attribute `SearchBy`, which
/// [`search_by`](Self::search_by) sets; without it, the vendor's own rules decide.
///
/// If the response is lost, the outcome cannot be verified automatically: an activity has no client-supplied key. To
/// check by hand, list the lead's activities with `ListActivitiesOfLead`.
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::activities::CreateLeadWithActivity, model::Attributes};
///
/// let lead = Attributes::from([("EmailAddress", "jane@example.com")]);
/// let request = CreateLeadWithActivity::new(lead, 201)
///     .search_by("EmailAddress")
///     .note("asked for a catalogue");
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/CreateCustom")]
#[doc(alias = "ProspectActivity.svc/CreateCustom")]
#[doc(alias = "create lead with activity")]
#[doc(alias = "create lead with")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLeadWithActivity {
    body: CreateLeadWithActivityBody,
}

impl CreateLeadWithActivity {
    /// Posts an activity of an event on the lead with these attributes.
    pub fn new(lead: impl Into<Attributes>, event: impl Into<EventCode>) -> Self {
        Self { body: CreateLeadWithActivityBody::new(lead.into(), event.into()) }
    }

    lead_with_activity_setters! {}
}

impl Request for CreateLeadWithActivity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ActivityId>>;
    const OPERATION: Operation =
        op::post("create_lead_with_activity", "/v2/ProspectActivity.svc/CreateCustom", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(CreateLeadWithActivity => CreateLeadWithActivityBody);

sample!(CreateLeadWithActivity: Self::new([("EmailAddress", "jane@example.com"), ("FirstName", "Jane")], 201)
    .search_by("EmailAddress")
    .note("asked for a catalogue")
    .field("mx_Custom_1", "Kitchens"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn create_lead_with_activity_serializes_to_the_wire_form() {
        let request = CreateLeadWithActivity::new([("Phone", "1")], 201).search_by("Phone").note("n").field("a", "b");
        assert_eq!(
            wire(&request),
            r#"POST /v2/ProspectActivity.svc/CreateCustom {"LeadDetails":[{"Attribute":"Phone","Value":"1"},{"Attribute":"SearchBy","Value":"Phone"}],"Activity":{"ActivityEvent":201,"ActivityNote":"n","Fields":[{"SchemaName":"a","Value":"b"}]}}"#
        );
        assert!(!format!("{request:?}").contains("\"n\""));
    }

    #[test]
    fn search_that_finds_nothing_is_rejected() {
        let request = |attributes: Attributes| CreateLeadWithActivity::new(attributes, 201);
        assert_eq!(request(Attributes::new()).search_by("Phone").parts().unwrap_err().field(), Some("lead"));
        let other = request(Attributes::from([("Phone", "1")]));
        assert_eq!(other.clone().search_by("EmailAddress").parts().unwrap_err().field(), Some("search_by"));
        assert!(other.parts().is_ok());
        assert!(request(Attributes::from([("ProspectID", "7")])).search_by("ProspectId").parts().is_ok());
    }
}
