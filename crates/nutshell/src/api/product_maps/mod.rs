//! Products on leads, with their prices and quantities.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`DeleteProductMap`] | DELETE `/rest/productMaps/{id}` | non-idempotent | [`LeadProductMap`](crate::model::LeadProductMap) | [page](https://developers.nutshell.com/reference) |
//! | [`GetProductMap`] | GET `/rest/productmaps/{id}` | read | [`LeadProductMap`](crate::model::LeadProductMap) | [page](https://developers.nutshell.com/reference) |
//! | [`ListProductMaps`] | GET `/rest/productmaps` | read | list of [`LeadProductMap`](crate::model::LeadProductMap) | [page](https://developers.nutshell.com/reference) |
//! | [`UpdateProductMap`] | PATCH `/rest/productmaps/{id}` | idempotent | [`LeadProductMap`](crate::model::LeadProductMap) | [page](https://developers.nutshell.com/reference) |
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
