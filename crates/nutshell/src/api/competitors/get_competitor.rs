//! `GET /rest/competitors/{id}`

use crate::api::prelude::*;
use crate::model::{Competitor, CompetitorId};

/// Reads a competitor.
///
/// `GET /rest/competitors/{id}`
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
/// use nutshell::api::competitors::GetCompetitor;
///
/// let competitor = client.send(&GetCompetitor::new("1-competitors")).await?;
/// println!("{}: {:?}", competitor.id, competitor.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/competitors/{id}")]
#[doc(alias = "competitors/{id}")]
#[doc(alias = "get competitor")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetCompetitor {
    id: CompetitorId,
}

impl GetCompetitor {
    /// Creates a request that reads the competitor `id`.
    pub fn new(id: impl Into<CompetitorId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetCompetitor {
    type Vendor = Nutshell;
    type Response = One<Competitor>;
    const OPERATION: Operation = op::get("get_competitor", "/rest/competitors/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetCompetitor: Self::new("1-competitors"));
