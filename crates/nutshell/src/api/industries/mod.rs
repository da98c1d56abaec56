//! Reads and lists the industries of accounts.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetIndustry`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/industries/{id}` | read | [`Industry`](crate::model::Industry) |
//! | [`ListIndustries`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/industries` | read | list of [`Industry`](crate::model::Industry) |
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
