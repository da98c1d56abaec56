//! `DELETE /rest/competitormaps/{id}`

use super::GetCompetitorMap;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{CompetitorMapId, LeadCompetitorMap};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Takes a competitor off a lead. There is no way to bring it back but to add it again.
///
/// `DELETE /rest/competitormaps/{id}`; the answer is 204 without a body. A record, should one come, is read.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::competitor_maps::DeleteCompetitorMap::new("1-competitorMaps");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteCompetitorMap {
    id: CompetitorMapId,
}

impl DeleteCompetitorMap {
    /// Deletes the relation `id`.
    pub fn new(id: impl Into<CompetitorMapId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteCompetitorMap {
    type Vendor = Nutshell;
    type Response = Option<One<LeadCompetitorMap>>;
    const OPERATION: Operation =
        Operation::new("delete_competitor_map", Method::Delete, "/rest/competitormaps/{id}", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<LeadCompetitorMap>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

impl Resolve for DeleteCompetitorMap {
    type Check = GetCompetitorMap;
    const FOUND_WHEN: &'static str = "the vendor knows the relation no more, or it shows when it was deleted";

    fn check(&self) -> Option<GetCompetitorMap> {
        Some(GetCompetitorMap::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteCompetitorMap {
    fn sample() -> Self {
        Self::new("1-competitorMaps")
    }
}
