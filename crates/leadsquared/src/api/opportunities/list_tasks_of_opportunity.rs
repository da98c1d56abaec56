//! `GET /v2/OpportunityManagement.svc/RetrieveTasksByOpportunityId`

use crate::api::prelude::*;
use crate::model::{OpportunityId, Task};

/// Lists the tasks of an opportunity.
///
/// `GET /v2/OpportunityManagement.svc/RetrieveTasksByOpportunityId?opportunityId=`. Tasks of a type that is hidden from
/// the key's user are missing without an error.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/retrieve-tasks-by-opportunity-id/).
///
/// # Errors
///
/// [`InvalidEntity`](crate::ErrorCode::InvalidEntity) for a malformed or unknown id: its kind is `NotFound`.
/// [`UnauthorizedAccess`](crate::ErrorCode::UnauthorizedAccess) if the key's user may not see the opportunity, its type
/// or tasks. No data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::ListTasksOfOpportunity;
///
/// let request = ListTasksOfOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770");
/// let tasks = client.send(&request).await?;
/// for task in &tasks.rows {
///     println!("{:?}: {:?}", task.id(), task.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/RetrieveTasksByOpportunityId")]
#[doc(alias = "OpportunityManagement.svc/RetrieveTasksByOpportunityId")]
#[doc(alias = "list tasks of opportunity")]
#[doc(alias = "list tasks of")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTasksOfOpportunity {
    opportunity_id: OpportunityId,
}

impl ListTasksOfOpportunity {
    /// Lists the tasks of an opportunity.
    pub fn new(opportunity: impl Into<OpportunityId>) -> Self {
        Self { opportunity_id: opportunity.into() }
    }
}

impl Request for ListTasksOfOpportunity {
    type Vendor = LeadSquared;
    type Response = Listing<Task>;
    const OPERATION: Operation = op::get(
        "list_tasks_of_opportunity",
        "/v2/OpportunityManagement.svc/RetrieveTasksByOpportunityId",
        Safety::Read,
    )
    .names_record()
    .docs("https://apidocs.leadsquared.com/retrieve-tasks-by-opportunity-id/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.opportunity_id.as_str(), "opportunity_id"))
            .query("opportunityId", &self.opportunity_id)
            .empty()
    }
}

sample!(ListTasksOfOpportunity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TaskStatus;
    use crate::wire::wire;

    #[test]
    fn list_tasks_of_opportunity_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListTasksOfOpportunity::new("5")),
            "GET /v2/OpportunityManagement.svc/RetrieveTasksByOpportunityId?opportunityId=5"
        );
        assert_eq!(ListTasksOfOpportunity::new("").parts().unwrap_err().field(), Some("opportunity_id"));
    }

    #[test]
    fn rows_are_in_either_member() {
        for member in ["List", "TaskList"] {
            let body = format!(r#"{{"RecordCount":1,"{member}":[{{"TaskID":"4","Status":"Pending","OwnerID":"9"}}]}}"#);
            let tasks = ListTasksOfOpportunity::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
            assert_eq!((tasks[0].id(), tasks[0].status()), (Some("4".into()), Some(TaskStatus::Pending)));
        }
    }
}
