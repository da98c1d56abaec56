//! `DELETE /rest/tags/{id}`

use super::ListTags;
use crate::api::prelude::*;
use crate::model::{Tag, TagId};

/// Deletes a tag. [`UndeleteTag`](crate::api::tags::UndeleteTag) restores it within 30 days.
///
/// `DELETE /rest/tags/{id}`. The response contains the tag; an empty response leaves the outcome unknown.
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
/// use nutshell::api::tags::DeleteTag;
///
/// let reply = client.send(&DeleteTag::new("1-tags")).await?;
/// if let Some(tag) = reply.into_inner() {
///     println!("{}: {:?}", tag.id, tag.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tags/{id}")]
#[doc(alias = "tags/{id}")]
#[doc(alias = "delete tag")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTag {
    id: TagId,
}

impl DeleteTag {
    /// Creates a request that deletes the tag `id`.
    pub fn new(id: impl Into<TagId>) -> Self {
        Self { id: id.into() }
    }
}

impl Request for DeleteTag {
    type Vendor = Nutshell;
    type Response = Option<One<Tag>>;
    const OPERATION: Operation = op::delete("delete_tag", "/rest/tags/{id}", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", &self.id).empty()
    }
}

/// Reads the full list, because the vendor has no read of a single tag. A tag that is missing from the list proves
/// nothing: the list is not documented to be complete.
impl Resolve for DeleteTag {
    type Check = ListTags;
    const FOUND_WHEN: &'static str = "the list has the tag with a deletion time";

    fn check(&self) -> Option<ListTags> {
        Some(ListTags::new())
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        verification::row(true, seen.ok().and_then(|rows| rows.iter().find(|row| row.id == self.id)))
    }
}

/// Deletes several tags in one call, with the ids joined by commas in the path, as the vendor declares.
///
/// `DELETE /rest/tags/{id}`. The response contains the tags; an empty response leaves the outcome unknown.
///
/// If the response is lost, resolve each id separately: pass a [`DeleteTag`] of the id and the error of this call to
/// [`Client::resolve`](crate::Client::resolve).
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// As for [`DeleteTag`]. It is not documented whether one unknown id fails the whole call.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::tags::DeleteTags;
///
/// let reply = client.send(&DeleteTags::new(["1-tags", "2-tags"])).await?;
/// if let Some(tags) = reply.into_inner() {
///     println!("{} tags", tags.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteTags {
    ids: Vec<TagId>,
}

impl DeleteTags {
    /// Creates a request that deletes the tags `ids`.
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
}

sample!(DeleteTag: Self::new("1-tags"));
