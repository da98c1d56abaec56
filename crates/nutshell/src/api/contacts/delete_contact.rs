//! `DELETE /rest/contacts/{id}`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::{Contact, ContactId};
use leads_core::Result;
use leads_core::request::{Answer, Operation, Parts, Request, Safety, Verb};
use serde::{Deserialize, Serialize};

/// Deletes contacts. [`UndeleteContact`](crate::api::contacts::UndeleteContact) brings one back.
///
/// `DELETE /rest/contacts/{id}`; the answer is empty as a rule.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::contacts::DeleteContact::new("2-contacts");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteContact {
    ids: Vec<ContactId>,
}

impl DeleteContact {
    /// Deletes the contact `id`.
    pub fn new(id: impl Into<ContactId>) -> Self {
        Self { ids: vec![id.into()] }
    }

    /// The same for several at once: the ids are joined by commas in the path.
    pub fn many<I: Into<ContactId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for DeleteContact {
    type Vendor = Nutshell;
    type Response = Option<Records<Contact>>;
    const OPERATION: Operation =
        Operation::new("delete_contact", Verb::Delete, "/rest/contacts/{id}", Safety::OnceOnly)
            .docs("https://developers.nutshell.com/reference/2b3d155b2889d34aa67235e67aa91d3f");

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }

    fn read(answer: &Answer) -> Result<Option<Records<Contact>>> {
        envelope::maybe_list(answer)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteContact {
    fn sample() -> Self {
        Self::many(["2-contacts", "3-contacts"])
    }
}
