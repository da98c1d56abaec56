//! Reads and lists competitors.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetCompetitor`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/competitors/{id}` | read | [`Competitor`](crate::model::Competitor) |
//! | [`ListCompetitors`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/competitors` | read | list of [`Competitor`](crate::model::Competitor) |
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
