//! Lists account types.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`ListAccountTypes`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/accounttypes` | read | list of [`AccountType`](crate::model::AccountType) |
//!
//! <!-- operations: end -->

mod list_account_types;

pub use list_account_types::ListAccountTypes;

leads_core::operations! { crate::Nutshell;
    ListAccountTypes: [crate::model::AccountType],
}
