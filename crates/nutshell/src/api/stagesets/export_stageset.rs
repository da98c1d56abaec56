//! `GET /rest/stagesets/{id}/export`

use crate::Nutshell;
use crate::model::StagesetId;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety, decode, read};
use leads_core::{Personal, Result};
use serde::{Deserialize, Serialize};

/// Exports the movement of leads through a pipeline as comma-separated values.
///
/// `GET /rest/stagesets/{id}/export`. The response is the text of the file. Its columns are not documented and can
/// contain people's names, so `Debug` hides it.
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::stagesets::ExportStageset::new("1-stagesets");
/// ```
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
    const OPERATION: Operation =
        Operation::new("export_stageset", Method::Get, "/rest/stagesets/{id}/export", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).header("accept", "text/csv").empty()
    }

    fn read(response: &HttpResponse) -> Result<Personal<String>> {
        // The vendor's envelope in place of the file is not the file.
        if response.is_blank() || response.looks_like_json() {
            return Err(decode::missing("."));
        }
        read::text(response).map(Personal)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ExportStageset {
    fn sample() -> Self {
        Self::new("1-stagesets")
    }
}
