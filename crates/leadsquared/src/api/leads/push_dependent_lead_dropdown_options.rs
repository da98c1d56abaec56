//! `POST /v2/LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push`

use super::dropdown_options::check_options;
use crate::api::prelude::*;
use crate::model::Acknowledged;

/// Adds options to a dropdown field of leads whose options depend on the value of another field.
///
/// `POST /v2/LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push`. The options are offered when the parent
/// field has the given value. The number of affected rows in the response counts options. Administrator rights are
/// probably required (inferred).
///
/// If the response is lost, the outcome cannot be verified automatically: no documented read returns the options of one
/// parent value. To check by hand, list the options of the field with `ListLeadFields`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/add-values-to-a-dependent-drop-down-lead-field/).
///
/// # Errors
///
/// Returns an error before sending if a name, the parent's value or an option is blank. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::PushDependentLeadDropdownOptions;
///
/// let request = PushDependentLeadDropdownOptions::new(
///     "mx_Country", "mx_State", "India", ["Goa", "Kerala"],
/// );
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push")]
#[doc(alias = "LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push")]
#[doc(alias = "push dependent lead dropdown options")]
#[doc(alias = "push dependent dropdown options")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushDependentLeadDropdownOptions {
    body: PushDependentLeadDropdownOptionsBody,
}

/// The wire body of [`PushDependentLeadDropdownOptions`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct PushDependentLeadDropdownOptionsBody {
    parent_schema_name: String,
    child_schema_name: String,
    parent_field_value: String,
    options: Vec<String>,
}

impl PushDependentLeadDropdownOptions {
    /// Adds options to the field `child`, for one value of the field `parent`.
    pub fn new(
        parent: impl Into<String>,
        child: impl Into<String>,
        parent_value: impl Into<String>,
        options: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            body: PushDependentLeadDropdownOptionsBody {
                parent_schema_name: parent.into(),
                child_schema_name: child.into(),
                parent_field_value: parent_value.into(),
                options: options.into_iter().map(Into::into).collect(),
            },
        }
    }
}

impl Request for PushDependentLeadDropdownOptions {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::post(
        "push_dependent_lead_dropdown_options",
        "/v2/LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push",
        Safety::Idempotent,
    )
    .docs("https://apidocs.leadsquared.com/add-values-to-a-dependent-drop-down-lead-field/");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .require(!body.parent_schema_name.trim().is_empty(), "parent", "must not be empty")
            .require(!body.child_schema_name.trim().is_empty(), "child", "must not be empty")
            .require(!body.parent_field_value.trim().is_empty(), "parent_value", "must not be empty")
            .check(check_options(&body.options))
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the options of the field with ListLeadFields".to_owned())
    }
}

has_body!(PushDependentLeadDropdownOptions => PushDependentLeadDropdownOptionsBody);

sample!(PushDependentLeadDropdownOptions: Self::new("mx_Country", "mx_State", "India", ["Goa", "Kerala"]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn push_dependent_lead_dropdown_options_serializes_to_the_wire_form() {
        let request = |parent: &str, child: &str, value: &str, options: &[&str]| {
            PushDependentLeadDropdownOptions::new(parent, child, value, options.iter().copied())
        };
        assert_eq!(
            wire(&request("mx_Country", "mx_State", "India", &["AP", "TS"])),
            r#"POST /v2/LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push {"ParentSchemaName":"mx_Country","ChildSchemaName":"mx_State","ParentFieldValue":"India","Options":["AP","TS"]}"#
        );
        for (bad, field) in [
            (request("", "b", "c", &["d"]), "parent"),
            (request("a", " ", "c", &["d"]), "child"),
            (request("a", "b", "", &["d"]), "parent_value"),
            (request("a", "b", "c", &[]), "options"),
        ] {
            assert_eq!(bad.parts().unwrap_err().field(), Some(field));
        }
    }
}
