//! `GET /rest/leads/list/fields`

use crate::api::prelude::*;
use crate::model::FieldSet;

/// Lists the built-in and custom lead fields: the valid keys for filters and sort orders.
///
/// `GET /rest/leads/list/fields`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response has no fields.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::ListLeadFields;
///
/// let fields = client.send(&ListLeadFields::new()).await?;
/// for name in fields.properties.keys() {
///     println!("{name}");
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/list/fields")]
#[doc(alias = "leads/list/fields")]
#[doc(alias = "list lead fields")]
#[doc(alias = "list fields")]
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
