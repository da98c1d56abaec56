//! `GET /rest/contacts/customfields/attributes`

use crate::api::prelude::*;
use crate::model::CustomField;

/// Lists the definitions of custom contact fields.
///
/// `GET /rest/contacts/customfields/attributes`
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
/// use nutshell::api::contacts::ListContactCustomFieldAttributes;
///
/// let fields = client.send(&ListContactCustomFieldAttributes::new()).await?;
/// for field in fields.iter() {
///     println!("{}: {:?}", field.id, field.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts/customfields/attributes")]
#[doc(alias = "contacts/customfields/attributes")]
#[doc(alias = "list contact custom field attributes")]
#[doc(alias = "list custom field attributes")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListContactCustomFieldAttributes {}

impl ListContactCustomFieldAttributes {
    /// Creates a request that lists the definitions.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListContactCustomFieldAttributes {
    type Vendor = Nutshell;
    type Response = Records<CustomField>;
    const OPERATION: Operation =
        op::get("list_contact_custom_field_attributes", "/rest/contacts/customfields/attributes", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListContactCustomFieldAttributes: Self::new());
