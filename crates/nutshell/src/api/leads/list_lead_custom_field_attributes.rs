//! `GET /rest/leads/customfields/attributes`

use crate::api::prelude::*;
use crate::model::CustomField;

/// Lists the definitions of custom lead fields.
///
/// `GET /rest/leads/customfields/attributes`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::leads::ListLeadCustomFieldAttributes;
///
/// let fields = client.send(&ListLeadCustomFieldAttributes::new()).await?;
/// for field in fields.iter() {
///     println!("{}: {:?}", field.id, field.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/leads/customfields/attributes")]
#[doc(alias = "leads/customfields/attributes")]
#[doc(alias = "list lead custom field attributes")]
#[doc(alias = "list custom field attributes")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadCustomFieldAttributes {}

impl ListLeadCustomFieldAttributes {
    /// Creates a request that lists the definitions.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListLeadCustomFieldAttributes {
    type Vendor = Nutshell;
    type Response = Records<CustomField>;
    const OPERATION: Operation =
        op::get("list_lead_custom_field_attributes", "/rest/leads/customfields/attributes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListLeadCustomFieldAttributes: Self::new());
