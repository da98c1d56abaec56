//! Markets, each with its currency and prices.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`GetMarket`] | GET `/rest/markets/{id}` | read | [`Market`](crate::model::Market) | [page](https://developers.nutshell.com/reference) |
//! | [`ListMarkets`] | GET `/rest/markets` | read | list of [`Market`](crate::model::Market) | [page](https://developers.nutshell.com/reference) |
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
