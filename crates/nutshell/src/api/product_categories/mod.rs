//! Product categories.

mod create_product_category;
mod get_product_category;
mod list_product_categories;

pub use create_product_category::{CreateProductCategory, CreateProductCategoryBody, NewProductCategory};
pub use get_product_category::GetProductCategory;
pub use list_product_categories::ListProductCategories;

leads_core::operations! { crate::Nutshell;
    ListProductCategories: [crate::model::ProductCategory],
    CreateProductCategory body,
    GetProductCategory,
}
