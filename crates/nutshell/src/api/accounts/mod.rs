//! Creates, reads, lists, updates, deletes and restores accounts (companies), and their custom fields.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateAccount`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/accounts` | non-idempotent | [`Account`](crate::model::Account) |
//! | [`CreateAccountCustomField`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/accounts/customfield` | non-idempotent | [`CustomField`](crate::model::CustomField) |
//! | [`DeleteAccount`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/accounts/{id}` | non-idempotent | [`Account`](crate::model::Account) |
//! | [`GetAccount`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/accounts/{id}` | read | [`Account`](crate::model::Account) |
//! | [`ListAccountCustomFieldAttributes`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/accounts/customfields/attributes` | read | list of [`CustomField`](crate::model::CustomField) |
//! | [`ListAccountCustomFields`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/accounts/{id}/customfields` | read | list of [`CustomField`](crate::model::CustomField) |
//! | [`ListAccountFields`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/accounts/list/fields` | read | [`FieldSet`](crate::model::FieldSet) |
//! | [`ListAccountItems`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/accounts/list` | read | list of [`ListItem`](crate::model::ListItem) |
//! | [`ListAccounts`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/accounts` | read | list of [`Account`](crate::model::Account) |
//! | [`UndeleteAccount`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/accounts/{id}/undelete` | non-idempotent | [`Account`](crate::model::Account) |
//! | [`UpdateAccount`] ([vendor's page](https://developers.nutshell.com/reference))<br>PATCH `/rest/accounts/{id}` | idempotent | [`Account`](crate::model::Account) |
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
