//! `GET /rest/forms/{fieldId}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{FormField, FormFieldId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a form field.
///
/// `GET /rest/forms/{fieldId}`. The path is the same as for a form; the type in the id indicates which one is meant.
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::forms::GetFormField::new("1-wfFields");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetFormField {
    id: FormFieldId,
}

impl GetFormField {
    /// Creates a request that reads the form field `id`.
    pub fn new(id: impl Into<FormFieldId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetFormField {
    type Vendor = Nutshell;
    type Response = One<FormField>;
    const OPERATION: Operation =
        Operation::new("get_form_field", Method::Get, "/rest/forms/{fieldId}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("fieldId", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<FormField>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetFormField {
    fn sample() -> Self {
        Self::new("1-wfFields")
    }
}
