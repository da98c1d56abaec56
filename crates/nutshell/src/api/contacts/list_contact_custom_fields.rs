//! `GET /rest/contacts/{id}/customfields`

use crate::api::prelude::*;
use crate::model::{ContactId, CustomField};

/// Lists a contact's custom fields with their values.
///
/// `GET /rest/contacts/{id}/customfields`
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
/// use nutshell::api::contacts::ListContactCustomFields;
///
/// let fields = client.send(&ListContactCustomFields::new("2-contacts")).await?;
/// for field in fields.iter() {
///     println!("{}: {:?}", field.id, field.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts/{id}/customfields")]
#[doc(alias = "contacts/{id}/customfields")]
#[doc(alias = "list contact custom fields")]
#[doc(alias = "list custom fields")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListContactCustomFields {
    id: ContactId,
}

impl ListContactCustomFields {
    /// Creates a request that lists the custom fields of the contact `id`.
    pub fn new(id: impl Into<ContactId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ListContactCustomFields {
    type Vendor = Nutshell;
    type Response = Records<CustomField>;
    const OPERATION: Operation =
        op::get("list_contact_custom_fields", "/rest/contacts/{id}/customfields", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(ListContactCustomFields: Self::new("2-contacts"));
