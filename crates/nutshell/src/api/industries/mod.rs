//! Industries of accounts.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetIndustry`] | GET `/rest/industries/{id}` | read | [`Industry`](crate::model::Industry) | [page](https://developers.nutshell.com/reference) |
//! | [`ListIndustries`] | GET `/rest/industries` | read | list of [`Industry`](crate::model::Industry) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod get_industry;
mod list_industries;

pub use get_industry::GetIndustry;
pub use list_industries::ListIndustries;

leads_core::operations! { crate::Nutshell;
    GetIndustry,
    ListIndustries: [crate::model::Industry],
}
