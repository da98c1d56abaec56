//! Contacts: people.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateContact`] | POST `/rest/contacts` | non-idempotent | [`Contact`](crate::model::Contact) | [page](https://developers.nutshell.com/reference) |
//! | [`CreateContactCustomField`] | POST `/rest/contacts/customfield` | non-idempotent | [`CustomField`](crate::model::CustomField) | [page](https://developers.nutshell.com/reference) |
//! | [`DeleteContact`] | DELETE `/rest/contacts/{id}` | non-idempotent | [`Contact`](crate::model::Contact) | [page](https://developers.nutshell.com/reference) |
//! | [`GetContact`] | GET `/rest/contacts/{id}` | read | [`Contact`](crate::model::Contact) | [page](https://developers.nutshell.com/reference) |
//! | [`ListContactCustomFieldAttributes`] | GET `/rest/contacts/customfields/attributes` | read | list of [`CustomField`](crate::model::CustomField) | [page](https://developers.nutshell.com/reference) |
//! | [`ListContactCustomFields`] | GET `/rest/contacts/{id}/customfields` | read | list of [`CustomField`](crate::model::CustomField) | [page](https://developers.nutshell.com/reference) |
//! | [`ListContactFields`] | GET `/rest/contacts/list/fields` | read | [`FieldSet`](crate::model::FieldSet) | [page](https://developers.nutshell.com/reference) |
//! | [`ListContactItems`] | GET `/rest/contacts/list` | read | list of [`ListItem`](crate::model::ListItem) | [page](https://developers.nutshell.com/reference) |
//! | [`ListContacts`] | GET `/rest/contacts` | read | list of [`Contact`](crate::model::Contact) | [page](https://developers.nutshell.com/reference) |
//! | [`UndeleteContact`] | POST `/rest/contacts/{id}/undelete` | non-idempotent | [`Contact`](crate::model::Contact) | [page](https://developers.nutshell.com/reference) |
//! | [`UpdateContact`] | PATCH `/rest/contacts/{id}` | idempotent | [`Contact`](crate::model::Contact) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod create_contact;
mod create_contact_custom_field;
mod delete_contact;
mod get_contact;
mod list_contact_custom_field_attributes;
mod list_contact_custom_fields;
mod list_contact_fields;
mod list_contact_items;
mod list_contacts;
mod undelete_contact;
mod update_contact;

pub use create_contact::{CreateContact, NewContact, NewContactLinks};
pub use create_contact_custom_field::CreateContactCustomField;
pub use delete_contact::{DeleteContact, DeleteContacts};
pub use get_contact::{GetContact, GetContacts};
pub use list_contact_custom_field_attributes::ListContactCustomFieldAttributes;
pub use list_contact_custom_fields::ListContactCustomFields;
pub use list_contact_fields::ListContactFields;
pub use list_contact_items::ListContactItems;
pub use list_contacts::ListContacts;
pub use undelete_contact::UndeleteContact;
pub use update_contact::UpdateContact;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_contact::CreateContactBody;
}

leads_core::operations! { crate::Nutshell;
    GetContact,
    DeleteContact resolve,
    UpdateContact body resolve,
    ListContactCustomFields: [crate::model::CustomField],
    ListContactCustomFieldAttributes: [crate::model::CustomField],
    CreateContactCustomField body,
    ListContacts: [crate::model::Contact],
    CreateContact body,
    UndeleteContact resolve,
    ListContactItems: [crate::model::ListItem],
    ListContactFields,
}
