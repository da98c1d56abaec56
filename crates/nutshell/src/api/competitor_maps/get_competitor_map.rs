//! `GET /rest/competitormaps/{id}`

use crate::api::prelude::*;
use crate::model::{CompetitorMapId, LeadCompetitorMap};

/// Reads a competitor of a lead.
///
/// `GET /rest/competitormaps/{id}`. The response may include the lead and the competitor:
/// `response.envelope().related::<Lead>("leads")`.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::competitor_maps::GetCompetitorMap;
///
/// let map = client.send(&GetCompetitorMap::new("1-competitorMaps")).await?;
/// println!("{}: {:?}", map.id, map.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/competitormaps/{id}")]
#[doc(alias = "competitormaps/{id}")]
#[doc(alias = "get competitor map")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetCompetitorMap {
    id: CompetitorMapId,
}

impl GetCompetitorMap {
    /// Creates a request that reads the lead's competitor `id`.
    pub fn new(id: impl Into<CompetitorMapId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetCompetitorMap {
    type Vendor = Nutshell;
    type Response = One<LeadCompetitorMap>;
    const OPERATION: Operation = op::get("get_competitor_map", "/rest/competitormaps/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetCompetitorMap: Self::new("1-competitorMaps"));
