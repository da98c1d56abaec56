//! `POST /v2/ProspectActivity.svc/ActivityField/Dropdown/Options/Get`

use crate::api::prelude::*;
use crate::model::{DropdownOption, EventCode};

/// Lists the options of a dropdown of an activity type.
///
/// `POST /v2/ProspectActivity.svc/ActivityField/Dropdown/Options/Get`. It rejects the codes of opportunity types
/// (observed, HTTP 500): their options are in the type's metadata.
///
/// # Errors
///
/// If the vendor rejects the request, no data has changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::activities::ListActivityDropdownOptions;
///
/// let options = client.send(&ListActivityDropdownOptions::new(201, "mx_Custom_1")).await?;
/// for option in &options.rows {
///     println!("{:?}", option.name());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/ProspectActivity.svc/ActivityField/Dropdown/Options/Get")]
#[doc(alias = "ProspectActivity.svc/ActivityField/Dropdown/Options/Get")]
#[doc(alias = "list activity dropdown options")]
#[doc(alias = "list dropdown options")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListActivityDropdownOptions {
    body: ListActivityDropdownOptionsBody,
}

/// The wire body of [`ListActivityDropdownOptions`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListActivityDropdownOptionsBody {
    parameter: OptionsOf,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct OptionsOf {
    schema_name: String,
    activity_event_code: EventCode,
}

impl ListActivityDropdownOptions {
    /// Lists the options of a field of a type.
    pub fn new(event: impl Into<EventCode>, schema_name: impl Into<String>) -> Self {
        Self {
            body: ListActivityDropdownOptionsBody {
                parameter: OptionsOf { schema_name: schema_name.into(), activity_event_code: event.into() },
            },
        }
    }
}

impl Request for ListActivityDropdownOptions {
    type Vendor = LeadSquared;
    type Response = Listing<DropdownOption>;
    const OPERATION: Operation = op::post(
        "list_activity_dropdown_options",
        "/v2/ProspectActivity.svc/ActivityField/Dropdown/Options/Get",
        Safety::Read,
    );

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.body.parameter.schema_name.trim().is_empty(), "schema_name", "must not be empty")
            .json(&self.body)
    }
}

has_body!(ListActivityDropdownOptions => ListActivityDropdownOptionsBody);

sample!(ListActivityDropdownOptions: Self::new(201, "mx_Custom_1"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_activity_dropdown_options_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&ListActivityDropdownOptions::new(201, "mx_Custom_1")),
            r#"POST /v2/ProspectActivity.svc/ActivityField/Dropdown/Options/Get {"Parameter":{"SchemaName":"mx_Custom_1","ActivityEventCode":201}}"#
        );
        assert_eq!(ListActivityDropdownOptions::new(201, "").parts().unwrap_err().field(), Some("schema_name"));
    }

    #[test]
    fn options_are_objects_or_texts() {
        for body in [r#"{"Options":[{"Value":"A"},{"Value":"B"}]}"#, r#"{"Options":["A","B"]}"#, r#"["A","B"]"#] {
            let options = ListActivityDropdownOptions::read(&HttpResponse::new(200, Default::default(), body)).unwrap();
            assert_eq!(options.iter().filter_map(|option| option.name()).collect::<Vec<_>>(), ["A", "B"], "{body}");
        }
    }
}
