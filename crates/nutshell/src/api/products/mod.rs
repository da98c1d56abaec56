//! Products. They can be read, deleted and restored, but only the web application can create them.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`DeleteProduct`] | DELETE `/rest/products/{id}` | non-idempotent | [`Product`](crate::model::Product) | [page](https://developers.nutshell.com/reference) |
//! | [`GetProduct`] | GET `/rest/products/{id}` | read | [`Product`](crate::model::Product) | [page](https://developers.nutshell.com/reference) |
//! | [`ListProducts`] | GET `/rest/products` | read | list of [`Product`](crate::model::Product) | [page](https://developers.nutshell.com/reference) |
//! | [`UndeleteProduct`] | POST `/rest/products/{id}/undelete` | non-idempotent | [`Product`](crate::model::Product) | [page](https://developers.nutshell.com/reference) |
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
