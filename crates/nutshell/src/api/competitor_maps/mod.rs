//! Reads, lists, updates and deletes the competitors on leads, with their status.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`DeleteCompetitorMap`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/competitormaps/{id}` | non-idempotent | [`LeadCompetitorMap`](crate::model::LeadCompetitorMap) |
//! | [`GetCompetitorMap`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/competitormaps/{id}` | read | [`LeadCompetitorMap`](crate::model::LeadCompetitorMap) |
//! | [`ListCompetitorMaps`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/competitormaps` | read | list of [`LeadCompetitorMap`](crate::model::LeadCompetitorMap) |
//! | [`UpdateCompetitorMap`] ([vendor's page](https://developers.nutshell.com/reference))<br>PATCH `/rest/competitormaps/{id}` | idempotent | [`LeadCompetitorMap`](crate::model::LeadCompetitorMap) |
//!
//! <!-- operations: end -->

mod delete_competitor_map;
mod get_competitor_map;
mod list_competitor_maps;
mod update_competitor_map;

pub use delete_competitor_map::DeleteCompetitorMap;
pub use get_competitor_map::GetCompetitorMap;
pub use list_competitor_maps::ListCompetitorMaps;
pub use update_competitor_map::UpdateCompetitorMap;

leads_core::operations! { crate::Nutshell;
    GetCompetitorMap,
    DeleteCompetitorMap resolve,
    UpdateCompetitorMap body resolve,
    ListCompetitorMaps: [crate::model::LeadCompetitorMap],
}
