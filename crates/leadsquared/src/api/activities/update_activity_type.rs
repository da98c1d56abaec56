//! `POST /v2/ProspectActivity.svc/CustomActivityType/Update`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityTypeField, ActivityTypeId, WireNumber};

/// Updates an activity type.
///
/// `POST /v2/ProspectActivity.svc/CustomActivityType/Update`. What is not set is left as it is (inferred). Whether a
/// field of the type that is not among the [`fields`](Self::fields) is removed is not documented.
///
/// If the response is lost, the outcome cannot be verified automatically: the reads name a type by its code, not by
/// this id. To check by hand, look up the type with `ListActivityTypes` and `GetActivitySetting`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-activity-type/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::activities::UpdateActivityType, model::ActivityTypeField};
///
/// let request = UpdateActivityType::new("5501cfea-34b3-4ce2-9eac-00715e7a9e70")
///     .score(15)
///     .fields([ActivityTypeField::new("mx_Custom_2", "Visited by", "Number").sequence(2)]);
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/CustomActivityType/Update")]
#[doc(alias = "ProspectActivity.svc/CustomActivityType/Update")]
#[doc(alias = "update activity type")]
#[doc(alias = "update type")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateActivityType {
    body: UpdateActivityTypeBody,
}

/// The wire body of [`UpdateActivityType`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct UpdateActivityTypeBody {
    #[serde(rename = "ID")]
    id: ActivityTypeId,
    activity_event_name: Option<String>,
    score: Option<WireNumber>,
    description: Option<String>,
    event_direction: Option<WireNumber>,
    can_delete_activity: Option<bool>,
    fields: Option<Vec<ActivityTypeField>>,
}

impl UpdateActivityType {
    /// Updates a type. This is its id in the list of types, not its code.
    pub fn new(id: impl Into<ActivityTypeId>) -> Self {
        Self {
            body: UpdateActivityTypeBody {
                id: id.into(),
                activity_event_name: None,
                score: None,
                description: None,
                event_direction: None,
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

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.body.activity_event_name = Some(name.into());
        self
    }

    /// Sets how much an activity adds to the lead's score.
    #[must_use]
    pub fn score(mut self, score: i64) -> Self {
        self.body.score = Some(score.into());
        self
    }

    /// Makes the type's activities inbound, from the lead.
    #[must_use]
    pub fn inbound(mut self) -> Self {
        self.body.event_direction = Some(WireNumber::number(0));
        self
    }

    /// Makes the type's activities outbound, to the lead.
    #[must_use]
    pub fn outbound(mut self) -> Self {
        self.body.event_direction = Some(WireNumber::number(1));
        self
    }

    /// Sets the fields, at most 50.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = ActivityTypeField>) -> Self {
        self.body.fields = Some(fields.into_iter().collect());
        self
    }
}

impl Request for UpdateActivityType {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::post("update_activity_type", "/v2/ProspectActivity.svc/CustomActivityType/Update", Safety::Idempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/update-activity-type/");

    fn parts(&self) -> Result<Parts> {
        let UpdateActivityTypeBody {
            id,
            activity_event_name: name,
            score,
            description,
            event_direction: direction,
            can_delete_activity,
            fields,
        } = &self.body;
        let is_changed = name.is_some()
            || score.is_some()
            || description.is_some()
            || direction.is_some()
            || can_delete_activity.is_some()
            || fields.is_some();
        let is_code = id.as_str().trim().parse::<i64>().is_ok();
        Parts::new()
            .check(crate::model::check_id(id.as_str(), "id"))
            .require(!is_code, "id", "must be the id of the type, not its code")
            .require(is_changed, "name", "or another member must be set: nothing would change")
            .require(name.as_deref().is_none_or(|name| !name.trim().is_empty()), "name", "must not be empty")
            .require(
                direction.is_none_or(|direction| matches!(direction.get(), 0 | 1)),
                "direction",
                "must be 0 (inbound) or 1 (outbound)",
            )
            .check(ActivityTypeField::check(fields.as_deref()))
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("look up the type with ListActivityTypes and GetActivitySetting".to_owned())
    }
}

has_body!(UpdateActivityType => UpdateActivityTypeBody);

sample!(UpdateActivityType: Self::new("0c0d0e0f-0102-4304-8506-0708090a0b0c")
    .name("Visit")
    .score(15)
    .description("seen at the counter")
    .outbound()
    .can_delete_activity(true)
    .fields([ActivityTypeField::new("mx_Custom_2", "Visited by", "Number").sequence(2)]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn update_activity_type_serializes_to_the_wire_form() {
        let field = ActivityTypeField::new("mx_Custom_2", "Visited by", "Number");
        assert_eq!(
            wire(&UpdateActivityType::new("a-4").inbound().fields([field])),
            r#"POST /v2/ProspectActivity.svc/CustomActivityType/Update {"ID":"a-4","EventDirection":0,"Fields":[{"SchemaName":"mx_Custom_2","DisplayName":"Visited by","Value":null,"DataType":"Number"}]}"#
        );
    }

    #[test]
    fn update_activity_type_names_invalid_fields() {
        let field = |request: UpdateActivityType| request.parts().unwrap_err().field().map(str::to_owned);
        let new = || UpdateActivityType::new("a-4");
        assert_eq!(field(new()).as_deref(), Some("name"));
        assert_eq!(field(new().name(" ")).as_deref(), Some("name"));
        assert_eq!(field(UpdateActivityType::new("206").score(1)).as_deref(), Some("id"));
        assert_eq!(field(UpdateActivityType::new("").score(1)).as_deref(), Some("id"));
        let blank = ActivityTypeField::new("", "Visited by", "Number");
        assert_eq!(field(new().fields([blank])).as_deref(), Some("fields"));
        let unknown: UpdateActivityType = serde_json::from_str(r#"{"body":{"ID":"a-4","EventDirection":2}}"#).unwrap();
        assert_eq!(field(unknown).as_deref(), Some("direction"));
    }
}
