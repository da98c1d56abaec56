//! `GET /rest/industries`

use crate::api::prelude::*;
use crate::model::Industry;

/// Lists the industries in one response.
///
/// `GET /rest/industries`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::industries::ListIndustries;
///
/// let industries = client.send(&ListIndustries::new()).await?;
/// for industry in industries.iter() {
///     println!("{}: {:?}", industry.id, industry.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/industries")]
#[doc(alias = "industries")]
#[doc(alias = "list industries")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListIndustries {}

impl ListIndustries {
    /// Creates a request that lists the industries.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListIndustries {
    type Vendor = Nutshell;
    type Response = Records<Industry>;
    const OPERATION: Operation = op::get("list_industries", "/rest/industries", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListIndustries: Self::new());
