//! Reads, lists, deletes and restores products. Only the web application can create them.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`DeleteProduct`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/products/{id}` | non-idempotent | [`Product`](crate::model::Product) |
//! | [`GetProduct`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/products/{id}` | read | [`Product`](crate::model::Product) |
//! | [`ListProducts`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/products` | read | list of [`Product`](crate::model::Product) |
//! | [`UndeleteProduct`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/products/{id}/undelete` | non-idempotent | [`Product`](crate::model::Product) |
//!
//! <!-- operations: end -->

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
