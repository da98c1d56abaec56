//! `GET /v2/LeadManagement.svc/RetrieveTaskByLeadId`

use crate::LeadSquared;
use crate::model::{LeadId, Listing, Task};
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the tasks of a lead.
///
/// `GET /v2/LeadManagement.svc/RetrieveTaskByLeadId?leadId=`.
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// let request = leadsquared::api::leads::ListTasksOfLead::new("3aee22bd-8419-422a-8242-c510df9af021");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTasksOfLead {
    lead_id: LeadId,
}

impl ListTasksOfLead {
    /// Lists the tasks of a lead.
    pub fn new(lead: impl Into<LeadId>) -> Self {
        Self { lead_id: lead.into() }
    }
}

impl Request for ListTasksOfLead {
    type Vendor = LeadSquared;
    type Response = Listing<Task>;
    const OPERATION: Operation =
        Operation::new("list_tasks_of_lead", Method::Get, "/v2/LeadManagement.svc/RetrieveTaskByLeadId", Safety::Read)
            .names_record()
            .rate(CALLS_ONLY);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .query("leadId", &self.lead_id)
            .empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        Listing::read(response, &["TaskList", "List"])
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListTasksOfLead {
    fn sample() -> Self {
        Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415")
    }
}
