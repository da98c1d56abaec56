//! `GET /rest/forms`

use crate::api::prelude::*;
use crate::model::Form;

/// Lists the unarchived forms with the ids of their fields, in one response.
///
/// `GET /rest/forms`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::forms::ListForms;
///
/// let forms = client.send(&ListForms::new()).await?;
/// for form in forms.iter() {
///     println!("{}: {:?}", form.id, form.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/forms")]
#[doc(alias = "forms")]
#[doc(alias = "list forms")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListForms {}

impl ListForms {
    /// Creates a request that lists the unarchived forms.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListForms {
    type Vendor = Nutshell;
    type Response = Records<Form>;
    const OPERATION: Operation = op::get("list_forms", "/rest/forms", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListForms: Self::new());
