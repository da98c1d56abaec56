//! `POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField`

use crate::api::prelude::*;
use crate::bulk::{Bulk, BulkResponse, check_size};
use crate::model::BulkActivity;
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Posts activities on leads that match by one unique field, at most 25 per call.
///
/// `POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField`. [`Client::send_all`](crate::Client::send_all)
/// accepts any number of rows and reports each of them.
///
/// The field is sent in the query as `searchBy`.
///
/// If the response is lost, the outcome cannot be verified automatically: an activity has no client-supplied key. To
/// check by hand, list the lead's activities with `ListActivitiesOfLead`.
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
/// use leadsquared::{api::activities::BulkCreateActivitiesByLeadField, model::BulkActivity};
///
/// let request =
///     BulkCreateActivitiesByLeadField::new(
///         "EmailAddress", [BulkActivity::by_value("jane@example.com", 320)],
///     );
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField")]
#[doc(alias = "ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField")]
#[doc(alias = "bulk create activities by lead field")]
#[doc(alias = "bulk create by lead field")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkCreateActivitiesByLeadField {
    search_by: String,
    body: BulkCreateActivitiesByLeadFieldBody,
}

/// The wire body of [`BulkCreateActivitiesByLeadField`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkCreateActivitiesByLeadFieldBody(Vec<BulkActivity>);

impl BulkCreateActivitiesByLeadField {
    /// Posts these activities, each created with [`BulkActivity::by_value`], on the leads that match by `search_by`, a
    /// unique lead field.
    pub fn new(search_by: impl Into<String>, rows: impl IntoIterator<Item = BulkActivity>) -> Self {
        Self { search_by: search_by.into(), body: BulkCreateActivitiesByLeadFieldBody(rows.into_iter().collect()) }
    }
}

impl Request for BulkCreateActivitiesByLeadField {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation = op::post(
        "bulk_create_activities_by_lead_field",
        "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField",
        Safety::NonIdempotent,
    )
    .rate(BULK_CALLS);

    fn parts(&self) -> Result<Parts> {
        let mut parts = Parts::new()
            .require(!self.search_by.trim().is_empty(), "search_by", "must name a unique lead field")
            .rows(self.body.0.len())
            .check(check_size(self.body.0.len(), Self::MAX_ROWS, "rows"))
            .require(
                self.body.0.iter().all(|row| row.value().is_some()),
                "rows",
                "must each have a value to search by",
            );
        for row in &self.body.0 {
            parts = parts.check(row.check());
        }
        parts.query("searchBy", &self.search_by).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(BulkCreateActivitiesByLeadField => BulkCreateActivitiesByLeadFieldBody);

impl Bulk for BulkCreateActivitiesByLeadField {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.0.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        self.body.0.get(row)?.value().map(str::to_owned)
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let rows = BulkCreateActivitiesByLeadFieldBody(self.body.0.get(rows).unwrap_or_default().to_vec());
        Self { search_by: self.search_by.clone(), body: rows }
    }
}

sample!(BulkCreateActivitiesByLeadField: Self::new("EmailAddress", [BulkActivity::by_value("jane@example.com", 320).note("called")]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn bulk_create_activities_by_lead_field_body_is_an_array() {
        let request = BulkCreateActivitiesByLeadField::new("Phone", [BulkActivity::by_value("1", 320).field("a", "b")]);
        assert_eq!(
            wire(&request),
            r#"POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField?searchBy=Phone [{"SearchByValue":"1","ActivityEvent":320,"Fields":[{"SchemaName":"a","Value":"b"}]}]"#
        );
        assert!(
            !format!("{:?}", BulkCreateActivitiesByLeadField::new("Phone", [BulkActivity::by_value("555", 1)]))
                .contains("555")
        );
    }

    #[test]
    fn bulk_create_activities_by_lead_field_checks_sizes_and_rows_before_sending() {
        let many = BulkCreateActivitiesByLeadField::new(
            "Phone",
            (0..26).map(|row| BulkActivity::by_value(row.to_string(), 320)),
        );
        assert!(many.parts().unwrap_err().help().unwrap().contains("25"));
        assert_eq!((many.slice(20..26).rows(), many.slice(0..25).rows()), (6, 25));
        assert_eq!(many.slice(20..26).key(0), Some("20".to_owned()));
        assert!(many.slice(0..25).parts().is_ok());
        assert_eq!(many.slice(0..0).parts().unwrap_err().field(), Some("rows"));
        let blank = BulkCreateActivitiesByLeadField::new("Phone", [BulkActivity::by_value(" ", 320)]);
        assert_eq!(blank.parts().unwrap_err().field(), Some("rows"));
        assert_eq!(BulkCreateActivitiesByLeadField::new("", []).parts().unwrap_err().field(), Some("search_by"));
    }
}
