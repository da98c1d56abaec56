//! `GET /rest/forms/{fieldId}`

use crate::api::prelude::*;
use crate::model::{FormField, FormFieldId};

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
    const OPERATION: Operation = op::get("get_form_field", "/rest/forms/{fieldId}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("fieldId", &self.id).empty()
    }
}

sample!(GetFormField: Self::new("1-wfFields"));
