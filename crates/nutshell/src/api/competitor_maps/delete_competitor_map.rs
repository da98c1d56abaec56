//! `DELETE /rest/competitormaps/{id}`

use super::GetCompetitorMap;
use crate::api::prelude::*;
use crate::model::{CompetitorMapId, LeadCompetitorMap};

/// Removes a competitor from a lead. It cannot be restored, only added again.
///
/// `DELETE /rest/competitormaps/{id}`. The response is 204 without a body; a record is read if there is one.
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
/// use nutshell::api::competitor_maps::DeleteCompetitorMap;
///
/// let reply = client.send(&DeleteCompetitorMap::new("1-competitorMaps")).await?;
/// if let Some(map) = reply.into_inner() {
///     println!("{}: {:?}", map.id, map.status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/competitormaps/{id}")]
#[doc(alias = "competitormaps/{id}")]
#[doc(alias = "delete competitor map")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteCompetitorMap {
    id: CompetitorMapId,
}

impl DeleteCompetitorMap {
    /// Creates a request that deletes the relation `id`.
    pub fn new(id: impl Into<CompetitorMapId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteCompetitorMap {
    type Vendor = Nutshell;
    type Response = Option<One<LeadCompetitorMap>>;
    const OPERATION: Operation =
        op::delete("delete_competitor_map", "/rest/competitormaps/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for DeleteCompetitorMap {
    type Check = GetCompetitorMap;
    const FOUND_WHEN: &'static str = "the vendor no longer knows the relation, or the relation has a deletion time";

    fn check(&self) -> Option<GetCompetitorMap> {
        Some(GetCompetitorMap::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

sample!(DeleteCompetitorMap: Self::new("1-competitorMaps"));
