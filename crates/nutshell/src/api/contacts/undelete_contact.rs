//! `POST /rest/contacts/{id}/undelete`

use super::GetContact;
use crate::api::prelude::*;
use crate::model::{Contact, ContactId};

/// Restores a deleted contact.
///
/// `POST /rest/contacts/{id}/undelete` without a body. The response is the contact.
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
/// use nutshell::api::contacts::UndeleteContact;
///
/// let contact = client.send(&UndeleteContact::new("2-contacts")).await?;
/// println!("{}: {:?}", contact.id, contact.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/contacts/{id}/undelete")]
#[doc(alias = "contacts/{id}/undelete")]
#[doc(alias = "undelete contact")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteContact {
    id: ContactId,
}

impl UndeleteContact {
    /// Creates a request that restores the contact `id`.
    pub fn new(id: impl Into<ContactId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteContact {
    type Vendor = Nutshell;
    type Response = One<Contact>;
    const OPERATION: Operation = op::post("undelete_contact", "/rest/contacts/{id}/undelete", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

impl Resolve for UndeleteContact {
    type Check = GetContact;
    const FOUND_WHEN: &'static str = "the contact shows that it has no deletion time";

    fn check(&self) -> Option<GetContact> {
        Some(GetContact::new(&self.id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::undeleted(seen.map(|one| one.record()))
    }
}

sample!(UndeleteContact: Self::new("2-contacts"));
