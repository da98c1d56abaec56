//! `POST /rest/tags`

use crate::api::prelude::*;
use crate::model::{EntityId, Tag};
use leads_core::open_enum;

open_enum! {
    /// The kind of record that a new tag applies to, as spelled in requests: a digit. Responses spell it as a word: see
    /// [`TagType`](crate::model::TagType).
    pub enum TagTarget {
        /// Leads.
        Leads = "1",
        /// Contacts.
        Contacts = "2",
        /// Accounts.
        Accounts = "3",
    }
}

open_enum! {
    /// The colour of a new tag, as spelled in requests: a number.
    pub enum TagColor {
        /// Default.
        Default = "1",
        /// Grey.
        Grey = "2",
        /// Red.
        Red = "3",
        /// Light red.
        LightRed = "4",
        /// Orange.
        Orange = "5",
        /// Light orange.
        LightOrange = "6",
        /// Yellow.
        Yellow = "7",
        /// Light yellow.
        LightYellow = "8",
        /// Blue.
        Blue = "9",
        /// Light blue.
        LightBlue = "10",
        /// Green.
        Green = "11",
        /// Light green.
        LightGreen = "12",
        /// Purple.
        Purple = "13",
        /// Light purple.
        LightPurple = "14",
    }
}

/// Creates a tag, and tags the given records with it.
///
/// `POST /rest/tags` with exactly one record. The response is the new tag.
///
/// If the response is lost, the outcome cannot be verified automatically, because Nutshell does not accept a
/// client-supplied id. To check manually: `ListTags` shows whether one with this name exists.
///
/// See [the vendor's page](https://developers.nutshell.com/reference).
///
/// # Errors
///
/// The call is not retried after a lost response, which leaves the outcome unknown.
///
/// # Examples
///
/// ```
/// # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
/// use nutshell::api::tags::{CreateTag, TagColor, TagTarget};
///
/// let request = CreateTag::new("Enterprise", TagTarget::Leads)
///     .color(TagColor::Orange)
///     .entity("1003-leads");
/// let tag = client.send(&request).await?;
/// println!("{}: {:?}", tag.id, tag.name);
/// # Ok(()) }
/// ```
#[doc(alias = "/rest/tags")]
#[doc(alias = "tags")]
#[doc(alias = "create tag")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTag {
    body: CreateTagBody,
}

/// The wire body of [`CreateTag`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTagBody {
    tags: [NewTag; 1],
}

/// A new tag.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewTag {
    name: Option<String>,
    tag_type: Option<TagTarget>,
    color_type: Option<TagColor>,
    links: Option<NewTagLinks>,
}

/// The related records of a [`NewTag`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTagLinks {
    entities: Option<Vec<EntityId>>,
}

impl CreateTag {
    /// Creates a request that creates a tag with a name for one kind of record.
    pub fn new(name: impl Into<String>, target: impl Into<TagTarget>) -> Self {
        let tag = NewTag { name: Some(name.into()), tag_type: Some(target.into()), color_type: None, links: None };
        Self { body: CreateTagBody { tags: [tag] } }
    }

    /// Sets the colour.
    #[must_use]
    pub fn color(mut self, color: impl Into<TagColor>) -> Self {
        let [tag] = &mut self.body.tags;
        tag.color_type = Some(color.into());
        self
    }

    /// Adds a record to tag.
    #[must_use]
    pub fn entity(mut self, id: impl Into<EntityId>) -> Self {
        let [tag] = &mut self.body.tags;
        tag.links.get_or_insert_default().entities.get_or_insert_default().push(id.into());
        self
    }
}

impl Request for CreateTag {
    type Vendor = Nutshell;
    type Response = One<Tag>;
    const OPERATION: Operation = op::post("create_tag", "/rest/tags", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let [tag] = &self.body.tags;
        let named = tag.name.as_ref().is_some_and(|name| !name.trim().is_empty());
        Parts::new()
            .require(named, "name", "must not be empty")
            .require(tag.tag_type.is_some(), "tagType", "must be set")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListTags shows whether one with this name exists".to_owned())
    }
}

has_body!(CreateTag => CreateTagBody);

sample!(CreateTag: Self::new("Enterprise", TagTarget::Leads).color(TagColor::Orange).entity("1003-leads"));
