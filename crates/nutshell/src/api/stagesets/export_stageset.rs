//! `GET /rest/stagesets/{id}/export`

use crate::api::prelude::*;
use crate::model::StagesetId;
use leads_core::Personal;

/// Exports the movement of leads through a pipeline as comma-separated values.
///
/// `GET /rest/stagesets/{id}/export`. The response is the text of the file. Its columns are not documented and can
/// contain people's names, so `Debug` hides it.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::stagesets::ExportStageset;
///
/// let csv = client.send(&ExportStageset::new("1-stagesets")).await?;
/// println!("{} bytes", csv.len());
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/stagesets/{id}/export")]
#[doc(alias = "stagesets/{id}/export")]
#[doc(alias = "export stageset")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportStageset {
    id: StagesetId,
}

impl ExportStageset {
    /// Creates a request that exports the pipeline `id`.
    pub fn new(id: impl Into<StagesetId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for ExportStageset {
    type Vendor = Nutshell;
    type Response = Personal<String>;
    const OPERATION: Operation = op::get("export_stageset", "/rest/stagesets/{id}/export", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).header("accept", "text/csv").empty()
    }
}

sample!(ExportStageset: Self::new("1-stagesets"));
