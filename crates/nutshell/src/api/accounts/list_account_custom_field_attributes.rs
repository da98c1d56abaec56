//! `GET /rest/accounts/customfields/attributes`

use crate::api::prelude::*;
use crate::model::CustomField;

/// Lists the definitions of custom account fields.
///
/// `GET /rest/accounts/customfields/attributes`
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
/// use nutshell::api::accounts::ListAccountCustomFieldAttributes;
///
/// let fields = client.send(&ListAccountCustomFieldAttributes::new()).await?;
/// for field in fields.iter() {
///     println!("{}: {:?}", field.id, field.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/customfields/attributes")]
#[doc(alias = "accounts/customfields/attributes")]
#[doc(alias = "list account custom field attributes")]
#[doc(alias = "list custom field attributes")]
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
