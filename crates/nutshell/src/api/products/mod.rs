//! Products. They can be read, deleted and restored, but only the web application can create them.

mod delete_product;
mod get_product;
mod list_products;
mod undelete_product;

pub use delete_product::{DeleteProduct, DeleteProducts};
pub use get_product::GetProduct;
pub use list_products::{ListProducts, ProductSort};
pub use undelete_product::UndeleteProduct;

leads_core::operations! { crate::Nutshell;
    GetProduct,
    DeleteProduct resolve,
    UndeleteProduct resolve,
    ListProducts: [crate::model::Product],
}
