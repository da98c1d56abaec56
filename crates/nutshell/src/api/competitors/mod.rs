//! Competitors.

mod get_competitor;
mod list_competitors;

pub use get_competitor::GetCompetitor;
pub use list_competitors::ListCompetitors;

leads_core::operations! { crate::Nutshell;
    GetCompetitor,
    ListCompetitors: [crate::model::Competitor],
}
