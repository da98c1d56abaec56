//! `GET /rest/stagesets`

use crate::api::prelude::*;
use crate::model::Stageset;

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
    const OPERATION: Operation = op::get("list_stagesets", "/rest/stagesets", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListStagesets: Self::new());
