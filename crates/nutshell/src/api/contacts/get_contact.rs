//! `GET /rest/contacts/{id}`

use crate::api::prelude::*;
use crate::model::{Contact, ContactId};

/// Reads a contact.
///
/// `GET /rest/contacts/{id}`. Companion records are in the [envelope](crate::One::envelope).
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown, and a decode error if the response lacks
/// the record.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::contacts::GetContact;
///
/// let contact = client.send(&GetContact::new("2-contacts")).await?;
/// println!("{}: {:?}", contact.id, contact.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts/{id}")]
#[doc(alias = "contacts/{id}")]
#[doc(alias = "get contact")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetContact {
    id: ContactId,
}

impl GetContact {
    /// Creates a request that reads the contact `id`.
    pub fn new(id: impl Into<ContactId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for GetContact {
    type Vendor = Nutshell;
    type Response = One<Contact>;
    const OPERATION: Operation = op::get("get_contact", "/rest/contacts/{id}", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

/// Reads several contacts in one call, `GET /rest/contacts/{id},{id}`, with the ids joined by commas in the path.
///
/// The order of the rows is not documented, and an unknown id may be omitted or fail the call (inferred). Match the
/// rows by their ids.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns an error, before anything is sent, if the list or one of its ids is empty.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::contacts::GetContacts;
///
/// let contacts = client.send(&GetContacts::new(["2-contacts", "55-contacts"])).await?;
/// for contact in contacts.iter() {
///     println!("{}: {:?}", contact.id, contact.name);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetContacts {
    ids: Vec<ContactId>,
}

impl GetContacts {
    /// Creates a request that reads the contacts `ids`.
    pub fn new<I: Into<ContactId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for GetContacts {
    type Vendor = Nutshell;
    type Response = Records<Contact>;
    const OPERATION: Operation = GetContact::OPERATION;

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }
}

sample!(GetContact: Self::new("2-contacts"));
