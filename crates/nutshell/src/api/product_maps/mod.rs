//! Reads, lists, updates and deletes the products on leads, with their prices and quantities.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`DeleteProductMap`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/productMaps/{id}` | non-idempotent | [`LeadProductMap`](crate::model::LeadProductMap) |
//! | [`GetProductMap`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/productmaps/{id}` | read | [`LeadProductMap`](crate::model::LeadProductMap) |
//! | [`ListProductMaps`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/productmaps` | read | list of [`LeadProductMap`](crate::model::LeadProductMap) |
//! | [`UpdateProductMap`] ([vendor's page](https://developers.nutshell.com/reference))<br>PATCH `/rest/productmaps/{id}` | idempotent | [`LeadProductMap`](crate::model::LeadProductMap) |
//!
//! <!-- operations: end -->

mod delete_product_map;
mod get_product_map;
mod list_product_maps;
mod update_product_map;

pub use delete_product_map::{DeleteProductMap, DeleteProductMaps};
pub use get_product_map::GetProductMap;
pub use list_product_maps::ListProductMaps;
pub use update_product_map::UpdateProductMap;

leads_core::operations! { crate::Nutshell;
    GetProductMap,
    UpdateProductMap body resolve,
    DeleteProductMap resolve,
    ListProductMaps: [crate::model::LeadProductMap],
}
