//! Account types.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`ListAccountTypes`] | GET `/rest/accounttypes` | read | list of [`AccountType`](crate::model::AccountType) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod list_account_types;

pub use list_account_types::ListAccountTypes;

leads_core::operations! { crate::Nutshell;
    ListAccountTypes: [crate::model::AccountType],
}
