//! `GET /v2/LeadManagement.svc/RetrieveTaskByLeadId`

use crate::api::prelude::*;
use crate::model::{LeadId, Task};

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
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::ListTasksOfLead;
///
/// let request = ListTasksOfLead::new("3aee22bd-8419-422a-8242-c510df9af021");
/// let tasks = client.send(&request).await?;
/// for task in &tasks.rows {
///     println!("{:?}: {:?}", task.id(), task.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/RetrieveTaskByLeadId")]
#[doc(alias = "LeadManagement.svc/RetrieveTaskByLeadId")]
#[doc(alias = "list tasks of lead")]
#[doc(alias = "list tasks of")]
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
        op::get("list_tasks_of_lead", "/v2/LeadManagement.svc/RetrieveTaskByLeadId", Safety::Read).names_record();

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .query("leadId", &self.lead_id)
            .empty()
    }
}

sample!(ListTasksOfLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415"));
