//! `DELETE /rest/sources/{id}`

use super::ListSources;
use crate::api::prelude::*;
use crate::model::{Source, SourceId};

/// Deletes a source. [`UndeleteSource`](crate::api::sources::UndeleteSource) restores it within 30 days.
///
/// `DELETE /rest/sources/{id}`. The response contains the source; an empty response leaves the outcome unknown.
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
/// use nutshell::api::sources::DeleteSource;
///
/// let reply = client.send(&DeleteSource::new("1-sources")).await?;
/// if let Some(source) = reply.into_inner() {
///     println!("{}: {:?}", source.id, source.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/sources/{id}")]
#[doc(alias = "sources/{id}")]
#[doc(alias = "delete source")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteSource {
    id: SourceId,
}

impl DeleteSource {
    /// Creates a request that deletes the source `id`.
    pub fn new(id: impl Into<SourceId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteSource {
    type Vendor = Nutshell;
    type Response = Option<One<Source>>;
    const OPERATION: Operation = op::delete("delete_source", "/rest/sources/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

/// Reads the full list, because the vendor has no read of a single source. A source that is missing from the list
/// proves nothing: the list is not documented to be complete.
impl Resolve for DeleteSource {
    type Check = ListSources;
    const FOUND_WHEN: &'static str = "the list has the source with a deletion time";

    fn check(&self) -> Option<ListSources> {
        Some(ListSources::new())
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::row(true, seen.ok().and_then(|rows| rows.iter().find(|row| row.id == self.id)))
    }
}

sample!(DeleteSource: Self::new("1-sources"));
