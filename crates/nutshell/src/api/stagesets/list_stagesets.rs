//! `GET /rest/stagesets`

use crate::api::prelude::*;
use crate::model::Stageset;

/// Lists the pipelines in one response.
///
/// `GET /rest/stagesets`
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
/// use nutshell::api::stagesets::ListStagesets;
///
/// let stagesets = client.send(&ListStagesets::new()).await?;
/// for stageset in stagesets.iter() {
///     println!("{}: {:?}", stageset.id, stageset.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/stagesets")]
#[doc(alias = "stagesets")]
#[doc(alias = "list stagesets")]
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
