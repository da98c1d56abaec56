//! `DELETE /rest/tags/{id}`

use super::ListTags;
use crate::Nutshell;
use crate::envelope::{One, Records};
use crate::evidence;
use crate::model::{Tag, TagId};
use crate::verification;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Error, Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Deletes a tag. [`UndeleteTag`](crate::api::tags::UndeleteTag) brings it back within 30 days.
///
/// `DELETE /rest/tags/{id}`; the response holds the tag. An empty one leaves the outcome unknown.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
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
        Operation::new("delete_tag", Method::Delete, "/rest/tags/{id}", Safety::NonIdempotent).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<Option<One<Tag>>> {
        evidence::record_or_nothing::<Self, _>(response)
    }
}

/// Lists them all, because the vendor has no read of one tag. Where it is not listed nobody can tell: no document
/// says that the list is whole.
impl Resolve for DeleteTag {
    type Check = ListTags;
    const FOUND_WHEN: &'static str = "the list has the tag with the time when it was deleted";

    fn check(&self) -> Option<ListTags> {
        Some(ListTags::new())
    }

    fn interpret(&self, seen: Result<&Records<Tag>, &Error>) -> Resolution {
        verification::row(true, seen.ok().and_then(|rows| rows.iter().find(|row| row.id == self.id)))
    }
}

/// Deletes several tags in one call: the ids are joined by commas in the path, which the vendor declares.
///
/// `DELETE /rest/tags/{id}`; the response holds the tags. An empty one leaves the outcome unknown.
///
/// After a lost answer, [`Client::resolve`](crate::Client::resolve) of a [`DeleteTag`] of each id, with the
/// error of this call, tells of each.
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

    fn read(response: &HttpResponse) -> Result<Option<Records<Tag>>> {
        evidence::records_or_nothing::<Self, _>(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteTag {
    fn sample() -> Self {
        Self::new("1-tags")
    }
}
