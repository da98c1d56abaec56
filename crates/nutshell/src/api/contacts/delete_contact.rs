//! `DELETE /rest/contacts/{id}`

use super::GetContact;
use crate::api::prelude::*;
use crate::model::{Contact, ContactId};

/// Deletes a contact. [`UndeleteContact`](crate::api::contacts::UndeleteContact) restores it.
///
/// `DELETE /rest/contacts/{id}`. The response is usually empty.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. A lost response leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::contacts::DeleteContact;
///
/// let reply = client.send(&DeleteContact::new("2-contacts")).await?;
/// if let Some(contact) = reply.into_inner() {
///     println!("{}: {:?}", contact.id, contact.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts/{id}")]
#[doc(alias = "contacts/{id}")]
#[doc(alias = "delete contact")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteContact {
    id: ContactId,
}

impl DeleteContact {
    /// Creates a request that deletes the contact `id`.
    pub fn new(id: impl Into<ContactId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteContact {
    type Vendor = Nutshell;
    type Response = Option<One<Contact>>;
    const OPERATION: Operation = op::delete("delete_contact", "/rest/contacts/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for DeleteContact {
    type Check = GetContact;
    const FOUND_WHEN: &'static str = "the vendor no longer knows the contact, or the contact has a deletion time";

    fn check(&self) -> Option<GetContact> {
        Some(GetContact::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::deleted(seen.map(|one| one.record()))
    }
}

/// Deletes several contacts in one call, with the ids joined by commas in the path, as the vendor declares.
///
/// `DELETE /rest/contacts/{id}`. The response contains the contacts or is empty.
///
/// If the response is lost, resolve each id separately: pass a [`DeleteContact`] of the id and the error of this call
/// to [`Client::resolve`](crate::Client::resolve).
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// As for [`DeleteContact`]. It is not documented whether one unknown id fails the whole call.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::contacts::DeleteContacts;
///
/// let reply = client.send(&DeleteContacts::new(["2-contacts", "55-contacts"])).await?;
/// if let Some(contacts) = reply.into_inner() {
///     println!("{} contacts", contacts.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteContacts {
    ids: Vec<ContactId>,
}

impl DeleteContacts {
    /// Creates a request that deletes the contacts `ids`.
    pub fn new<I: Into<ContactId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for DeleteContacts {
    type Vendor = Nutshell;
    type Response = Option<Records<Contact>>;
    const OPERATION: Operation = DeleteContact::OPERATION;

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }
}

sample!(DeleteContact: Self::new("2-contacts"));
