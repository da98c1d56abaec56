//! `POST /v2/SalesActivity.svc/Cancel`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId};
use leads_core::Personal;

/// Cancels a sales activity.
///
/// `POST /v2/SalesActivity.svc/Cancel`. The members are written in camel case here, unlike in most of the API. The id in
/// the response is another one than the id that was sent: the vendor seems to write a new activity (inferred). For that
/// reason the library never sends this request twice.
///
/// If the response is lost, the outcome cannot be verified automatically: how a cancelled sales activity is returned is
/// not documented. To check by hand, list the lead's sales activities with `ListSalesActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/cancel-sales-activity/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::sales_activities::CancelSalesActivity;
///
/// let request = CancelSalesActivity::new("e85e72ee-a9a9-498c-9b26-ffd9db2df311")
///     .note("the deal is off");
/// let cancelled = client.send(&request).await?;
/// println!("cancelled: {:?}", cancelled.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/SalesActivity.svc/Cancel")]
#[doc(alias = "SalesActivity.svc/Cancel")]
#[doc(alias = "cancel sales activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelSalesActivity {
    body: CancelSalesActivityBody,
}

/// The wire body of [`CancelSalesActivity`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CancelSalesActivityBody {
    activity_id: ActivityId,
    activity_event_note: Option<Personal<String>>,
}

impl CancelSalesActivity {
    /// Cancels a sales activity.
    pub fn new(activity: impl Into<ActivityId>) -> Self {
        Self { body: CancelSalesActivityBody { activity_id: activity.into(), activity_event_note: None } }
    }

    /// Sets the note of the cancellation.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.body.activity_event_note = Some(Personal(note.into()));
        self
    }
}

impl Request for CancelSalesActivity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ActivityId>>;
    const OPERATION: Operation =
        op::post("cancel_sales_activity", "/v2/SalesActivity.svc/Cancel", Safety::NonIdempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/cancel-sales-activity/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(crate::model::check_id(self.body.activity_id.as_str(), "activity_id")).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's sales activities with ListSalesActivitiesOfLead".to_owned())
    }
}

has_body!(CancelSalesActivity => CancelSalesActivityBody);

sample!(CancelSalesActivity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100").note("the deal is off"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn cancel_sales_activity_serializes_to_the_wire_form() {
        let request = CancelSalesActivity::new("4").note("the deal is off");
        assert_eq!(
            wire(&request),
            r#"POST /v2/SalesActivity.svc/Cancel {"activityId":"4","activityEventNote":"the deal is off"}"#
        );
        assert!(!format!("{request:?}").contains("deal"));
        assert_eq!(CancelSalesActivity::new(" ").parts().unwrap_err().field(), Some("activity_id"));
    }
}
