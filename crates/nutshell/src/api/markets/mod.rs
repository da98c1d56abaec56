//! Markets, each with its currency and prices.

mod get_market;
mod list_markets;

pub use get_market::GetMarket;
pub use list_markets::ListMarkets;

leads_core::operations! { crate::Nutshell;
    GetMarket,
    ListMarkets: [crate::model::Market],
}
