//! Account types.

mod list_account_types;

pub use list_account_types::ListAccountTypes;

leads_core::operations! { crate::Nutshell;
    ListAccountTypes: [crate::model::AccountType],
}
