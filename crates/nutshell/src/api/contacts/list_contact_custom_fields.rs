//! `GET /rest/contacts/{id}/customfields`

use crate::api::prelude::*;
use crate::model::{ContactId, CustomField};

/// Lists a contact's custom fields with their values.
///
/// `GET /rest/contacts/{id}/customfields`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::contacts::ListContactCustomFields::new("2-contacts");
/// ```
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
