//! `GET /rest/stages`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Stage;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the stages of all pipelines in one response.
///
/// `GET /rest/stages`
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::stages::ListStages::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListStages {}

impl ListStages {
    /// Creates a request that lists the stages.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListStages {
    type Vendor = Nutshell;
    type Response = Records<Stage>;
    const OPERATION: Operation =
        Operation::new("list_stages", Method::Get, "/rest/stages", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Stage>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListStages {
    fn sample() -> Self {
        Self::new()
    }
}
