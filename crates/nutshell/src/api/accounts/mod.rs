//! Accounts: companies.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateAccount`] | POST `/rest/accounts` | non-idempotent | [`Account`](crate::model::Account) | [page](https://developers.nutshell.com/reference) |
//! | [`CreateAccountCustomField`] | POST `/rest/accounts/customfield` | non-idempotent | [`CustomField`](crate::model::CustomField) | [page](https://developers.nutshell.com/reference) |
//! | [`DeleteAccount`] | DELETE `/rest/accounts/{id}` | non-idempotent | [`Account`](crate::model::Account) | [page](https://developers.nutshell.com/reference) |
//! | [`GetAccount`] | GET `/rest/accounts/{id}` | read | [`Account`](crate::model::Account) | [page](https://developers.nutshell.com/reference) |
//! | [`ListAccountCustomFieldAttributes`] | GET `/rest/accounts/customfields/attributes` | read | list of [`CustomField`](crate::model::CustomField) | [page](https://developers.nutshell.com/reference) |
//! | [`ListAccountCustomFields`] | GET `/rest/accounts/{id}/customfields` | read | list of [`CustomField`](crate::model::CustomField) | [page](https://developers.nutshell.com/reference) |
//! | [`ListAccountFields`] | GET `/rest/accounts/list/fields` | read | [`FieldSet`](crate::model::FieldSet) | [page](https://developers.nutshell.com/reference) |
//! | [`ListAccountItems`] | GET `/rest/accounts/list` | read | list of [`ListItem`](crate::model::ListItem) | [page](https://developers.nutshell.com/reference) |
//! | [`ListAccounts`] | GET `/rest/accounts` | read | list of [`Account`](crate::model::Account) | [page](https://developers.nutshell.com/reference) |
//! | [`UndeleteAccount`] | POST `/rest/accounts/{id}/undelete` | non-idempotent | [`Account`](crate::model::Account) | [page](https://developers.nutshell.com/reference) |
//! | [`UpdateAccount`] | PATCH `/rest/accounts/{id}` | idempotent | [`Account`](crate::model::Account) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

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

pub use create_account::{CreateAccount, NewAccount};
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

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_account::CreateAccountBody;
}

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
