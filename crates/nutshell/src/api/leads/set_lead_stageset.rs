//! `POST /rest/leads/{id}/stageset`

use super::GetLead;
use crate::api::prelude::*;
use crate::model::{Lead, LeadId, StagesetId};

/// Moves a lead to a pipeline.
///
/// `POST /rest/leads/{id}/stageset`. The response is the lead. One observed response was a bare object with the
/// pipeline's id: check the id of the record before relying on its other members.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. The call is not retried after a lost
/// response, which leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::SetLeadStageset;
///
/// let lead = client.send(&SetLeadStageset::new("1003-leads", "3-stagesets")).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/stageset")]
#[doc(alias = "leads/{id}/stageset")]
#[doc(alias = "set lead stageset")]
#[doc(alias = "set stageset")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetLeadStageset {
    id: LeadId,
    body: SetLeadStagesetBody,
}

/// The wire body of [`SetLeadStageset`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetLeadStagesetBody {
    stageset: StagesetId,
}

impl SetLeadStageset {
    /// Creates a request that moves the lead `id` to the pipeline `stageset`.
    pub fn new(id: impl Into<LeadId>, stageset: impl Into<StagesetId>) -> Self {
        Self { id: id.into(), body: SetLeadStagesetBody { stageset: stageset.into() } }
    }
}

impl Request for SetLeadStageset {
    type Vendor = Nutshell;
    type Response = One<Lead>;
    const OPERATION: Operation = op::post("set_lead_stageset", "/rest/leads/{id}/stageset", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("id", &self.id)
            .require(!self.body.stageset.as_str().trim().is_empty(), "stageset", "must not be empty")
            .json(&self.body)
    }
}

impl Resolve for SetLeadStageset {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead is in the pipeline";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        Resolution::from_evidence([seen
            .ok()
            .and_then(|lead| Some(*lead.links.as_ref()?.stageset.as_ref()? == self.body.stageset))])
    }
}

has_body!(SetLeadStageset => SetLeadStagesetBody);

sample!(SetLeadStageset: Self::new("1003-leads", "3-stagesets"));
