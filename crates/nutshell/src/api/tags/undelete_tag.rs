//! `POST /rest/tags/{id}/undelete`

use super::ListTags;
use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{Tag, TagId};
use crate::verification::{self, Seen};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Resolution, Resolve, Result};
use serde::{Deserialize, Serialize};

/// Restores a deleted tag.
///
/// `POST /rest/tags/{id}/undelete` without a body. The response is the tag.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) determines whether the write was applied.
///
/// # Errors
///
/// Returns [`NotFound`](leads_core::ErrorKind::NotFound) if the id is unknown. The call is not retried after a lost
/// response, which leaves the outcome unknown.
///
/// # Examples
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
    /// Creates a request that restores the tag `id`.
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

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UndeleteTag {
    fn sample() -> Self {
        Self::new("1-tags")
    }
}
