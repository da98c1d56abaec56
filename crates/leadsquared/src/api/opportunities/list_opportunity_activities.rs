//! `POST /v2/OpportunityManagement.svc/GetActivitiesOfOpportunity`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{ActivityRow, Columns, EventCode, OpportunityId, Paging, Sorting};
use leads_core::vendor::{Page, Paged};

/// Lists the activities of an opportunity.
///
/// `POST /v2/OpportunityManagement.svc/GetActivitiesOfOpportunity?opportunityId=&activityEventCode=`; a `GET` is
/// rejected. Rows are flat and contain the requested columns.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-activities-of-an-opportunity/).
///
/// # Errors
///
/// An unknown opportunity is rejected with HTTP 500.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::opportunities::ListOpportunityActivities, model::Columns};
///
/// let request = ListOpportunityActivities::new("5ca5b042-51ea-4699-b6f0-84c40ab12770")
///     .event_code(201)
///     .columns(Columns::include(["CreatedOn", "Status"]));
/// let mut activities = client.items(request);
/// while let Some(activity) = activities.next().await {
///     let activity = activity?;
///     println!("{:?}: {:?}", activity.id(), activity.event_code());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/GetActivitiesOfOpportunity")]
#[doc(alias = "OpportunityManagement.svc/GetActivitiesOfOpportunity")]
#[doc(alias = "list opportunity activities")]
#[doc(alias = "list activities")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListOpportunityActivities {
    opportunity_id: OpportunityId,
    event_code: Option<EventCode>,
    body: ListOpportunityActivitiesBody,
}

/// The wire body of [`ListOpportunityActivities`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListOpportunityActivitiesBody {
    columns: Option<Columns>,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
}

impl ListOpportunityActivities {
    /// Lists the activities of an opportunity, 100 per page.
    pub fn new(opportunity: impl Into<OpportunityId>) -> Self {
        Self {
            opportunity_id: opportunity.into(),
            event_code: None,
            body: ListOpportunityActivitiesBody {
                columns: None,
                paging: Some(Paging::new(1, 100)),
                sorting: Some(Sorting::ascending(paging::ACTIVITY_KEY)),
            },
        }
    }

    /// Lists activities of one type.
    #[must_use]
    pub fn event_code(mut self, code: impl Into<EventCode>) -> Self {
        self.event_code = Some(code.into());
        self
    }

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
    }
}

impl Request for ListOpportunityActivities {
    type Vendor = LeadSquared;
    type Response = Listing<ActivityRow>;
    const OPERATION: Operation = op::post(
        "list_opportunity_activities",
        "/v2/OpportunityManagement.svc/GetActivitiesOfOpportunity",
        Safety::Read,
    )
    .names_record()
    .docs("https://apidocs.leadsquared.com/get-activities-of-an-opportunity/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.opportunity_id.as_str(), "opportunity_id"))
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .query("opportunityId", &self.opportunity_id)
            .query_opt("activityEventCode", self.event_code)
            .json(&self.body)
    }
}

has_body!(ListOpportunityActivities => ListOpportunityActivitiesBody);

impl Paged for ListOpportunityActivities {
    type Item = Raw<ActivityRow>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListOpportunityActivities: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100")
    .event_code(201)
    .columns(Columns::include(["CreatedOn", "Status"])));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_opportunity_activities_serializes_to_the_wire_form() {
        let request = ListOpportunityActivities::new("5").event_code(201);
        assert_eq!(
            request.parts().unwrap().render(ListOpportunityActivities::OPERATION.path).unwrap(),
            "/v2/OpportunityManagement.svc/GetActivitiesOfOpportunity?opportunityId=5&activityEventCode=201"
        );
        assert_eq!(ListOpportunityActivities::new("").parts().unwrap_err().field(), Some("opportunity_id"));
    }
}
