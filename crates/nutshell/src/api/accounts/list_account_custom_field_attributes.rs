//! `GET /rest/accounts/customfields/attributes`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::CustomField;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the definitions of custom account fields.
///
/// `GET /rest/accounts/customfields/attributes`
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::accounts::ListAccountCustomFieldAttributes::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAccountCustomFieldAttributes {}

impl ListAccountCustomFieldAttributes {
    /// Creates a request that lists the definitions.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListAccountCustomFieldAttributes {
    type Vendor = Nutshell;
    type Response = Records<CustomField>;
    const OPERATION: Operation = Operation::new(
        "list_account_custom_field_attributes",
        Method::Get,
        "/rest/accounts/customfields/attributes",
        Safety::Read,
    )
    .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<CustomField>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListAccountCustomFieldAttributes {
    fn sample() -> Self {
        Self::new()
    }
}
