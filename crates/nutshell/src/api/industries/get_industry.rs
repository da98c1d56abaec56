//! `GET /rest/industries/{id}`

use crate::api::prelude::*;
use crate::model::{Industry, IndustryId};

/// Reads an industry.
///
/// `GET /rest/industries/{id}`
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
/// use nutshell::api::industries::GetIndustry;
///
/// let industry = client.send(&GetIndustry::new("1-industries")).await?;
/// println!("{}: {:?}", industry.id, industry.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/industries/{id}")]
#[doc(alias = "industries/{id}")]
#[doc(alias = "get industry")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetIndustry {
    id: IndustryId,
}

impl GetIndustry {
    /// Creates a request that reads the industry `id`.
    pub fn new(id: impl Into<IndustryId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetIndustry {
    type Vendor = Nutshell;
    type Response = One<Industry>;
    const OPERATION: Operation = op::get("get_industry", "/rest/industries/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

sample!(GetIndustry: Self::new("1-industries"));
