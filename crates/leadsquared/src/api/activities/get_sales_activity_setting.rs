//! `GET /v2/SalesActivity.svc/RetrieveSetting`

use crate::LeadSquared;
use crate::model::SalesActivitySetting;
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::decode;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads the account's settings for sales activities: fields, currency, and the stage that a customer gets.
///
/// `GET /v2/SalesActivity.svc/RetrieveSetting`.
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// use leadsquared::api::activities::GetSalesActivitySetting;
/// let request = GetSalesActivitySetting::new();
/// ```
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
    const OPERATION: Operation = Operation::new(
        "get_sales_activity_setting",
        Method::Get,
        "/v2/SalesActivity.svc/RetrieveSetting",
        Safety::Read,
    )
    .rate(CALLS_ONLY)
    .docs("https://apidocs.leadsquared.com/get-sales-activity-settings/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        setting(response)
    }
}

/// The settings, which have at least a name.
fn setting(response: &HttpResponse) -> Result<Raw<SalesActivitySetting>> {
    let setting: Raw<SalesActivitySetting> = Raw::whole(&response.body)?;
    match (&setting.name, &setting.display_name) {
        (None, None) => Err(decode::missing("DisplayName")),
        _ => Ok(setting),
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetSalesActivitySetting {
    fn sample() -> Self {
        Self::new()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn serializes_to_the_vendors_wire_form() {
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
