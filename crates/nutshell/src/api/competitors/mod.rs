//! Competitors.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetCompetitor`] | GET `/rest/competitors/{id}` | read | [`Competitor`](crate::model::Competitor) | [page](https://developers.nutshell.com/reference) |
//! | [`ListCompetitors`] | GET `/rest/competitors` | read | list of [`Competitor`](crate::model::Competitor) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod get_competitor;
mod list_competitors;

pub use get_competitor::GetCompetitor;
pub use list_competitors::ListCompetitors;

leads_core::operations! { crate::Nutshell;
    GetCompetitor,
    ListCompetitors: [crate::model::Competitor],
}
