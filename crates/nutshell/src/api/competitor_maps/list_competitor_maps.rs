//! `GET /rest/competitormaps`

use crate::api::prelude::*;
use crate::model::LeadCompetitorMap;

/// Lists the competitors of all leads in one response.
///
/// `GET /rest/competitormaps`. The response may include the leads and the competitors:
/// `response.envelope().related::<Lead>("leads")`.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::competitor_maps::ListCompetitorMaps;
///
/// let maps = client.send(&ListCompetitorMaps::new()).await?;
/// for map in maps.iter() {
///     println!("{}: {:?}", map.id, map.status);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/competitormaps")]
#[doc(alias = "competitormaps")]
#[doc(alias = "list competitor maps")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCompetitorMaps {}

impl ListCompetitorMaps {
    /// Creates a request that lists the competitors of all leads.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListCompetitorMaps {
    type Vendor = Nutshell;
    type Response = Records<LeadCompetitorMap>;
    const OPERATION: Operation = op::get("list_competitor_maps", "/rest/competitormaps", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListCompetitorMaps: Self::new());
