//! `GET /v2/SalesActivity.svc/RetrieveSetting`

use crate::api::prelude::*;
use crate::model::SalesActivitySetting;

/// Reads the account's settings for sales activities: fields, currency, and the stage that a customer gets.
///
/// `GET /v2/SalesActivity.svc/RetrieveSetting`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-sales-activity-settings/).
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::sales_activities::GetSalesActivitySetting;
///
/// let setting = client.send(&GetSalesActivitySetting::new()).await?;
/// println!("{:?}: {} fields", setting.default_currency_abbreviation, setting.fields.len());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/SalesActivity.svc/RetrieveSetting")]
#[doc(alias = "SalesActivity.svc/RetrieveSetting")]
#[doc(alias = "get sales activity setting")]
#[doc(alias = "get setting")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetSalesActivitySetting {}

impl GetSalesActivitySetting {
    /// Reads the settings.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for GetSalesActivitySetting {
    type Vendor = LeadSquared;
    type Response = Raw<SalesActivitySetting>;
    const OPERATION: Operation =
        op::get("get_sales_activity_setting", "/v2/SalesActivity.svc/RetrieveSetting", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-sales-activity-settings/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(GetSalesActivitySetting: Self::new());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn get_sales_activity_setting_serializes_to_the_wire_form() {
        assert_eq!(wire(&GetSalesActivitySetting::new()), "GET /v2/SalesActivity.svc/RetrieveSetting");
        let read =
            |body: &'static str| GetSalesActivitySetting::read(&HttpResponse::new(200, Default::default(), body));
        assert!(read("{}").unwrap_err().is_decode());
        assert_eq!(
            read(r#"{"ID":"","Name":"Sale","ConvertToCustomer":"true"}"#).unwrap().convert_to_customer,
            Some(true)
        );
    }
}
