//! `GET /rest/accounts/{id}/customfields`

use crate::api::prelude::*;
use crate::model::{AccountId, CustomField};

/// Lists an account's custom fields with their values.
///
/// `GET /rest/accounts/{id}/customfields`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::accounts::ListAccountCustomFields;
///
/// let fields = client.send(&ListAccountCustomFields::new("1-accounts")).await?;
/// for field in fields.iter() {
///     println!("{}: {:?}", field.id, field.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/accounts/{id}/customfields")]
#[doc(alias = "accounts/{id}/customfields")]
#[doc(alias = "list account custom fields")]
#[doc(alias = "list custom fields")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAccountCustomFields {
    id: AccountId,
}

impl ListAccountCustomFields {
    /// Creates a request that lists the custom fields of the account `id`.
    pub fn new(id: impl Into<AccountId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ListAccountCustomFields {
    type Vendor = Nutshell;
    type Response = Records<CustomField>;
    const OPERATION: Operation =
        op::get("list_account_custom_fields", "/rest/accounts/{id}/customfields", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(ListAccountCustomFields: Self::new("1-accounts"));
