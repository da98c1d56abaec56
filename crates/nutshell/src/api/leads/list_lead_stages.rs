//! `GET /rest/leads/{id}/stages`

use crate::api::prelude::*;
use crate::model::{LeadId, Stage};

/// Lists the stages of a lead's pipeline.
///
/// [`EnvelopeMeta::time_spent`](crate::model::EnvelopeMeta) contains the time spent in each stage, presumably in the
/// same order, and [`EnvelopeMeta::stageset`](crate::model::EnvelopeMeta) the pipeline.
///
/// `GET /rest/leads/{id}/stages`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::ListLeadStages;
///
/// let stages = client.send(&ListLeadStages::new("1003-leads")).await?;
/// for stage in stages.iter() {
///     println!("{}: {:?}", stage.id, stage.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/{id}/stages")]
#[doc(alias = "leads/{id}/stages")]
#[doc(alias = "list lead stages")]
#[doc(alias = "list stages")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadStages {
    id: LeadId,
}

impl ListLeadStages {
    /// Creates a request that lists the stages of the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ListLeadStages {
    type Vendor = Nutshell;
    type Response = Records<Stage>;
    const OPERATION: Operation = op::get("list_lead_stages", "/rest/leads/{id}/stages", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(ListLeadStages: Self::new("1003-leads"));
