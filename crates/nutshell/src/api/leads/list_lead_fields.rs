//! `GET /rest/leads/list/fields`

use crate::api::prelude::*;
use crate::model::FieldSet;

/// Lists the built-in and custom lead fields: the valid keys for filters and sort orders.
///
/// `GET /rest/leads/list/fields`
///
/// # Errors
///
/// Returns a decode error if the response has no fields.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::leads::ListLeadFields::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadFields {}

impl ListLeadFields {
    /// Creates a request that lists the fields.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListLeadFields {
    type Vendor = Nutshell;
    type Response = Raw<FieldSet>;
    const OPERATION: Operation = op::get("list_lead_fields", "/rest/leads/list/fields", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListLeadFields: Self::new());
