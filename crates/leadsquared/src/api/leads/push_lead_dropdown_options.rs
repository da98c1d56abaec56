//! `POST /v2/LeadManagement.svc/LeadField/Dropdown/Options/Push`

use crate::api::prelude::*;
use crate::model::Acknowledged;
use leads_core::vendor::Evidence;

/// Adds options to a dropdown field of leads.
///
/// `POST /v2/LeadManagement.svc/LeadField/Dropdown/Options/Push` (observed). Only the path was seen in use. The body is
/// not documented, so it is any JSON object; obtain it from the vendor's support or from the account's own pages.
///
/// If the response is lost, the outcome cannot be verified automatically: the body is not documented. To check by hand,
/// list the options of the field with `ListLeadFields`.
///
/// # Errors
///
/// Returns an error before sending if the body is empty.
///
/// # Examples
///
/// ```
/// use leadsquared::api::leads::PushLeadDropdownOptions;
/// let request = PushLeadDropdownOptions::new().member("SchemaName", "mx_Colour").member("Options", vec!["Red", "Blue"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushLeadDropdownOptions {
    body: PushLeadDropdownOptionsBody,
}

/// The wire body of [`PushLeadDropdownOptions`]: an object with undocumented members.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PushLeadDropdownOptionsBody(serde_json::Map<String, serde_json::Value>);

impl PushLeadDropdownOptions {
    /// Creates a request with an empty body.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a member of the body.
    #[must_use]
    pub fn member(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.body.0.insert(name.into(), value.into());
        self
    }
}

impl Request for PushLeadDropdownOptions {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::post(
        "push_lead_dropdown_options",
        "/v2/LeadManagement.svc/LeadField/Dropdown/Options/Push",
        Safety::NonIdempotent,
    )
    .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new().require(!self.body.0.is_empty(), "body", "must contain a member").json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the options of the field with ListLeadFields".to_owned())
    }
}

has_body!(PushLeadDropdownOptions => PushLeadDropdownOptionsBody);

sample!(PushLeadDropdownOptions: Self::new().member("SchemaName", "mx_Colour").member("Options", vec!["Red", "Blue"]));
