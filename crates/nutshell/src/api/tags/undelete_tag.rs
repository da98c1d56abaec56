//! `POST /rest/tags/{id}/undelete`

use super::ListTags;
use crate::Nutshell;
use crate::envelope::{One, Records};
use crate::evidence;
use crate::model::{Tag, TagId};
use crate::verification;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Error, Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Brings a deleted tag back.
///
/// `POST /rest/tags/{id}/undelete`; without a body; the answer is the tag.
///
/// [`Client::resolve`](crate::Client::resolve) finds out what became of it after a lost answer.
///
/// # Errors
/// [`NotFound`](leads_core::ErrorKind::NotFound) for an unknown id. A lost answer leaves the outcome unknown, and the
/// call is not sent again.
///
/// ```
/// let request = nutshell::api::tags::UndeleteTag::new("1-tags");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndeleteTag {
    id: TagId,
}

impl UndeleteTag {
    /// Brings the tag `id` back.
    pub fn new(id: impl Into<TagId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for UndeleteTag {
    type Vendor = Nutshell;
    type Response = One<Tag>;
    const OPERATION: Operation =
        Operation::new("undelete_tag", Method::Post, "/rest/tags/{id}/undelete", Safety::NonIdempotent)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(response: &HttpResponse) -> Result<One<Tag>> {
        evidence::record(response)
    }
}

/// Lists them all, because the vendor has no read of one tag. Where it is not listed nobody can tell: no document
/// says that the list is whole.
impl Resolve for UndeleteTag {
    type Check = ListTags;
    const FOUND_WHEN: &'static str = "the list has the tag without a time of deletion";

    fn check(&self) -> Option<ListTags> {
        Some(ListTags::new())
    }

    fn interpret(&self, seen: Result<&Records<Tag>, &Error>) -> Resolution {
        verification::row(false, seen.ok().and_then(|rows| rows.iter().find(|row| row.id == self.id)))
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UndeleteTag {
    fn sample() -> Self {
        Self::new("1-tags")
    }
}
