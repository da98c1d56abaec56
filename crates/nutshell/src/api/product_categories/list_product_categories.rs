//! `GET /rest/productcategories`

use crate::api::prelude::*;
use crate::model::ProductCategory;

/// Lists the product categories in one response.
///
/// `GET /rest/productcategories`
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
/// use nutshell::api::product_categories::ListProductCategories;
///
/// let categories = client.send(&ListProductCategories::new()).await?;
/// for category in categories.iter() {
///     println!("{}: {:?}", category.id, category.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/productcategories")]
#[doc(alias = "productcategories")]
#[doc(alias = "list product categories")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListProductCategories {}

impl ListProductCategories {
    /// Creates a request that lists the product categories.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListProductCategories {
    type Vendor = Nutshell;
    type Response = Records<ProductCategory>;
    const OPERATION: Operation = op::get("list_product_categories", "/rest/productcategories", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListProductCategories: Self::new());
