//! `POST /v2/LeadManagement.svc/LeadField/Dropdown/Options/Push`

use super::ListLeadFields;
use super::dropdown_options::DropdownOptionsBody;
use crate::api::prelude::*;
use crate::model::Acknowledged;
use leads_core::vendor::Evidence;

/// Adds options to a dropdown field of leads.
///
/// `POST /v2/LeadManagement.svc/LeadField/Dropdown/Options/Push`. A field inside a custom field set is named
/// `mx_Docs~mx_CustomObject_5`: the field of the lead, then the field of the set. Administrator rights are probably
/// required (inferred).
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/add-values-to-a-lead-drop-down-field/).
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
/// use leadsquared::api::leads::PushLeadDropdownOptions;
///
/// let request = PushLeadDropdownOptions::new("mx_Colour", ["Red", "Blue"]);
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/LeadField/Dropdown/Options/Push")]
#[doc(alias = "LeadManagement.svc/LeadField/Dropdown/Options/Push")]
#[doc(alias = "push lead dropdown options")]
#[doc(alias = "push dropdown options")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushLeadDropdownOptions {
    body: DropdownOptionsBody,
}

impl PushLeadDropdownOptions {
    /// Adds these options to a field.
    pub fn new(schema_name: impl Into<String>, options: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { body: DropdownOptionsBody::new(schema_name.into(), options) }
    }
}

impl Request for PushLeadDropdownOptions {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::post(
        "push_lead_dropdown_options",
        "/v2/LeadManagement.svc/LeadField/Dropdown/Options/Push",
        Safety::Idempotent,
    )
    .evidence(Evidence::Observed)
    .docs("https://apidocs.leadsquared.com/add-values-to-a-lead-drop-down-field/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }
}

/// Reads the field. A field inside a custom field set cannot be read.
impl Resolve for PushLeadDropdownOptions {
    type Check = ListLeadFields;
    const FOUND_WHEN: &'static str = "the field has every option that was sent";

    fn check(&self) -> Option<ListLeadFields> {
        self.body.verification_read()
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| self.body.interpret(rows, true))
    }
}

has_body!(PushLeadDropdownOptions => DropdownOptionsBody);

sample!(PushLeadDropdownOptions: Self::new("mx_Colour", ["Red", "Blue"]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn push_lead_dropdown_options_serializes_to_the_wire_form() {
        assert_eq!(
            wire(&PushLeadDropdownOptions::new("mx_Colour", ["Red"])),
            r#"POST /v2/LeadManagement.svc/LeadField/Dropdown/Options/Push {"SchemaName":"mx_Colour","Options":["Red"]}"#
        );
    }
}
