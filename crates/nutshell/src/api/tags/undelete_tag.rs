//! `POST /rest/tags/{id}/undelete`

use super::ListTags;
use crate::api::prelude::*;
use crate::model::{Tag, TagId};

/// Restores a deleted tag.
///
/// `POST /rest/tags/{id}/undelete` without a body. The response is the tag.
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
/// use nutshell::api::tags::UndeleteTag;
///
/// let tag = client.send(&UndeleteTag::new("1-tags")).await?;
/// println!("{}: {:?}", tag.id, tag.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tags/{id}/undelete")]
#[doc(alias = "tags/{id}/undelete")]
#[doc(alias = "undelete tag")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteTag {
    id: TagId,
}

impl UndeleteTag {
    /// Creates a request that restores the tag `id`.
    pub fn new(id: impl Into<TagId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteTag {
    type Vendor = Nutshell;
    type Response = One<Tag>;
    const OPERATION: Operation = op::post("undelete_tag", "/rest/tags/{id}/undelete", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

/// Reads the full list, because the vendor has no read of a single tag. A tag that is missing from the list proves
/// nothing: the list is not documented to be complete.
impl Resolve for UndeleteTag {
    type Check = ListTags;
    const FOUND_WHEN: &'static str = "the list has the tag without a deletion time";

    fn check(&self) -> Option<ListTags> {
        Some(ListTags::new())
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::row(false, seen.ok().and_then(|rows| rows.iter().find(|row| row.id == self.id)))
    }
}

sample!(UndeleteTag: Self::new("1-tags"));
