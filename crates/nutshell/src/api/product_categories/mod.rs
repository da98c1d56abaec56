//! Creates, reads and lists product categories.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateProductCategory`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/productcategories` | non-idempotent | [`ProductCategory`](crate::model::ProductCategory) |
//! | [`GetProductCategory`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/productcategories/{id}` | read | [`ProductCategory`](crate::model::ProductCategory) |
//! | [`ListProductCategories`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/productcategories` | read | list of [`ProductCategory`](crate::model::ProductCategory) |
//!
//! <!-- operations: end -->

mod create_product_category;
mod get_product_category;
mod list_product_categories;

pub use create_product_category::{CreateProductCategory, NewProductCategory};
pub use get_product_category::GetProductCategory;
pub use list_product_categories::ListProductCategories;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_product_category::CreateProductCategoryBody;
}

leads_core::operations! { crate::Nutshell;
    ListProductCategories: [crate::model::ProductCategory],
    CreateProductCategory body,
    GetProductCategory,
}
