//! Lists the dealerships' identifiers in other systems.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ListExternalIdentifiers`] ([vendor's page](https://dev.dealerstudio.com.au/public-api/operations/apiv1dealershipsdealership_idexternal_identifiers))<br>GET `/api/v1/dealerships/{dealership_id}/external_identifiers` | read | [`ExternalIdentifiers`] |
//!
//! <!-- operations: end -->

mod list_external_identifiers;

pub use list_external_identifiers::{ExternalIdentifiers, ListExternalIdentifiers};

leads_core::operations! { crate::DealerStudio;
    ListExternalIdentifiers: [crate::model::ExternalIdentifier],
}
