//! `GET /v2/SalesActivity.svc/RetrieveActivity`

use crate::api::prelude::*;
use crate::model::{ActivityId, SalesActivity};

/// Reads a sales activity with all its fields.
///
/// `GET /v2/SalesActivity.svc/RetrieveActivity?activityId=`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/retrieve-sales-activity/).
///
/// # Errors
///
/// If the vendor rejects the request, for example for an unknown id, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::sales_activities::GetSalesActivity;
///
/// let request = GetSalesActivity::new("e85e72ee-a9a9-498c-9b26-ffd9db2df311");
/// let sales_activity = client.send(&request).await?;
/// println!("{:?}: {:?}", sales_activity.id, sales_activity.status());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/SalesActivity.svc/RetrieveActivity")]
#[doc(alias = "SalesActivity.svc/RetrieveActivity")]
#[doc(alias = "get sales activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetSalesActivity {
    activity_id: ActivityId,
}

impl GetSalesActivity {
    /// Reads a sales activity.
    pub fn new(activity: impl Into<ActivityId>) -> Self {
        Self { activity_id: activity.into() }
    }
}

impl Request for GetSalesActivity {
    type Vendor = LeadSquared;
    type Response = Raw<SalesActivity>;
    const OPERATION: Operation = op::get("get_sales_activity", "/v2/SalesActivity.svc/RetrieveActivity", Safety::Read)
        .names_record()
        .docs("https://apidocs.leadsquared.com/retrieve-sales-activity/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.activity_id.as_str(), "activity_id"))
            .query("activityId", &self.activity_id)
            .empty()
    }
}

sample!(GetSalesActivity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn get_sales_activity_serializes_to_the_wire_form() {
        assert_eq!(wire(&GetSalesActivity::new("4")), "GET /v2/SalesActivity.svc/RetrieveActivity?activityId=4");
        assert_eq!(GetSalesActivity::new("").parts().unwrap_err().field(), Some("activity_id"));
    }

    #[test]
    fn response_without_id_is_rejected() {
        let read = |body: &'static str| GetSalesActivity::read(&HttpResponse::new(200, Default::default(), body));
        assert!(read("{}").unwrap_err().is_decode());
        assert!(read(r#"{"ID":"","Name":"Sale"}"#).unwrap_err().is_decode());
        assert_eq!(read(r#"{"ID":"4","ConvertToCustomer":"true"}"#).unwrap().convert_to_customer, Some(true));
    }
}
