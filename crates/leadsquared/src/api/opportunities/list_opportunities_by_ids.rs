//! `POST /v2/OpportunityManagement.svc/GetOpportunitiesById`

use crate::api::prelude::*;
use crate::model::{Columns, EventCode, OpportunityGroup, OpportunityId};

/// Reads many opportunities by their ids, at most 2,000 per call, grouped by type.
///
/// `POST /v2/OpportunityManagement.svc/GetOpportunitiesById`. The response contains one group for each requested type.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-opportunities-in-bulk-by-ids/).
///
/// # Errors
///
/// Returns an error before sending if there are too many ids, or a type has no ids or no columns.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::opportunities::ListOpportunitiesByIds, model::Columns};
///
/// let columns = Columns::include(["Status", "Owner"]);
/// let request = ListOpportunitiesByIds::new()
///     .of_type(12003, ["24cf277e-70fe-4b2f-a9c2-9a68f45feaba"], columns);
/// let groups = client.send(&request).await?;
/// for group in &groups.rows {
///     println!("{:?}: {} opportunities", group.event_code, group.opportunities.len());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/GetOpportunitiesById")]
#[doc(alias = "OpportunityManagement.svc/GetOpportunitiesById")]
#[doc(alias = "list opportunities by ids")]
#[doc(alias = "list by ids")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListOpportunitiesByIds {
    body: ListOpportunitiesByIdsBody,
}

/// The wire body of [`ListOpportunitiesByIds`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListOpportunitiesByIdsBody {
    search_parameters: Vec<TypeAndIds>,
}

/// Creates a configuration for opportunities of one type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TypeAndIds {
    event_code: EventCode,
    prospect_activity_id: Vec<OpportunityId>,
    columns: Columns,
}

impl ListOpportunitiesByIds {
    /// Creates a request without ids.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds opportunities of one type, with the columns to read; the vendor requires both.
    #[must_use]
    pub fn of_type<I: Into<OpportunityId>>(
        mut self,
        event_code: impl Into<EventCode>,
        ids: impl IntoIterator<Item = I>,
        columns: Columns,
    ) -> Self {
        self.body.search_parameters.push(TypeAndIds {
            event_code: event_code.into().as_text(),
            prospect_activity_id: ids.into_iter().map(Into::into).collect(),
            columns,
        });
        self
    }
}

impl Request for ListOpportunitiesByIds {
    type Vendor = LeadSquared;
    type Response = Listing<OpportunityGroup>;
    const OPERATION: Operation =
        op::post("list_opportunities_by_ids", "/v2/OpportunityManagement.svc/GetOpportunitiesById", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-opportunities-in-bulk-by-ids/");

    fn parts(&self) -> Result<Parts> {
        let groups = &self.body.search_parameters;
        let ids: usize = groups.iter().map(|group| group.prospect_activity_id.len()).sum();
        Parts::new()
            .require(
                !groups.is_empty() && groups.iter().all(|group| !group.prospect_activity_id.is_empty()),
                "ids",
                "must name at least one opportunity of each type",
            )
            .require(ids <= 2_000, "ids", "must be at most 2,000 per call")
            .require(
                groups.iter().all(|group| group.columns.included().next().is_some()),
                "columns",
                "must name at least one column for each type",
            )
            .json(&self.body)
    }
}

has_body!(ListOpportunitiesByIds => ListOpportunitiesByIdsBody);

sample!(ListOpportunitiesByIds: Self::new().of_type(12005, ["0f0e0d0c-0b0a-4908-8706-050403020100"], Columns::include(["Status", "Owner"])));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_as_text() {
        let request = ListOpportunitiesByIds::new().of_type(12003, ["5"], Columns::include(["Owner"]));
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"SearchParameters":[{"EventCode":"12003","ProspectActivityId":["5"],"Columns":{"Include_CSV":"Owner"}}]}"#
        );
    }

    #[test]
    fn invalid_requests_are_rejected_before_sending() {
        let none: [&str; 0] = [];
        let columns = || Columns::include(["Owner"]);
        let field = |request: ListOpportunitiesByIds| request.parts().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(ListOpportunitiesByIds::new()).as_deref(), Some("ids"));
        assert_eq!(field(ListOpportunitiesByIds::new().of_type(1, none, columns())).as_deref(), Some("ids"));
        let many = (0..2_001).map(|id| id.to_string());
        assert_eq!(field(ListOpportunitiesByIds::new().of_type(1, many, columns())).as_deref(), Some("ids"));
        let bare = ListOpportunitiesByIds::new().of_type(1, ["5"], Columns::default());
        assert_eq!(field(bare).as_deref(), Some("columns"));
    }
}
