//! `POST /v2/LeadManagement.svc/LeadField/Dropdown/Options/Remove`

use super::ListLeadFields;
use super::dropdown_options::DropdownOptionsBody;
use crate::api::prelude::*;
use crate::model::Acknowledged;

/// Removes options from a dropdown field of leads.
///
/// `POST /v2/LeadManagement.svc/LeadField/Dropdown/Options/Remove`. A field inside a custom field set is named
/// `mx_Docs~mx_CustomObject_5`: the field of the lead, then the field of the set. The number of affected rows in the
/// response counts fields, not options (inferred). Administrator rights are probably required (inferred).
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/remove-values-from-a-lead-drop-down-field/).
///
/// # Errors
///
/// Returns an error before sending if there is no field or no option. A rejected request is
/// [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::RemoveLeadDropdownOptions;
///
/// let request = RemoveLeadDropdownOptions::new("mx_Colour", ["Red", "Blue"]);
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/LeadField/Dropdown/Options/Remove")]
#[doc(alias = "LeadManagement.svc/LeadField/Dropdown/Options/Remove")]
#[doc(alias = "remove lead dropdown options")]
#[doc(alias = "remove dropdown options")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveLeadDropdownOptions {
    body: DropdownOptionsBody,
}

impl RemoveLeadDropdownOptions {
    /// Removes these options from a field.
    pub fn new(schema_name: impl Into<String>, options: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { body: DropdownOptionsBody::new(schema_name.into(), options) }
    }
}

impl Request for RemoveLeadDropdownOptions {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::post(
        "remove_lead_dropdown_options",
        "/v2/LeadManagement.svc/LeadField/Dropdown/Options/Remove",
        Safety::Idempotent,
    )
    .docs("https://apidocs.leadsquared.com/remove-values-from-a-lead-drop-down-field/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }
}

/// Reads the field. A field inside a custom field set cannot be read, and one without any option proves nothing.
impl Resolve for RemoveLeadDropdownOptions {
    type Check = ListLeadFields;
    const FOUND_WHEN: &'static str = "the field has options, and none of those that were sent";

    fn check(&self) -> Option<ListLeadFields> {
        self.body.verification_read()
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| self.body.interpret(rows, false))
    }
}

has_body!(RemoveLeadDropdownOptions => DropdownOptionsBody);

sample!(RemoveLeadDropdownOptions: Self::new("mx_Colour", ["Red", "Blue"]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn remove_lead_dropdown_options_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&RemoveLeadDropdownOptions::new("mx_Docs~mx_CustomObject_5", ["Approved", "Pending"])),
            r#"POST /v2/LeadManagement.svc/LeadField/Dropdown/Options/Remove {"SchemaName":"mx_Docs~mx_CustomObject_5","Options":["Approved","Pending"]}"#
        );
    }

    #[test]
    fn request_without_field_or_option_is_rejected() {
        let field = |name: &str, options: &[&str]| {
            RemoveLeadDropdownOptions::new(name, options.iter().copied())
                .parts()
                .unwrap_err()
                .field()
                .map(str::to_owned)
        };
        assert_eq!(field(" ", &["Red"]).as_deref(), Some("schema_name"));
        assert_eq!(field("mx_Colour", &[]).as_deref(), Some("options"));
        assert_eq!(field("mx_Colour", &["Red", ""]).as_deref(), Some("options"));
    }
}
