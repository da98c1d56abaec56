//! `GET /rest/stagesets`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::Stageset;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the pipelines in one response.
///
/// `GET /rest/stagesets`
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::stagesets::ListStagesets::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListStagesets {}

impl ListStagesets {
    /// Creates a request that lists the pipelines.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListStagesets {
    type Vendor = Nutshell;
    type Response = Records<Stageset>;
    const OPERATION: Operation =
        Operation::new("list_stagesets", Method::Get, "/rest/stagesets", Safety::Read).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<Stageset>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListStagesets {
    fn sample() -> Self {
        Self::new()
    }
}
