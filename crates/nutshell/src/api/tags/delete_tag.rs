//! `DELETE /rest/tags/{id}`

use crate::Nutshell;
use crate::envelope::{self, One, Records};
use crate::model::{Tag, TagId};
use leads_core::Result;
use leads_core::request::{Answer, Operation, Parts, Request, Safety, Verb};
use serde::{Deserialize, Serialize};

/// Deletes a tag. [`UndeleteTag`](crate::api::tags::UndeleteTag) brings it back within 30 days.
///
/// `DELETE /rest/tags/{id}`; the answer holds the tag, or nothing.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::tags::DeleteTag::new("1-tags");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTag {
    id: TagId,
}

impl DeleteTag {
    /// Deletes the tag `id`.
    pub fn new(id: impl Into<TagId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteTag {
    type Vendor = Nutshell;
    type Response = Option<One<Tag>>;
    const OPERATION: Operation =
        Operation::new("delete_tag", Verb::Delete, "/rest/tags/{id}", Safety::OnceOnly).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(answer: &Answer) -> Result<Option<One<Tag>>> {
        envelope::maybe(answer)
    }
}

/// Deletes several tags in one call: the ids are joined by commas in the path, which the vendor declares.
///
/// `DELETE /rest/tags/{id}`; the answer holds the tags, or nothing.
///
/// # Errors
/// As [`DeleteTag`]; whether one unknown id fails the whole call is not documented.
///
/// ```
/// let request = nutshell::api::tags::DeleteTags::new(["1-tags", "2-tags"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTags {
    ids: Vec<TagId>,
}

impl DeleteTags {
    /// Deletes the tags `ids`.
    pub fn new<I: Into<TagId>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

impl Request for DeleteTags {
    type Vendor = Nutshell;
    type Response = Option<Records<Tag>>;
    const OPERATION: Operation = DeleteTag::OPERATION;

    fn parts(&self) -> Result<Parts> {
        Parts::new().path_list("id", &self.ids).empty()
    }

    fn read(answer: &Answer) -> Result<Option<Records<Tag>>> {
        envelope::maybe_list(answer)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteTag {
    fn sample() -> Self {
        Self::new("1-tags")
    }
}
