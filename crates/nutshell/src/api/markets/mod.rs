//! Reads and lists markets, each with its currency and prices.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`GetMarket`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/markets/{id}` | read | [`Market`](crate::model::Market) |
//! | [`ListMarkets`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/markets` | read | list of [`Market`](crate::model::Market) |
//!
//! <!-- operations: end -->

mod get_market;
mod list_markets;

pub use get_market::GetMarket;
pub use list_markets::ListMarkets;

leads_core::operations! { crate::Nutshell;
    GetMarket,
    ListMarkets: [crate::model::Market],
}
