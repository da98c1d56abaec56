//! `POST /v2/SalesActivity.svc/Metadata/DropdownFieldValues/Remove`

use super::GetSalesActivitySetting;
use crate::api::prelude::*;
use crate::model::Acknowledged;

/// Removes an option of a dropdown field of sales activities.
///
/// `POST /v2/SalesActivity.svc/Metadata/DropdownFieldValues/Remove`. The keys probably need to be an administrator's
/// (inferred).
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/remove-value-from-dropdown-sales-field/).
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::sales_activities::RemoveSalesActivityDropdownOption;
///
/// let request = RemoveSalesActivityDropdownOption::new("mx_Custom_5", "Springfield");
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/SalesActivity.svc/Metadata/DropdownFieldValues/Remove")]
#[doc(alias = "SalesActivity.svc/Metadata/DropdownFieldValues/Remove")]
#[doc(alias = "remove sales activity dropdown option")]
#[doc(alias = "remove dropdown option")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveSalesActivityDropdownOption {
    body: RemoveSalesActivityDropdownOptionBody,
}

/// The wire body of [`RemoveSalesActivityDropdownOption`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct RemoveSalesActivityDropdownOptionBody {
    schema_name: String,
    option_value: String,
}

impl RemoveSalesActivityDropdownOption {
    /// Removes an option of a field.
    pub fn new(schema_name: impl Into<String>, option: impl Into<String>) -> Self {
        let (schema_name, option_value) = (schema_name.into(), option.into());
        Self { body: RemoveSalesActivityDropdownOptionBody { schema_name, option_value } }
    }
}

impl Request for RemoveSalesActivityDropdownOption {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::post(
        "remove_sales_activity_dropdown_option",
        "/v2/SalesActivity.svc/Metadata/DropdownFieldValues/Remove",
        Safety::Idempotent,
    )
    .docs("https://apidocs.leadsquared.com/remove-value-from-dropdown-sales-field/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.body.schema_name.trim().is_empty(), "schema_name", "must not be empty")
            .require(!self.body.option_value.trim().is_empty(), "option", "must not be empty")
            .json(&self.body)
    }
}

/// Reads the settings. A field that is returned without options proves nothing.
impl Resolve for RemoveSalesActivityDropdownOption {
    type Check = GetSalesActivitySetting;
    const FOUND_WHEN: &'static str = "the field has options, according to the settings, and not this one";

    fn check(&self) -> Option<GetSalesActivitySetting> {
        Some(GetSalesActivitySetting::new())
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        let field = seen.ok().and_then(|setting| setting.definition(&self.body.schema_name));
        let options = field.and_then(|field| field.options().ok()).filter(|options| !options.is_empty());
        Resolution::from_evidence([options.and_then(|options| {
            let is_named = options.iter().all(|option| option.value.is_some());
            let is_kept = options.iter().any(|option| option.value.as_ref() == Some(&self.body.option_value));
            (is_kept || is_named).then_some(!is_kept)
        })])
    }
}

has_body!(RemoveSalesActivityDropdownOption => RemoveSalesActivityDropdownOptionBody);

sample!(RemoveSalesActivityDropdownOption: Self::new("mx_Custom_5", "Springfield"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn remove_sales_activity_dropdown_option_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&RemoveSalesActivityDropdownOption::new("mx_Custom_5", "Springfield")),
            r#"POST /v2/SalesActivity.svc/Metadata/DropdownFieldValues/Remove {"SchemaName":"mx_Custom_5","OptionValue":"Springfield"}"#
        );
        let field = |name: &str, option: &str| {
            RemoveSalesActivityDropdownOption::new(name, option).parts().unwrap_err().field().map(str::to_owned)
        };
        assert_eq!((field(" ", "x").as_deref(), field("x", "").as_deref()), (Some("schema_name"), Some("option")));
    }

    #[test]
    fn verification_needs_the_options_of_the_field() {
        let look = |options: &str| {
            let field = serde_json::json!({"SchemaName": "mx_Custom_5", "OptionSet": options});
            let text = serde_json::json!({"Name": "Sale", "Fields": [field]}).to_string();
            RemoveSalesActivityDropdownOption::new("mx_Custom_5", "Ulm").interpret(Ok(&Raw::parse(&text).unwrap()))
        };
        assert_eq!(look(r#"[{"Value":"Bonn"}]"#), Resolution::Found);
        assert_eq!(look(r#"[{"Value":"Bonn"},{"Value":"Ulm"}]"#), Resolution::Absent);
        for unclear in ["", "[]", "Ulm", r#"[{"Text":"Bonn"}]"#] {
            assert_eq!(look(unclear), Resolution::CannotTell, "{unclear}");
        }
        let other = RemoveSalesActivityDropdownOption::new("mx_Custom_6", "Ulm");
        let settings = Raw::parse(r#"{"Name":"Sale","Fields":[]}"#).unwrap();
        assert_eq!(other.interpret(Ok(&settings)), Resolution::CannotTell);
    }
}
