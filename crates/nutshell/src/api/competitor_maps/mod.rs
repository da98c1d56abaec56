//! Competitors on leads, with their status.

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
