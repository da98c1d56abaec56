//! `POST /v2/SalesActivity.svc/Create`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId, LeadId, SalesActivityFields, SalesStatus, sales_setters};

/// Posts a sales activity on a lead.
///
/// `POST /v2/SalesActivity.svc/Create`. If the account's settings say so, the lead becomes a customer: see
/// [`GetSalesActivitySetting`](super::GetSalesActivitySetting).
///
/// If the response is lost, the outcome cannot be verified automatically: a sales activity has no client-supplied key.
/// To check by hand, list the lead's sales activities with `ListSalesActivitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/post-or-add-a-sales-activity-to-a-lead/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried: a second call posts a second sales
/// activity.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::sales_activities::CreateSalesActivity, model::SalesStatus};
///
/// let request =
///     CreateSalesActivity::new("3aee22bd-8419-422a-8242-c510df9af021", SalesStatus::Won)
///     .product_sku("SKU-01")
///     .revenue(1800)
///     .owner_email("owner@example.com");
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/SalesActivity.svc/Create")]
#[doc(alias = "SalesActivity.svc/Create")]
#[doc(alias = "create sales activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateSalesActivity {
    body: SalesActivityFields,
}

impl CreateSalesActivity {
    /// Posts a sales activity with a status on a lead.
    pub fn new(lead: impl Into<LeadId>, status: impl Into<SalesStatus>) -> Self {
        let (prospect_id, status) = (Some(lead.into()), Some(status.into()));
        Self { body: SalesActivityFields { prospect_id, status, ..SalesActivityFields::default() } }
    }

    sales_setters! {}
}

impl Request for CreateSalesActivity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ActivityId>>;
    const OPERATION: Operation =
        op::post("create_sales_activity", "/v2/SalesActivity.svc/Create", Safety::NonIdempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/post-or-add-a-sales-activity-to-a-lead/");

    fn parts(&self) -> Result<Parts> {
        let SalesActivityFields { id, prospect_id, status, .. } = &self.body;
        Parts::new()
            .require(id.is_none(), "id", "must not be set: a new sales activity has none")
            .check(crate::model::check_id(prospect_id.as_ref().map_or("", LeadId::as_str), "lead_id"))
            .require(status.as_ref().is_some_and(|one| !one.as_str().trim().is_empty()), "status", "must not be empty")
            .check(self.body.check())
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's sales activities with ListSalesActivitiesOfLead".to_owned())
    }
}

has_body!(CreateSalesActivity => SalesActivityFields);

sample!(CreateSalesActivity: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415", SalesStatus::Won)
    .product_sku("SKU-01")
    .revenue(1800)
    .owner_email("owner@example.com")
    .date(chrono::DateTime::UNIX_EPOCH));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn create_sales_activity_serializes_to_the_wire_form() {
        let request = CreateSalesActivity::new("7", SalesStatus::Open)
            .product_sku("SKU-01")
            .revenue(1800)
            .owner("9")
            .date(chrono::DateTime::UNIX_EPOCH);
        assert_eq!(
            wire(&request),
            r#"POST /v2/SalesActivity.svc/Create {"ProspectId":"7","ProductSku":"SKU-01","Status":"Open","Revenue":1800,"SalesOwner":"9","SalesDate":"1970-01-01 00:00:00"}"#
        );
        assert!(!format!("{:?}", request.owner_email("a@example.com")).contains("a@"));
    }

    #[test]
    fn create_sales_activity_names_invalid_fields() {
        let field = |request: CreateSalesActivity| request.parts().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(CreateSalesActivity::new("", "Open")).as_deref(), Some("lead_id"));
        assert_eq!(field(CreateSalesActivity::new("7", " ")).as_deref(), Some("status"));
        let two = CreateSalesActivity::new("7", "Open").owner("9").owner_email("a@example.com");
        assert_eq!(field(two).as_deref(), Some("owner"));
        let stored = r#"{"body":{"Id":"4","ProspectId":"7","Status":"Open"}}"#;
        assert_eq!(field(serde_json::from_str(stored).unwrap()).as_deref(), Some("id"));
    }
}
