//! `POST /v2/OpportunityManagement.svc/Retrieve/BySearchParameter`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{AdvancedSearch, Columns, EventCode, Opportunity, Paging, Sorting};
use leads_core::Personal;
use leads_core::vendor::{Page, Paged};

/// Searches opportunities of a type. Administrators only.
///
/// `POST /v2/OpportunityManagement.svc/Retrieve/BySearchParameter`. The conditions are sent as JSON in text. Build them
/// with [`AdvancedSearch`], which repeats the type among them as the vendor requires.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/opportunity-advanced-search/).
///
/// # Errors
///
/// Returns an error before sending if the conditions do not repeat the type: the vendor would reject them, or search
/// everything.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::SearchOpportunities;
/// use leadsquared::model::{AdvancedSearch, Condition};
///
/// let search = AdvancedSearch::new("India Standard Time")
///     .and(Condition::text("Status", "eq", "Open"));
/// let request = SearchOpportunities::new(12005, search);
/// let mut opportunities = client.items(request);
/// while let Some(opportunity) = opportunities.next().await {
///     let opportunity = opportunity?;
///     println!("{:?}: {:?}", opportunity.id(), opportunity.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/Retrieve/BySearchParameter")]
#[doc(alias = "OpportunityManagement.svc/Retrieve/BySearchParameter")]
#[doc(alias = "search opportunities")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchOpportunities {
    body: SearchOpportunitiesBody,
}

/// The wire body of [`SearchOpportunities`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SearchOpportunitiesBody {
    opportunity_event_code: EventCode,
    advanced_search: Personal<String>,
    columns: Option<Columns>,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
}

impl SearchOpportunities {
    /// Searches opportunities of a type, 100 per page.
    pub fn new(event_code: impl Into<EventCode>, search: AdvancedSearch) -> Self {
        let event_code = event_code.into();
        Self {
            body: SearchOpportunitiesBody {
                opportunity_event_code: event_code,
                advanced_search: Personal(search.text(event_code)),
                columns: None,
                paging: Some(Paging::new(1, 100)),
                sorting: Some(Sorting::ascending(paging::ACTIVITY_KEY).with_number()),
            },
        }
    }

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
    }

    /// Sets the order. Rows that tie can be missed or appear twice between pages.
    #[must_use]
    pub fn sorting(mut self, sorting: Sorting) -> Self {
        self.body.sorting = Some(sorting.with_number());
        self
    }
}

impl Request for SearchOpportunities {
    type Vendor = LeadSquared;
    type Response = Listing<Opportunity>;
    const OPERATION: Operation =
        op::post("search_opportunities", "/v2/OpportunityManagement.svc/Retrieve/BySearchParameter", Safety::Read)
            .docs("https://apidocs.leadsquared.com/opportunity-advanced-search/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(AdvancedSearch::check(&self.body.advanced_search, self.body.opportunity_event_code))
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(SearchOpportunities => SearchOpportunitiesBody);

impl Paged for SearchOpportunities {
    type Item = Raw<Opportunity>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(SearchOpportunities: Self::new(
    12005,
    AdvancedSearch::new("India Standard Time").and(crate::model::Condition::text("Status", "eq", "Open")),
)
.columns(Columns::include(["Status", "mx_Custom_6"])));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_text_repeats_the_type() {
        let request = SearchOpportunities::new(12005, AdvancedSearch::new("India Standard Time"));
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"OpportunityEventCode":12005,"AdvancedSearch":"{\"GrpConOp\":\"And\",\"Conditions\":[{\"Type\":\"Activity\",\"ConOp\":\"and\",\"RowCondition\":[{\"SubConOp\":\"And\",\"LSO\":\"ActivityEvent\",\"LSO_Type\":\"PAEvent\",\"Operator\":\"eq\",\"RSO\":\"12005\"}]}],\"QueryTimeZone\":\"India Standard Time\"}","Paging":{"PageIndex":1,"PageSize":100},"Sorting":{"ColumnName":"ProspectActivityId","Direction":0}}"#
        );
        assert!(request.parts().is_ok());
    }

    #[test]
    fn search_of_another_type_is_rejected() {
        let stored = |search: &str| -> SearchOpportunities {
            serde_json::from_value(
                serde_json::json!({"body": {"OpportunityEventCode": 12005, "AdvancedSearch": search}}),
            )
            .unwrap()
        };
        for bad in ["", "{}", "x", r#"{"Conditions":[{"RowCondition":[{"LSO":"ActivityEvent","RSO":"12006"}]}]}"#] {
            assert_eq!(stored(bad).parts().unwrap_err().field(), Some("advanced_search"), "{bad}");
        }
        assert!(stored(r#"{"Conditions":[{"RowCondition":[{"LSO":"ActivityEvent","RSO":"12005"}]}]}"#).parts().is_ok());
    }
}
