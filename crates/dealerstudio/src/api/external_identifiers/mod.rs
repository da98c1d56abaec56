//! Dealerships' identifiers in other systems.

mod list_external_identifiers;

pub use list_external_identifiers::{ExternalIdentifiers, ListExternalIdentifiers};

leads_core::operations! { crate::DealerStudio;
    ListExternalIdentifiers: [crate::model::ExternalIdentifier],
}
