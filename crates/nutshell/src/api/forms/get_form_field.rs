//! `GET /rest/forms/{fieldId}`

use crate::api::prelude::*;
use crate::model::{FormField, FormFieldId};

/// Reads a form field.
///
/// `GET /rest/forms/{fieldId}`. The path is the same as for a form; the type in the id indicates which one is meant.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::forms::GetFormField;
///
/// let field = client.send(&GetFormField::new("1-wfFields")).await?;
/// println!("{}: {:?}", field.id, field.label);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/forms/{fieldId}")]
#[doc(alias = "forms/{fieldId}")]
#[doc(alias = "get form field")]
#[doc(alias = "get field")]
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
