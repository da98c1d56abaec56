//! `POST /v2/ProspectActivity.svc/CreateType`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityTypeField, EventCode, WireNumber};

/// Creates an activity type.
///
/// `POST /v2/ProspectActivity.svc/CreateType`. The id in the response is the code of the new type.
///
/// If the response is lost, the outcome cannot be verified automatically: the vendor generates the code. To check by
/// hand, look up the name with `ListActivityTypes`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/create-new-activity-type-api/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown); check with [`ListActivityTypes`](super::ListActivityTypes).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::CreateActivityType;
///
/// let request = CreateActivityType::new("Visit to the shop")
///     .score(10)
///     .description("seen at the counter");
/// let created = client.send(&request).await?;
/// println!("created: {:?}", created.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/CreateType")]
#[doc(alias = "ProspectActivity.svc/CreateType")]
#[doc(alias = "create activity type")]
#[doc(alias = "create type")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateActivityType {
    body: CreateActivityTypeBody,
}

/// The wire body of [`CreateActivityType`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateActivityTypeBody {
    activity_event_name: String,
    score: Option<WireNumber>,
    description: Option<String>,
    direction: Option<WireNumber>,
    track_location: Option<WireNumber>,
    allow_attachments: Option<WireNumber>,
    show_in_activity_grid: Option<WireNumber>,
    can_delete_activity: Option<bool>,
    fields: Option<Vec<ActivityTypeField>>,
}

impl CreateActivityType {
    /// Creates a type with this name. Its activities are inbound, from the lead.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            body: CreateActivityTypeBody {
                activity_event_name: name.into(),
                score: None,
                description: None,
                direction: Some(WireNumber::number(0)),
                track_location: None,
                allow_attachments: None,
                show_in_activity_grid: None,
                can_delete_activity: None,
                fields: None,
            },
        }
    }

    setters! { body;
        /// Sets the description.
        description: String,
        /// Sets whether activities of the type can be deleted.
        can_delete_activity: bool,
    }

    /// Sets whether the location of activities is tracked.
    #[must_use]
    pub fn track_location(mut self, track: bool) -> Self {
        self.body.track_location = Some(u32::from(track).into());
        self
    }

    /// Sets whether files can be attached to activities.
    #[must_use]
    pub fn allow_attachments(mut self, allow: bool) -> Self {
        self.body.allow_attachments = Some(u32::from(allow).into());
        self
    }

    /// Sets whether the vendor's application shows activities in its grid.
    #[must_use]
    pub fn show_in_activity_grid(mut self, show: bool) -> Self {
        self.body.show_in_activity_grid = Some(u32::from(show).into());
        self
    }

    /// Sets the fields, at most 50. The members of a field are inferred from the update of a type.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = ActivityTypeField>) -> Self {
        self.body.fields = Some(fields.into_iter().collect());
        self
    }

    /// Sets how much an activity adds to the lead's score.
    #[must_use]
    pub fn score(mut self, score: i64) -> Self {
        self.body.score = Some(score.into());
        self
    }

    /// Makes the type's activities outbound, to the lead.
    #[must_use]
    pub fn outbound(mut self) -> Self {
        self.body.direction = Some(WireNumber::number(1));
        self
    }
}

impl Request for CreateActivityType {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<EventCode>>;
    const OPERATION: Operation =
        op::post("create_activity_type", "/v2/ProspectActivity.svc/CreateType", Safety::NonIdempotent)
            .docs("https://apidocs.leadsquared.com/create-new-activity-type-api/");

    fn parts(&self) -> Result<Parts> {
        let direction = self.body.direction.is_none_or(|direction| matches!(direction.get(), 0 | 1));
        Parts::new()
            .require(!self.body.activity_event_name.trim().is_empty(), "name", "must not be empty")
            .require(direction, "direction", "must be 0, inbound, or 1, outbound")
            .check(ActivityTypeField::check(self.body.fields.as_deref()))
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("look up the name with ListActivityTypes".to_owned())
    }
}

has_body!(CreateActivityType => CreateActivityTypeBody);

sample!(CreateActivityType: Self::new("Visit").score(10).description("seen at the counter"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn create_activity_type_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&CreateActivityType::new("Visit").score(10).outbound()),
            r#"POST /v2/ProspectActivity.svc/CreateType {"ActivityEventName":"Visit","Score":10,"Direction":1}"#
        );
        let flags = CreateActivityType::new("Visit")
            .track_location(true)
            .allow_attachments(false)
            .show_in_activity_grid(true)
            .can_delete_activity(true)
            .fields([ActivityTypeField::new("mx_Custom_1", "Hall", "String")]);
        assert_eq!(
            serde_json::to_string(flags.body()).unwrap(),
            r#"{"ActivityEventName":"Visit","Direction":0,"TrackLocation":1,"AllowAttachments":0,"ShowInActivityGrid":1,"CanDeleteActivity":true,"Fields":[{"SchemaName":"mx_Custom_1","DisplayName":"Hall","Value":null,"DataType":"String"}]}"#
        );
        let blank = flags.fields([ActivityTypeField::new(" ", "Hall", "String")]);
        assert_eq!(blank.parts().unwrap_err().field(), Some("fields"));
        assert_eq!(CreateActivityType::new(" ").parts().unwrap_err().field(), Some("name"));
        let unknown = r#"{"body":{"ActivityEventName":"Visit","Direction":2}}"#;
        let unknown: CreateActivityType = serde_json::from_str(unknown).unwrap();
        assert_eq!(unknown.parts().unwrap_err().field(), Some("direction"));
    }
}
