//! `GET /rest/editions`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Edition;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the editions of newsletters, all at once.
///
/// `GET /rest/editions`; declared as one bare object, and read as a list in any shape.
///
/// # Errors
/// A decode error for an answer that has no place for the list.
///
/// ```
/// let request = nutshell::api::editions::ListEditions::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListEditions {}

impl ListEditions {
    /// Lists the editions of newsletters.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListEditions {
    type Vendor = Nutshell;
    type Response = Records<Edition>;
    const OPERATION: Operation =
        Operation::new("list_editions", Method::Get, "/rest/editions", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Edition>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListEditions {
    fn sample() -> Self {
        Self::new()
    }
}
