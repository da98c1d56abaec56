//! Contacts: people.

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

pub use create_contact::{CreateContact, CreateContactBody, NewContact, NewContactLinks};
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
