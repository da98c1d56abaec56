//! Territories.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`ListTerritories`] | GET `/rest/territories` | read | list of [`Territory`](crate::model::Territory) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod list_territories;

pub use list_territories::ListTerritories;

leads_core::operations! { crate::Nutshell;
    ListTerritories: [crate::model::Territory],
}
