//! `GET /v2/ProspectActivity.svc/ActivityTypes.Get`

use crate::api::prelude::*;
use crate::model::ActivityType;

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
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::ListActivityTypes;
///
/// let activity_types = client.send(&ListActivityTypes::new()).await?;
/// for activity_type in &activity_types.rows {
///     println!("{:?}: {:?}", activity_type.activity_event, activity_type.display_name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/ActivityTypes.Get")]
#[doc(alias = "ProspectActivity.svc/ActivityTypes.Get")]
#[doc(alias = "list activity types")]
#[doc(alias = "list types")]
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
        op::get("list_activity_types", "/v2/ProspectActivity.svc/ActivityTypes.Get", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListActivityTypes: Self::new());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_activity_types_serializes_to_the_wire_form() {
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
