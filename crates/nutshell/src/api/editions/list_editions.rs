//! `GET /rest/editions`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Edition;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the newsletter editions in one response.
///
/// `GET /rest/editions`. The vendor declares one bare object; a list in any shape is read.
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::editions::ListEditions::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListEditions {}

impl ListEditions {
    /// Creates a request that lists the newsletter editions.
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
