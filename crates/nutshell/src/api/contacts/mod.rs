//! Creates, reads, lists, updates, deletes and restores contacts (people), and their custom fields.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateContact`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/contacts` | non-idempotent | [`Contact`](crate::model::Contact) |
//! | [`CreateContactCustomField`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/contacts/customfield` | non-idempotent | [`CustomField`](crate::model::CustomField) |
//! | [`DeleteContact`] ([vendor's page](https://developers.nutshell.com/reference))<br>DELETE `/rest/contacts/{id}` | non-idempotent | [`Contact`](crate::model::Contact) |
//! | [`GetContact`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/contacts/{id}` | read | [`Contact`](crate::model::Contact) |
//! | [`ListContactCustomFieldAttributes`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/contacts/customfields/attributes` | read | list of [`CustomField`](crate::model::CustomField) |
//! | [`ListContactCustomFields`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/contacts/{id}/customfields` | read | list of [`CustomField`](crate::model::CustomField) |
//! | [`ListContactFields`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/contacts/list/fields` | read | [`FieldSet`](crate::model::FieldSet) |
//! | [`ListContactItems`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/contacts/list` | read | list of [`ListItem`](crate::model::ListItem) |
//! | [`ListContacts`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/contacts` | read | list of [`Contact`](crate::model::Contact) |
//! | [`UndeleteContact`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/contacts/{id}/undelete` | non-idempotent | [`Contact`](crate::model::Contact) |
//! | [`UpdateContact`] ([vendor's page](https://developers.nutshell.com/reference))<br>PATCH `/rest/contacts/{id}` | idempotent | [`Contact`](crate::model::Contact) |
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
