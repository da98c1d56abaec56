//! `GET /rest/leads/{id}/stages`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::{LeadId, Stage};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the stages of a lead's pipeline.
///
/// [`EnvelopeMeta::time_spent`](crate::model::EnvelopeMeta) contains the time spent in each stage, presumably in the
/// same order, and [`EnvelopeMeta::stageset`](crate::model::EnvelopeMeta) the pipeline.
///
/// `GET /rest/leads/{id}/stages`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::leads::ListLeadStages::new("1003-leads");
/// ```
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
    const OPERATION: Operation =
        Operation::new("list_lead_stages", Method::Get, "/rest/leads/{id}/stages", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Stage>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListLeadStages {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
