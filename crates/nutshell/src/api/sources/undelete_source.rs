//! `POST /rest/sources/{id}/undelete`

use super::ListSources;
use crate::api::prelude::*;
use crate::model::{Source, SourceId};

/// Restores a deleted source.
///
/// `POST /rest/sources/{id}/undelete` without a body. The response is the source.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::sources::UndeleteSource;
///
/// let source = client.send(&UndeleteSource::new("1-sources")).await?;
/// println!("{}: {:?}", source.id, source.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/sources/{id}/undelete")]
#[doc(alias = "sources/{id}/undelete")]
#[doc(alias = "undelete source")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteSource {
    id: SourceId,
}

impl UndeleteSource {
    /// Creates a request that restores the source `id`.
    pub fn new(id: impl Into<SourceId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteSource {
    type Vendor = Nutshell;
    type Response = One<Source>;
    const OPERATION: Operation = op::post("undelete_source", "/rest/sources/{id}/undelete", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

/// Reads the full list, because the vendor has no read of a single source. A source that is missing from the list
/// proves nothing: the list is not documented to be complete.
impl Resolve for UndeleteSource {
    type Check = ListSources;
    const FOUND_WHEN: &'static str = "the list has the source without a deletion time";

    fn check(&self) -> Option<ListSources> {
        Some(ListSources::new())
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::row(false, seen.ok().and_then(|rows| rows.iter().find(|row| row.id == self.id)))
    }
}

sample!(UndeleteSource: Self::new("1-sources"));
