//! `GET /v2/ProspectActivity.svc/ActivityTypes.Get`

use crate::LeadSquared;
use crate::model::{ActivityType, Listing};
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the account's activity types, with the codes that other calls require.
///
/// `GET /v2/ProspectActivity.svc/ActivityTypes.Get`. The response is a bare array of all types.
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// use leadsquared::api::activities::ListActivityTypes;
/// let request = ListActivityTypes::new();
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListActivityTypes {}

impl ListActivityTypes {
    /// Lists all types.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListActivityTypes {
    type Vendor = LeadSquared;
    type Response = Listing<ActivityType>;
    const OPERATION: Operation =
        Operation::new("list_activity_types", Method::Get, "/v2/ProspectActivity.svc/ActivityTypes.Get", Safety::Read)
            .rate(CALLS_ONLY);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        Listing::read(response, &["List"])
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListActivityTypes {
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
        assert_eq!(wire(&ListActivityTypes::new()), "GET /v2/ProspectActivity.svc/ActivityTypes.Get");
        assert_eq!(serde_json::to_string(&ListActivityTypes::new()).unwrap(), "{}");
    }

    #[test]
    fn codes_are_text_or_numbers() {
        let body = r#"[{"ActivityEvent":"201","ActivityEventName":"Visit","EventType":2},{"ActivityEvent":12005}]"#;
        let types = ListActivityTypes::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
        assert_eq!(types[0].activity_event, Some(201.into()));
        assert!(types[1].activity_event.unwrap().is_opportunity());
    }
}
