//! Lists territories.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ListTerritories`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/territories` | read | list of [`Territory`](crate::model::Territory) |
//!
//! <!-- operations: end -->

mod list_territories;

pub use list_territories::ListTerritories;

leads_core::operations! { crate::Nutshell;
    ListTerritories: [crate::model::Territory],
}
