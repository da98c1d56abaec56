//! `POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Update`

use crate::api::prelude::*;
use crate::bulk::{self, Bulk, BulkResponse};
use crate::model::ActivityUpdate;
use crate::plan::BULK_CALLS;
use std::ops::Range;

/// Updates activities of custom types, at most 25 per call.
///
/// `POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Update`. The account's rules and automations for updated
/// activities run, unlike with bulk writes of leads. [`Client::send_all`](crate::Client::send_all) accepts any number of
/// rows and reports each of them.
///
/// If the response is lost, the outcome cannot be verified automatically: no read returns several activities with their
/// fields. To check by hand, read each activity with `GetActivity`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/bulk-update-activities/).
///
/// # Errors
///
/// If any row fails, returns an error whose outcome is [`Partial`](leads_core::WriteOutcome::Partial); its codes
/// identify the rows. The response is not documented: one entry per row is inferred from the bulk call that creates
/// activities. If it does not mention a row, that row is [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::activities::BulkUpdateActivities, model::ActivityUpdate};
///
/// let request = BulkUpdateActivities::new([
///     ActivityUpdate::new("e85e72ee-a9a9-498c-9b26-ffd9db2df311")
///         .field("mx_Custom_1", "Warm"),
/// ]);
/// let report = client.send_all(&request).await?;
/// for row in &report.rows {
///     println!("{}: {} {:?}", row.index, row.outcome, row.id);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/Bulk/CustomActivity/Update")]
#[doc(alias = "ProspectActivity.svc/Bulk/CustomActivity/Update")]
#[doc(alias = "bulk update activities")]
#[doc(alias = "bulk update")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkUpdateActivities {
    body: BulkUpdateActivitiesBody,
}

/// The wire body of [`BulkUpdateActivities`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkUpdateActivitiesBody(Vec<ActivityUpdate>);

impl BulkUpdateActivities {
    /// Makes these changes.
    pub fn new(rows: impl IntoIterator<Item = ActivityUpdate>) -> Self {
        Self { body: BulkUpdateActivitiesBody(rows.into_iter().collect()) }
    }
}

impl Request for BulkUpdateActivities {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation =
        op::post("bulk_update_activities", "/v2/ProspectActivity.svc/Bulk/CustomActivity/Update", Safety::Idempotent)
            .rate(BULK_CALLS)
            .docs("https://apidocs.leadsquared.com/bulk-update-activities/");

    fn parts(&self) -> Result<Parts> {
        let parts = bulk::parts(self.body.0.len(), Self::MAX_ROWS, "rows");
        self.body.0.iter().fold(parts, |parts, row| parts.check(row.check())).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("read each activity with GetActivity".to_owned())
    }
}

has_body!(BulkUpdateActivities => BulkUpdateActivitiesBody);

impl Bulk for BulkUpdateActivities {
    const MAX_ROWS: usize = 25;

    fn rows(&self) -> usize {
        self.body.0.len()
    }

    fn key(&self, row: usize) -> Option<String> {
        Some(self.body.0.get(row)?.activity().as_str().to_owned())
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        Self { body: BulkUpdateActivitiesBody(self.body.0.get(rows).unwrap_or_default().to_vec()) }
    }
}

sample!(BulkUpdateActivities: Self::new([ActivityUpdate::new("0f0e0d0c-0b0a-4908-8706-050403020100")
    .note("called back")
    .field("mx_Custom_1", "Warm")]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn bulk_update_activities_body_is_an_array() {
        let row = ActivityUpdate::new("4").note("n").validate_drop_down_options(true).field("mx_Custom_1", "x");
        assert_eq!(
            wire(&BulkUpdateActivities::new([row])),
            r#"POST /v2/ProspectActivity.svc/Bulk/CustomActivity/Update [{"ProspectActivityId":"4","ActivityNote":"n","ValidateDropDownOptions":true,"Fields":[{"SchemaName":"mx_Custom_1","Value":"x"}]}]"#
        );
    }

    #[test]
    fn bulk_update_activities_checks_sizes_and_rows_before_sending() {
        let many = BulkUpdateActivities::new((0..26).map(|row| ActivityUpdate::new(row.to_string()).note("n")));
        assert!(many.parts().unwrap_err().help().unwrap().contains("25"));
        assert_eq!((many.slice(20..26).rows(), many.slice(20..26).key(0)), (6, Some("20".to_owned())));
        assert!(many.slice(0..25).parts().is_ok());
        assert_eq!(many.slice(0..0).parts().unwrap_err().field(), Some("rows"));
        let unchanged = BulkUpdateActivities::new([ActivityUpdate::new("4")]);
        assert_eq!(unchanged.parts().unwrap_err().field(), Some("fields"));
    }
}
