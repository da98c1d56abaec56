//! `GET /rest/leads/{id}/customfields`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::{CustomField, LeadId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists a lead's custom fields with their values.
///
/// `GET /rest/leads/{id}/customfields`
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::leads::ListLeadCustomFields::new("1003-leads");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadCustomFields {
    id: LeadId,
}

impl ListLeadCustomFields {
    /// Creates a request that lists the custom fields of the lead `id`.
    pub fn new(id: impl Into<LeadId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ListLeadCustomFields {
    type Vendor = Nutshell;
    type Response = Records<CustomField>;
    const OPERATION: Operation =
        Operation::new("list_lead_custom_fields", Method::Get, "/rest/leads/{id}/customfields", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<CustomField>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListLeadCustomFields {
    fn sample() -> Self {
        Self::new("1003-leads")
    }
}
