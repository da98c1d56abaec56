//! `POST /rest/tags/{id}/undelete`

use crate::Nutshell;
use crate::envelope::{self, One};
use crate::model::{Tag, TagId};
use leads_core::Result;
use leads_core::request::{Answer, Operation, Parts, Request, Safety, Verb};
use serde::{Deserialize, Serialize};

/// Brings a deleted tag back.
///
/// `POST /rest/tags/{id}/undelete`; without a body; the answer is the tag.
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
        Operation::new("undelete_tag", Verb::Post, "/rest/tags/{id}/undelete", Safety::OnceOnly).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }

    fn read(answer: &Answer) -> Result<One<Tag>> {
        envelope::one(answer)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UndeleteTag {
    fn sample() -> Self {
        Self::new("1-tags")
    }
}
