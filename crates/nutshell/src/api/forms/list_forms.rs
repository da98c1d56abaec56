//! `GET /rest/forms`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Form;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the unarchived forms with the ids of their fields, in one response.
///
/// `GET /rest/forms`
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::forms::ListForms::new();
/// ```
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
    const OPERATION: Operation =
        Operation::new("list_forms", Method::Get, "/rest/forms", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Form>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListForms {
    fn sample() -> Self {
        Self::new()
    }
}
