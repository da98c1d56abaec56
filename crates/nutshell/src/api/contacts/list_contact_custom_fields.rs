//! `GET /rest/contacts/{id}/customfields`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::{ContactId, CustomField};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

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
        Operation::new("list_contact_custom_fields", Method::Get, "/rest/contacts/{id}/customfields", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<CustomField>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListContactCustomFields {
    fn sample() -> Self {
        Self::new("2-contacts")
    }
}
