//! `GET /rest/forms/{id}`

use crate::api::prelude::*;
use crate::model::{Form, FormId};

/// Reads a form.
///
/// `GET /rest/forms/{id}`. The response includes the form's fields: [`One::fields`](crate::One::fields).
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
/// use nutshell::api::forms::GetForm;
///
/// let form = client.send(&GetForm::new("1-wfForms")).await?;
/// println!("{}: {:?}", form.id, form.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/forms/{id}")]
#[doc(alias = "forms/{id}")]
#[doc(alias = "get form")]
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
    const OPERATION: Operation = op::get("get_form", "/rest/forms/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetForm: Self::new("1-wfForms"));
