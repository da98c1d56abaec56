//! `GET /rest/stages`

use crate::api::prelude::*;
use crate::model::Stage;

/// Lists the stages of all pipelines in one response.
///
/// `GET /rest/stages`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::stages::ListStages;
///
/// let stages = client.send(&ListStages::new()).await?;
/// for stage in stages.iter() {
///     println!("{}: {:?}", stage.id, stage.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/stages")]
#[doc(alias = "stages")]
#[doc(alias = "list stages")]
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
