//! Tags.

use super::{TagId, model};
use crate::envelope::Record;
use leads_core::open_enum;

open_enum! {
    /// What a tag belongs to, as answers and filters spell it. Requests spell it as a digit: see
    /// [`TagTarget`](crate::api::tags::TagTarget).
    pub enum TagType {
        /// Leads.
        Leads = "leads",
        /// Contacts.
        Contacts = "contacts",
        /// Accounts.
        Accounts = "accounts",
    }
}

model! {
    /// A tag. It belongs to one kind of records.
    pub struct Tag {
        /// The id.
        id: required TagId,
        /// The type, `tags`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// Its address in this API.
        href: scalar String,
        /// When it was last changed.
        modified_time: time,
        /// When it was deleted.
        deleted_time: time,
        /// What it belongs to.
        tag_type: scalar TagType,
        /// How many records have it.
        count: scalar i64,
        /// Its colour, as answers spell it: `COLOR_ORANGE`.
        color_type: scalar String,
    }
}

impl Record for Tag {
    const PLURAL: &'static str = "tags";
}
