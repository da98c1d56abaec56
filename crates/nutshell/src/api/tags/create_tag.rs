//! `POST /rest/tags`

use crate::Nutshell;
use crate::envelope::One;
use crate::evidence;
use crate::model::{EntityId, Tag};
use leads_core::vendor::{HasBody, HttpResponse, Method, Operation, Parts, Request, Safety};
use leads_core::{Result, open_enum};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

open_enum! {
    /// What a new tag belongs to, as requests spell it: a digit. Answers spell it as a word: see
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
    /// The colour of a new tag, as requests spell it: a number.
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

/// Makes a tag, and tags records with it at once where they are named.
///
/// `POST /rest/tags` with exactly one record; the answer is the new tag.
///
/// After a lost answer there is nothing to look by: Nutshell has no key of one's own for it. By hand: `ListTags`
/// shows whether one of this name is there.
///
/// # Errors
/// A lost answer leaves the outcome unknown, and the call is not sent again.
///
/// ```
/// use nutshell::api::tags::{CreateTag, TagColor, TagTarget};
/// let request = CreateTag::new("Enterprise", TagTarget::Leads).color(TagColor::Orange).entity("1003-leads");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTag {
    body: CreateTagBody,
}

/// The body of [`CreateTag`], as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTagBody {
    tags: [NewTag; 1],
}

/// A tag to be made.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewTag {
    name: Option<String>,
    tag_type: Option<TagTarget>,
    color_type: Option<TagColor>,
    links: Option<NewTagLinks>,
}

/// The relations of a [`NewTag`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTagLinks {
    entities: Option<Vec<EntityId>>,
}

impl CreateTag {
    /// Makes a tag with a name for one kind of records.
    pub fn new(name: impl Into<String>, target: impl Into<TagTarget>) -> Self {
        let tag = NewTag { name: Some(name.into()), tag_type: Some(target.into()), color_type: None, links: None };
        Self { body: CreateTagBody { tags: [tag] } }
    }

    /// Sets its colour.
    #[must_use]
    pub fn color(mut self, color: impl Into<TagColor>) -> Self {
        let [tag] = &mut self.body.tags;
        tag.color_type = Some(color.into());
        self
    }

    /// Tags a record with it.
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
    const OPERATION: Operation =
        Operation::new("create_tag", Method::Post, "/rest/tags", Safety::NonIdempotent).docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        let [tag] = &self.body.tags;
        let named = tag.name.as_ref().is_some_and(|name| !name.trim().is_empty());
        Parts::new()
            .require(named, "name", "must not be empty")
            .require(tag.tag_type.is_some(), "tagType", "must be set")
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("ListTags shows whether one of this name is there".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<One<Tag>> {
        evidence::record(response)
    }
}

impl HasBody for CreateTag {
    type Body = CreateTagBody;
    fn body(&self) -> &CreateTagBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for CreateTag {
    fn sample() -> Self {
        Self::new("Enterprise", TagTarget::Leads).color(TagColor::Orange).entity("1003-leads")
    }
}
