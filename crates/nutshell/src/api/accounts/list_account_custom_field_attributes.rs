//! `GET /rest/accounts/customfields/attributes`

use crate::api::prelude::*;
use crate::model::CustomField;

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
    const OPERATION: Operation =
        op::get("list_account_custom_field_attributes", "/rest/accounts/customfields/attributes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListAccountCustomFieldAttributes: Self::new());
