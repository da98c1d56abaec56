//! `GET /rest/stages`

use crate::api::prelude::*;
use crate::model::Stage;

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
    const OPERATION: Operation = op::get("list_stages", "/rest/stages", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListStages: Self::new());
