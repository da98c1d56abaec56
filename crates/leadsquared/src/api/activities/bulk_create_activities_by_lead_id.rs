//! `POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId`

use crate::api::prelude::*;
use crate::bulk::{self, Bulk, BulkResponse};
use crate::model::BulkActivity;
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Posts activities on leads given by id, at most 25 per call.
///
/// `POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId`. [`Client::send_all`](crate::Client::send_all)
/// accepts any number of rows and reports each of them.
///
/// If the response is lost, the outcome cannot be verified automatically: an activity has no client-supplied key. To
/// check by hand, list the lead's activities with `ListActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/post-bulk-activities-on-leads/).
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
/// use leadsquared::{api::activities::BulkCreateActivitiesByLeadId, model::BulkActivity};
///
/// let request = BulkCreateActivitiesByLeadId::new(
///     [BulkActivity::of_lead("2bf6a491-c144-4ac9-90f9-f52b6fc44413", 320)],
/// );
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId")]
#[doc(alias = "ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId")]
#[doc(alias = "bulk create activities by lead id")]
#[doc(alias = "bulk create by lead id")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkCreateActivitiesByLeadId {
    body: BulkCreateActivitiesByLeadIdBody,
}

/// The wire body of [`BulkCreateActivitiesByLeadId`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkCreateActivitiesByLeadIdBody(Vec<BulkActivity>);

impl BulkCreateActivitiesByLeadId {
    /// Posts these activities, each created with [`BulkActivity::of_lead`].
    pub fn new(rows: impl IntoIterator<Item = BulkActivity>) -> Self {
        Self { body: BulkCreateActivitiesByLeadIdBody(rows.into_iter().collect()) }
    }
}

impl Request for BulkCreateActivitiesByLeadId {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation = op::post(
        "bulk_create_activities_by_lead_id",
        "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId",
        Safety::NonIdempotent,
    )
    .rate(BULK_CALLS)
    .docs("https://apidocs.leadsquared.com/post-bulk-activities-on-leads/");

    fn parts(&self) -> Result<Parts> {
        let mut parts = bulk::parts(self.body.0.len(), Self::MAX_ROWS, "rows").require(
            self.body.0.iter().all(|row| row.lead_id().is_some()),
            "rows",
            "must each name a lead by its id",
        );
        for row in &self.body.0 {
            parts = parts.check(row.check());
        }
        parts.json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(BulkCreateActivitiesByLeadId => BulkCreateActivitiesByLeadIdBody);

impl Bulk for BulkCreateActivitiesByLeadId {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.0.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        self.body.0.get(row)?.lead_id().map(str::to_owned)
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let rows = BulkCreateActivitiesByLeadIdBody(self.body.0.get(rows).unwrap_or_default().to_vec());
        Self { body: rows }
    }
}

sample!(BulkCreateActivitiesByLeadId: Self::new([BulkActivity::of_lead("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", 320)
    .note("called")
    .owner_email("owner@example.com")
    .field("mx_Custom_1", "First")]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn bulk_create_activities_by_lead_id_body_is_an_array() {
        let request = BulkCreateActivitiesByLeadId::new([BulkActivity::of_lead("7", 320).note("n").owner_email("o")]);
        assert_eq!(
            wire(&request),
            r#"POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId [{"RelatedProspectId":"7","ActivityEvent":320,"ActivityNote":"n","ActivityOwnerEmail":"o"}]"#
        );
    }

    #[test]
    fn bulk_create_activities_by_lead_id_checks_sizes_and_rows_before_sending() {
        let many = BulkCreateActivitiesByLeadId::new((0..26).map(|row| BulkActivity::of_lead(row.to_string(), 320)));
        assert!(many.parts().unwrap_err().help().unwrap().contains("25"));
        assert_eq!((many.slice(20..26).rows(), many.slice(0..25).rows()), (6, 25));
        assert_eq!(many.slice(20..26).key(0), Some("20".to_owned()));
        assert!(many.slice(0..25).parts().is_ok());
        assert_eq!(many.slice(0..0).parts().unwrap_err().field(), Some("rows"));
        let without_lead = BulkCreateActivitiesByLeadId::new([BulkActivity::new(320)]);
        assert_eq!(without_lead.parts().unwrap_err().field(), Some("rows"));
    }
}
