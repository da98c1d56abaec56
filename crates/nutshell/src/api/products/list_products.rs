//! `GET /rest/products`

use crate::api::prelude::*;
use crate::model::Product;
use crate::query::{Sort, search_setters};
use leads_core::{Personal, open_enum};

open_enum! {
    /// The fields that products can be sorted by (documented).
    pub enum ProductSort {
        /// The name.
        Name = "name",
        /// The company's own number for it (SKU).
        Sku = "sku",
    }
}

/// Lists the company's products in one response.
///
/// `GET /rest/products`. The search text is matched against name and number.
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
/// use nutshell::api::products::{ListProducts, ProductSort};
/// use nutshell::query::Sort;
///
/// let request = ListProducts::new().text("wash").sort(Sort::descending(ProductSort::Sku));
/// let products = client.send(&request).await?;
/// for product in products.iter() {
///     println!("{}: {:?}", product.id, product.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/products")]
#[doc(alias = "products")]
#[doc(alias = "list products")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListProducts {
    text: Option<Personal<String>>,
    sort: Option<Sort<ProductSort>>,
}

impl ListProducts {
    /// Creates a request that lists every product.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { text }

    /// Sets the order.
    #[must_use]
    pub fn sort(mut self, order: impl Into<Sort<ProductSort>>) -> Self {
        self.sort = Some(order.into());
        self
    }
}

impl Request for ListProducts {
    type Vendor = Nutshell;
    type Response = Records<Product>;
    const OPERATION: Operation = op::get("list_products", "/rest/products", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().query_opt("q", self.text.as_ref()).query_opt("sort", self.sort.as_ref()).empty()
    }
}

sample!(ListProducts: Self::new().text("wash").sort(Sort::descending(ProductSort::Name)));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_products_query_uses_wire_names() {
        let query = |request: ListProducts| request.parts().unwrap().render("").unwrap();
        assert_eq!(query(ListProducts::new()), "");
        assert_eq!(query(ListProducts::new().text("a b").sort(ProductSort::Sku)), "?q=a%20b&sort=sku");
        assert_eq!(query(ListProducts::new().sort(Sort::descending(ProductSort::Name))), "?sort=-name");
    }
}
