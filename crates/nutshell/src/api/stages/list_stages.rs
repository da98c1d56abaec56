//! `GET /rest/stages`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Stage;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the stages of all pipelines, all at once.
///
/// `GET /rest/stages`
///
/// # Errors
/// An answer that cannot be read is a decode error with its JSON path.
///
/// ```
/// let request = nutshell::api::stages::ListStages::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListStages {}

impl ListStages {
    /// Lists the stages.
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
