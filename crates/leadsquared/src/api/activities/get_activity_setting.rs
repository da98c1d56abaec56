//! `GET /v2/ProspectActivity.svc/CustomActivity/GetActivitySetting`

use crate::LeadSquared;
use crate::model::{ActivitySetting, EventCode};
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::decode;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety};
use serde::{Deserialize, Serialize};

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
/// use leadsquared::api::activities::GetActivitySetting;
/// let request = GetActivitySetting::new(201);
/// ```
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
    const OPERATION: Operation = Operation::new(
        "get_activity_setting",
        Method::Get,
        "/v2/ProspectActivity.svc/CustomActivity/GetActivitySetting",
        Safety::Read,
    )
    .rate(CALLS_ONLY);

    fn parts(&self) -> Result<Parts> {
        Parts::new().query("code", self.code).empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        setting(response)
    }
}

/// The settings, which have at least a name.
fn setting(response: &HttpResponse) -> Result<Raw<ActivitySetting>> {
    let setting: Raw<ActivitySetting> = Raw::whole(&response.body)?;
    match (&setting.name, &setting.display_name) {
        (None, None) => Err(decode::missing("DisplayName")),
        _ => Ok(setting),
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetActivitySetting {
    fn sample() -> Self {
        Self::new(201)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn serializes_to_the_vendors_wire_form() {
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
