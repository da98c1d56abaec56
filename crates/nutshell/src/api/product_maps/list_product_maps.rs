//! `GET /rest/productmaps`

use crate::api::prelude::*;
use crate::model::LeadProductMap;

/// Lists the products of all leads, with their prices and quantities there, in one response.
///
/// `GET /rest/productmaps`
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
/// use nutshell::api::product_maps::ListProductMaps;
///
/// let maps = client.send(&ListProductMaps::new()).await?;
/// for map in maps.iter() {
///     println!("{}: {:?}", map.id, map.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/productmaps")]
#[doc(alias = "productmaps")]
#[doc(alias = "list product maps")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListProductMaps {}

impl ListProductMaps {
    /// Creates a request that lists the products of all leads.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListProductMaps {
    type Vendor = Nutshell;
    type Response = Records<LeadProductMap>;
    const OPERATION: Operation = op::get("list_product_maps", "/rest/productmaps", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListProductMaps: Self::new());
