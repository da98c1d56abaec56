//! `GET /rest/territories`

use crate::api::prelude::*;
use crate::model::Territory;

/// Lists the company's territories in one response.
///
/// `GET /rest/territories`. The vendor declares a bare list; a list wrapped in `territories` is read too.
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
/// use nutshell::api::territories::ListTerritories;
///
/// let territories = client.send(&ListTerritories::new()).await?;
/// for territory in territories.iter() {
///     println!("{}: {:?}", territory.id, territory.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/territories")]
#[doc(alias = "territories")]
#[doc(alias = "list territories")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListTerritories {}

impl ListTerritories {
    /// Creates a request that lists the company's territories.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListTerritories {
    type Vendor = Nutshell;
    type Response = Records<Territory>;
    const OPERATION: Operation = op::get("list_territories", "/rest/territories", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListTerritories: Self::new());
