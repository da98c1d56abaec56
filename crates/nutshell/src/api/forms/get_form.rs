//! `GET /rest/forms/{id}`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Form, FormId};
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Reads a form.
///
/// `GET /rest/forms/{id}`. The response includes the form's fields: [`One::fields`](crate::One::fields).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::forms::GetForm::new("1-wfForms");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetForm {
    id: FormId,
}

impl GetForm {
    /// Creates a request that reads the form `id`.
    pub fn new(id: impl Into<FormId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetForm {
    type Vendor = Nutshell;
    type Response = One<Form>;
    const OPERATION: Operation =
        Operation::new("get_form", Method::Get, "/rest/forms/{id}", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Form>> {
        envelope::one(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetForm {
    fn sample() -> Self {
        Self::new("1-wfForms")
    }
}
