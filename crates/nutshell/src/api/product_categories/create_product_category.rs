//! `POST /rest/productcategories`

use crate::api::prelude::*;
use crate::model::ProductCategory;

/// Creates a product category.
///
/// `POST /rest/productcategories` with exactly one record. The response is the new product category.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListProductCategories` shows whether one with this name exists.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`Rejected`](leads_core::ErrorKind::Rejected) for a 400, which the vendor declares without describing its
/// body. Nutshell has no duplicate detection key, so the call is never retried once it has been sent: a lost response
/// leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::product_categories::CreateProductCategory;
///
/// let category = client.send(&CreateProductCategory::new("Electronics")).await?;
/// println!("{}: {:?}", category.id, category.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/productcategories")]
#[doc(alias = "productcategories")]
#[doc(alias = "create product category")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateProductCategory {
    body: CreateProductCategoryBody,
}

/// The wire body of [`CreateProductCategory`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateProductCategoryBody {
    product_categories: [NewProductCategory; 1],
}

/// A new product category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProductCategory {
    name: String,
}

impl CreateProductCategory {
    /// Creates a request that creates a product category with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { body: CreateProductCategoryBody { product_categories: [NewProductCategory { name: name.into() }] } }
    }
}

impl Request for CreateProductCategory {
    type Vendor = Nutshell;
    type Response = One<ProductCategory>;
    const OPERATION: Operation = op::post("create_product_category", "/rest/productcategories", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let [category] = &self.body.product_categories;
        Parts::new().require(!category.name.trim().is_empty(), "name", "must not be empty").json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListProductCategories shows whether one with this name exists".to_owned())
    }
}

has_body!(CreateProductCategory => CreateProductCategoryBody);

sample!(CreateProductCategory: Self::new("Electronics"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn create_product_category_body_has_exactly_one_record_with_a_name() {
        let request = CreateProductCategory::new("Electronics");
        let body = r#"{"productCategories":[{"name":"Electronics"}]}"#;
        assert_eq!(serde_json::to_string(request.body()).unwrap(), body);
        assert_eq!(serde_json::from_str::<CreateProductCategory>(&format!("{{\"body\":{body}}}")).unwrap(), request);
        assert_eq!(CreateProductCategory::new(" ").parts().unwrap_err().field(), Some("name"));
        for body in [
            r#"{"productCategories":[]}"#,
            r#"{"productCategories":[{"name":"a"},{"name":"b"}]}"#,
            r#"{"productCategories":[{"name":"a","x":1}]}"#,
        ] {
            assert!(serde_json::from_str::<CreateProductCategoryBody>(body).is_err(), "{body}");
        }
    }
}
