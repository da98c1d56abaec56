//! Territories.

mod list_territories;

pub use list_territories::ListTerritories;

leads_core::operations! { crate::Nutshell;
    ListTerritories: [crate::model::Territory],
}
