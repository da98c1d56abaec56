//! `GET /rest/accounts/list/fields`

use crate::api::prelude::*;
use crate::model::FieldSet;

/// Lists the built-in and custom account fields: the valid keys for filters and sort orders.
///
/// `GET /rest/accounts/list/fields`
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
/// use nutshell::api::accounts::ListAccountFields;
///
/// let fields = client.send(&ListAccountFields::new()).await?;
/// for name in fields.properties.keys() {
///     println!("{name}");
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/list/fields")]
#[doc(alias = "accounts/list/fields")]
#[doc(alias = "list account fields")]
#[doc(alias = "list fields")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAccountFields {}

impl ListAccountFields {
    /// Creates a request that lists the fields.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListAccountFields {
    type Vendor = Nutshell;
    type Response = Raw<FieldSet>;
    const OPERATION: Operation = op::get("list_account_fields", "/rest/accounts/list/fields", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListAccountFields: Self::new());
