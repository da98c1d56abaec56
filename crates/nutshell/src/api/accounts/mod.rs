//! Accounts: companies.

mod create_account;
mod create_account_custom_field;
mod delete_account;
mod get_account;
mod list_account_custom_field_attributes;
mod list_account_custom_fields;
mod list_account_fields;
mod list_account_items;
mod list_accounts;
mod undelete_account;
mod update_account;

pub use create_account::{CreateAccount, CreateAccountBody, NewAccount};
pub use create_account_custom_field::CreateAccountCustomField;
pub use delete_account::DeleteAccount;
pub use get_account::{GetAccount, GetAccounts};
pub use list_account_custom_field_attributes::ListAccountCustomFieldAttributes;
pub use list_account_custom_fields::ListAccountCustomFields;
pub use list_account_fields::ListAccountFields;
pub use list_account_items::ListAccountItems;
pub use list_accounts::ListAccounts;
pub use undelete_account::UndeleteAccount;
pub use update_account::UpdateAccount;

leads_core::operations! { crate::Nutshell;
    GetAccount,
    DeleteAccount resolve,
    UpdateAccount body resolve,
    ListAccountCustomFields: [crate::model::CustomField],
    ListAccountCustomFieldAttributes: [crate::model::CustomField],
    CreateAccountCustomField body,
    ListAccountItems: [crate::model::ListItem],
    ListAccounts: [crate::model::Account],
    CreateAccount body,
    UndeleteAccount resolve,
    ListAccountFields,
}
