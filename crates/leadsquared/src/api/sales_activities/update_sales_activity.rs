//! `POST /v2/SalesActivity.svc/Update`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId, LeadId, SalesActivityFields, sales_setters};

/// Updates a sales activity. Its status cannot be changed with this call.
///
/// `POST /v2/SalesActivity.svc/Update`. What is not set is left as it is (inferred). The vendor's own sample of a
/// successful response contains `AffectedRows` 0, so 0 does not mean that the sales activity was not found.
///
/// If the response is lost, the outcome cannot be verified automatically: a read returns the values under the names of
/// the account's fields. To check by hand, read the sales activity with `GetSalesActivity`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-an-existing-sales-activity/).
///
/// # Errors
///
/// Returns an error before sending if nothing would change. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::sales_activities::UpdateSalesActivity;
///
/// let request = UpdateSalesActivity::new("e85e72ee-a9a9-498c-9b26-ffd9db2df311")
///     .revenue(2100);
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/SalesActivity.svc/Update")]
#[doc(alias = "SalesActivity.svc/Update")]
#[doc(alias = "update sales activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateSalesActivity {
    body: SalesActivityFields,
}

impl UpdateSalesActivity {
    /// Updates a sales activity.
    pub fn new(activity: impl Into<ActivityId>) -> Self {
        Self { body: SalesActivityFields { id: Some(activity.into()), ..SalesActivityFields::default() } }
    }

    /// Sets the lead.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<LeadId>) -> Self {
        self.body.prospect_id = Some(lead.into());
        self
    }

    sales_setters! {}
}

impl Request for UpdateSalesActivity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::post("update_sales_activity", "/v2/SalesActivity.svc/Update", Safety::Idempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/update-an-existing-sales-activity/");

    fn parts(&self) -> Result<Parts> {
        let SalesActivityFields { id, prospect_id, status, .. } = &self.body;
        let unchanged =
            SalesActivityFields { id: id.clone(), prospect_id: prospect_id.clone(), ..SalesActivityFields::default() };
        let lead = prospect_id.as_ref().map_or(Ok(()), |id| crate::model::check_id(id.as_str(), "lead_id"));
        Parts::new()
            .check(crate::model::check_id(id.as_ref().map_or("", ActivityId::as_str), "activity_id"))
            .check(lead)
            .require(status.is_none(), "status", "must not be set: this call does not change it")
            .require(self.body != unchanged, "changes", "must set something besides the lead: nothing would change")
            .check(self.body.check())
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("read the sales activity with GetSalesActivity".to_owned())
    }
}

has_body!(UpdateSalesActivity => SalesActivityFields);

sample!(UpdateSalesActivity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100")
    .lead("0a0b0c0d-0e0f-4a4b-8c8d-101112131415")
    .product_sku("SKU-01")
    .revenue(1800)
    .owner("0d0e0f00-0102-4304-8506-0708090a0b0c")
    .date(chrono::DateTime::UNIX_EPOCH));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn update_sales_activity_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&UpdateSalesActivity::new("4").lead("7").revenue(1800)),
            r#"POST /v2/SalesActivity.svc/Update {"Id":"4","ProspectId":"7","Revenue":1800}"#
        );
    }

    #[test]
    fn update_sales_activity_names_invalid_fields() {
        let field = |request: UpdateSalesActivity| request.parts().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(UpdateSalesActivity::new("").revenue(1)).as_deref(), Some("activity_id"));
        assert_eq!(field(UpdateSalesActivity::new("4").lead("7")).as_deref(), Some("changes"));
        assert_eq!(field(UpdateSalesActivity::new("4").lead(" ").revenue(1)).as_deref(), Some("lead_id"));
        let stored = r#"{"body":{"Id":"4","Status":"Won"}}"#;
        assert_eq!(field(serde_json::from_str(stored).unwrap()).as_deref(), Some("status"));
    }

    #[test]
    fn no_affected_rows_are_a_success() {
        let body = r#"{"Status":"Success","Message":{"AffectedRows":0}}"#;
        let read = UpdateSalesActivity::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
        assert_eq!(read.affected_rows(), Some(0));
    }
}
