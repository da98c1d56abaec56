//! `GET /rest/contacts/list/fields`

use crate::Nutshell;
use crate::model::FieldSet;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety, decode, read};
use leads_core::{Raw, Result};
use serde::{Deserialize, Serialize};

/// Lists the built-in and custom contact fields: the valid keys for filters and sort orders.
///
/// `GET /rest/contacts/list/fields`
///
/// # Errors
///
/// Returns a decode error if the response has no fields.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::contacts::ListContactFields::new();
/// ```
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
    const OPERATION: Operation =
        Operation::new("list_contact_fields", Method::Get, "/rest/contacts/list/fields", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Raw<FieldSet>> {
        let fields: Raw<FieldSet> = read::whole(response)?;
        match fields.field("properties") {
            Some(properties) if properties.get() != "null" => Ok(fields),
            _ => Err(decode::missing("properties")),
        }
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListContactFields {
    fn sample() -> Self {
        Self::new()
    }
}
