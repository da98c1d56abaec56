//! `POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId`

use crate::api::prelude::*;
use crate::bulk::{Bulk, BulkResponse, check_size};
use crate::model::{BulkActivity, OpportunityId};
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Posts activities on one opportunity, at most 25 per call.
///
/// `POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId`.
/// [`Client::send_all`](crate::Client::send_all) accepts any number of rows and reports each of them.
///
/// The opportunity is sent in the query as `opportunityId`. The vendor does not list this among the bulk calls of its
/// rate limits; it is counted as one anyway, like its siblings.
///
/// If the response is lost, the outcome cannot be verified automatically: an activity has no client-supplied key. To
/// check by hand, list the opportunity's activities with `ListOpportunityActivities`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/post-bulk-activities-on-opportunities/).
///
/// # Errors
///
/// If any row fails, returns an error whose outcome is [`Partial`](leads_core::WriteOutcome::Partial); its codes
/// identify the rows. If the response is lost, every row is unknown and the request is not retried: a second call posts
/// second activities.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::BulkCreateActivitiesByOpportunityId;
/// use leadsquared::model::BulkActivity;
///
/// let request =
///     BulkCreateActivitiesByOpportunityId::new(
///         "5ca5b042-51ea-4699-b6f0-84c40ab12770", [BulkActivity::new(320)],
///     );
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId")]
#[doc(alias = "ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId")]
#[doc(alias = "bulk create activities by opportunity id")]
#[doc(alias = "bulk create by opportunity id")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkCreateActivitiesByOpportunityId {
    opportunity_id: OpportunityId,
    body: BulkCreateActivitiesByOpportunityIdBody,
}

/// The wire body of [`BulkCreateActivitiesByOpportunityId`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkCreateActivitiesByOpportunityIdBody(Vec<BulkActivity>);

impl BulkCreateActivitiesByOpportunityId {
    /// Posts these activities, each created with [`BulkActivity::new`], on an opportunity.
    pub fn new(opportunity: impl Into<OpportunityId>, rows: impl IntoIterator<Item = BulkActivity>) -> Self {
        Self {
            opportunity_id: opportunity.into(),
            body: BulkCreateActivitiesByOpportunityIdBody(rows.into_iter().collect()),
        }
    }
}

impl Request for BulkCreateActivitiesByOpportunityId {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation = op::post(
        "bulk_create_activities_by_opportunity_id",
        "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId",
        Safety::NonIdempotent,
    )
    .names_record()
    .rate(BULK_CALLS)
    .docs("https://apidocs.leadsquared.com/post-bulk-activities-on-opportunities/");

    fn parts(&self) -> Result<Parts> {
        let mut parts = Parts::new()
            .check(crate::model::check_id(self.opportunity_id.as_str(), "opportunity_id"))
            .rows(self.body.0.len())
            .check(check_size(self.body.0.len(), Self::MAX_ROWS, "rows"))
            .require(
                self.body.0.iter().all(|row| row.value().is_none()),
                "rows",
                "must not search for a lead: they are posted on the opportunity",
            );
        for row in &self.body.0 {
            parts = parts.check(row.check());
        }
        parts.query("opportunityId", &self.opportunity_id).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the opportunity's activities with ListOpportunityActivities".to_owned())
    }
}

has_body!(BulkCreateActivitiesByOpportunityId => BulkCreateActivitiesByOpportunityIdBody);

impl Bulk for BulkCreateActivitiesByOpportunityId {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.0.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        // All rows belong to one opportunity, so only their position distinguishes them.
        let _ = row;
        None
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let rows = BulkCreateActivitiesByOpportunityIdBody(self.body.0.get(rows).unwrap_or_default().to_vec());
        Self { opportunity_id: self.opportunity_id.clone(), body: rows }
    }
}

sample!(BulkCreateActivitiesByOpportunityId: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100", [BulkActivity::new(320).note("called")]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn bulk_create_activities_by_opportunity_id_body_is_an_array() {
        let request = BulkCreateActivitiesByOpportunityId::new("5", [BulkActivity::new(320).note("n")]);
        assert_eq!(
            wire(&request),
            r#"POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId?opportunityId=5 [{"ActivityEvent":320,"ActivityNote":"n"}]"#
        );
    }

    #[test]
    fn bulk_create_activities_by_opportunity_id_checks_sizes_and_rows_before_sending() {
        let many = BulkCreateActivitiesByOpportunityId::new("5", (0..26).map(|_| BulkActivity::new(320)));
        assert!(many.parts().unwrap_err().help().unwrap().contains("25"));
        assert_eq!((many.slice(20..26).rows(), many.slice(0..25).rows()), (6, 25));
        assert_eq!(many.slice(20..26).key(0), None);
        assert!(many.slice(0..25).parts().is_ok());
        assert_eq!(many.slice(0..0).parts().unwrap_err().field(), Some("rows"));
        let lost = BulkCreateActivitiesByOpportunityId::new("", [BulkActivity::new(320)]);
        assert_eq!(lost.parts().unwrap_err().field(), Some("opportunity_id"));
        let searching = BulkCreateActivitiesByOpportunityId::new("5", [BulkActivity::by_value("x", 320)]);
        assert_eq!(searching.parts().unwrap_err().field(), Some("rows"));
    }
}
