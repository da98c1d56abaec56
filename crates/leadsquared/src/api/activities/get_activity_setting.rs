//! `GET /v2/ProspectActivity.svc/CustomActivity/GetActivitySetting`

use crate::api::prelude::*;
use crate::model::{ActivitySetting, EventCode};

/// Reads the account's settings for an activity type: its fields with names, types and options.
///
/// `GET /v2/ProspectActivity.svc/CustomActivity/GetActivitySetting?code=`.
///
/// # Errors
///
/// A rejected request, for example for an unknown code, changes nothing.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::GetActivitySetting;
///
/// let activity_setting = client.send(&GetActivitySetting::new(201)).await?;
/// println!("{:?}: {} fields", activity_setting.display_name, activity_setting.fields.len());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/CustomActivity/GetActivitySetting")]
#[doc(alias = "ProspectActivity.svc/CustomActivity/GetActivitySetting")]
#[doc(alias = "get activity setting")]
#[doc(alias = "get setting")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetActivitySetting {
    code: EventCode,
}

impl GetActivitySetting {
    /// Reads the settings of a type.
    pub fn new(code: impl Into<EventCode>) -> Self {
        Self { code: code.into() }
    }
}

impl Request for GetActivitySetting {
    type Vendor = LeadSquared;
    type Response = Raw<ActivitySetting>;
    const OPERATION: Operation =
        op::get("get_activity_setting", "/v2/ProspectActivity.svc/CustomActivity/GetActivitySetting", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().query("code", self.code).empty()
    }
}

sample!(GetActivitySetting: Self::new(201));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn get_activity_setting_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&GetActivitySetting::new(201)),
            "GET /v2/ProspectActivity.svc/CustomActivity/GetActivitySetting?code=201"
        );
    }

    #[test]
    fn empty_object_is_not_a_setting() {
        let read = |body: &'static str| GetActivitySetting::read(&HttpResponse::new(200, Default::default(), body));
        assert!(read("{}").unwrap_err().is_decode());
        let setting = read(r#"{"DisplayName":"Visit","Score":"10","Fields":[{"SchemaName":"Status"}]}"#).unwrap();
        assert!(setting.definition("Status").is_some() && setting.definition("Owner").is_none());
    }
}
