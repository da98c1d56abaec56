//! `GET /rest/tags`

use crate::api::prelude::*;
use crate::model::{Tag, TagType};
use crate::query::search_setters;
use leads_core::Personal;

/// Lists the tags in one response.
///
/// `GET /rest/tags`
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// Returns a decode error with the JSON path if the response cannot be read.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::{api::tags::ListTags, model::TagType};
///
/// let tags = client.send(&ListTags::new().tag_type(TagType::Leads)).await?;
/// for tag in tags.iter() {
///     println!("{}: {:?}", tag.id, tag.name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tags")]
#[doc(alias = "tags")]
#[doc(alias = "list tags")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListTags {
    text: Option<Personal<String>>,
    tag_type: Option<TagType>,
}

impl ListTags {
    /// Creates a request that lists every tag.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    search_setters! { text }

    /// Includes only tags for one kind of record.
    #[must_use]
    pub fn tag_type(mut self, kind: impl Into<TagType>) -> Self {
        self.tag_type = Some(kind.into());
        self
    }
}

impl Request for ListTags {
    type Vendor = Nutshell;
    type Response = Records<Tag>;
    const OPERATION: Operation = op::get("list_tags", "/rest/tags", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().query_opt("q", self.text.as_ref()).query_opt("filter[tagType]", self.tag_type.as_ref()).empty()
    }
}

sample!(ListTags: Self::new().text("enter").tag_type(TagType::Leads));
