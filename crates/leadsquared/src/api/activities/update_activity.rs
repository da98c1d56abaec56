//! `POST /v2/ProspectActivity.svc/CustomActivity/Update`

use super::GetActivity;
use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId, EventCode, FieldValue, Fields, check_changes};
use crate::verification;
use leads_core::Personal;

/// Updates an activity of a custom type.
///
/// `POST /v2/ProspectActivity.svc/CustomActivity/Update`. What is not set is left as it is. `Status` and `Owner` (a
/// user id) are fields too. The account's rules and webhooks for updated activities run with every call.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/update-activity/).
///
/// # Errors
///
/// Returns an error before sending if the event is an opportunity type (12000 or more): the vendor reports success and
/// changes nothing (observed on one account). Use
/// [`UpdateOpportunity`](crate::api::opportunities::UpdateOpportunity) instead. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied). The response is not documented; the usual envelope is inferred.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::UpdateActivity;
///
/// let request = UpdateActivity::new("e85e72ee-a9a9-498c-9b26-ffd9db2df311", 213)
///     .note("called back, wants a quote")
///     .field("mx_Custom_1", "Warm");
/// let updated = client.send(&request).await?;
/// println!("updated: {:?}", updated.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/CustomActivity/Update")]
#[doc(alias = "ProspectActivity.svc/CustomActivity/Update")]
#[doc(alias = "update activity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateActivity {
    body: UpdateActivityBody,
}

/// The wire body of [`UpdateActivity`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct UpdateActivityBody {
    prospect_activity_id: ActivityId,
    activity_event: EventCode,
    activity_note: Option<Personal<String>>,
    process_files_async: Option<bool>,
    validate_drop_down_options: Option<bool>,
    fields: Option<Fields>,
}

impl UpdateActivity {
    /// Updates an activity. `event` is the code of its type.
    pub fn new(activity: impl Into<ActivityId>, event: impl Into<EventCode>) -> Self {
        Self {
            body: UpdateActivityBody {
                prospect_activity_id: activity.into(),
                activity_event: event.into(),
                activity_note: None,
                process_files_async: None,
                validate_drop_down_options: None,
                fields: None,
            },
        }
    }

    setters! { body;
        /// Sets whether files in fields are fetched after the response.
        process_files_async: bool,
        /// Sets `ValidateDropDownOptions`. According to the vendor's page, `true` skips the validation of dropdown
        /// values, despite the name.
        validate_drop_down_options: bool,
        /// Replaces all fields of the request.
        fields: Fields,
    }

    /// Replaces the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.body.activity_note = Some(Personal(note.into()));
        self
    }

    /// Sets a field by its schema name.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.fields.get_or_insert_default().set(name, value);
        self
    }
}

impl Request for UpdateActivity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ActivityId>>;
    const OPERATION: Operation =
        op::post("update_activity", "/v2/ProspectActivity.svc/CustomActivity/Update", Safety::Idempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/update-activity/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .check(crate::model::check_id(body.prospect_activity_id.as_str(), "activity_id"))
            .require(
                !body.activity_event.is_opportunity(),
                "event",
                "must not be an opportunity type: the vendor would change nothing; use UpdateOpportunity",
            )
            .check(check_changes(body.activity_note.as_ref(), body.fields.as_ref()))
            .json(body)
    }
}

/// Reads the activity. Its note is not part of the response, so an update of the note cannot be verified.
impl Resolve for UpdateActivity {
    type Check = GetActivity;
    const FOUND_WHEN: &'static str = "the activity has every field that was sent; a note is not returned";

    fn check(&self) -> Option<GetActivity> {
        self.body.activity_note.is_none().then(|| GetActivity::new(&self.body.prospect_activity_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |seen| {
            verification::activity(&self.body.prospect_activity_id, self.body.fields.as_ref(), seen)
        })
    }
}

has_body!(UpdateActivity => UpdateActivityBody);

sample!(UpdateActivity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100", 213)
    .process_files_async(true)
    .field("mx_Custom_1", "Warm")
    .field("Status", "Active"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn update_activity_serializes_to_the_wire_form() {
        let request = UpdateActivity::new("4", 213).note("n").validate_drop_down_options(true).field("Owner", "9");
        assert_eq!(
            wire(&request),
            r#"POST /v2/ProspectActivity.svc/CustomActivity/Update {"ProspectActivityId":"4","ActivityEvent":213,"ActivityNote":"n","ValidateDropDownOptions":true,"Fields":[{"SchemaName":"Owner","Value":"9"}]}"#
        );
        assert!(!format!("{:?}", request.note("secret plan")).contains("secret plan"));
    }

    #[test]
    fn requests_that_change_nothing_are_rejected() {
        let field = |request: UpdateActivity| request.parts().unwrap_err().field().map(str::to_owned);
        assert_eq!(field(UpdateActivity::new("4", 213)).as_deref(), Some("fields"));
        assert_eq!(field(UpdateActivity::new("4", 12000).note("n")).as_deref(), Some("event"));
        assert_eq!(field(UpdateActivity::new(" ", 213).note("n")).as_deref(), Some("activity_id"));
    }

    #[test]
    fn verification_compares_the_fields_that_were_sent() {
        let request = UpdateActivity::new("4", 213).field("mx_Custom_1", "Warm");
        let look = |request: &UpdateActivity, text: &str| request.interpret(Ok(&Raw::parse(text).unwrap()));
        let seen = |id: &str, value: &str| {
            format!(r#"{{"ID":"{id}","Fields":[{{"SchemaName":"mx_Custom_1","Value":"{value}"}}]}}"#)
        };
        assert_eq!(look(&request, &seen("4", "Warm")), Resolution::Found);
        assert_eq!(look(&request, &seen("4", "Cold")), Resolution::Absent);
        assert_eq!(look(&request, &seen("5", "Warm")), Resolution::CannotTell);
        assert_eq!(look(&request, r#"{"ID":"4"}"#), Resolution::CannotTell);
        assert!(request.check().is_some() && request.note("n").check().is_none());
    }
}
