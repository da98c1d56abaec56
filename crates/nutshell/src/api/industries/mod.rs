//! Industries of accounts.

mod get_industry;
mod list_industries;

pub use get_industry::GetIndustry;
pub use list_industries::ListIndustries;

leads_core::operations! { crate::Nutshell;
    GetIndustry,
    ListIndustries: [crate::model::Industry],
}
