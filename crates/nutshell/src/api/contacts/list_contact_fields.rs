//! `GET /rest/contacts/list/fields`

use crate::api::prelude::*;
use crate::model::FieldSet;

/// Lists the built-in and custom contact fields: the valid keys for filters and sort orders.
///
/// `GET /rest/contacts/list/fields`
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
/// use nutshell::api::contacts::ListContactFields;
///
/// let fields = client.send(&ListContactFields::new()).await?;
/// for name in fields.properties.keys() {
///     println!("{name}");
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts/list/fields")]
#[doc(alias = "contacts/list/fields")]
#[doc(alias = "list contact fields")]
#[doc(alias = "list fields")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListContactFields {}

impl ListContactFields {
    /// Creates a request that lists the fields.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListContactFields {
    type Vendor = Nutshell;
    type Response = Raw<FieldSet>;
    const OPERATION: Operation = op::get("list_contact_fields", "/rest/contacts/list/fields", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListContactFields: Self::new());
