//! Tags.

use super::{TagId, Time, model};
use crate::envelope::Record;
use leads_core::open_enum;

open_enum! {
    /// The kind of record that a tag applies to, as spelled in responses and filters. Requests spell it as a digit: see
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
    /// A tag. It applies to one kind of record.
    pub struct Tag {
        /// The record's id.
        id: required TagId,
        /// The type, `tags`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// When the record was last updated.
        modified_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// The kind of record that it applies to.
        tag_type: scalar TagType,
        /// The number of records that have it.
        count: scalar i64,
        /// The colour, as spelled in responses: `COLOR_ORANGE`.
        color_type: scalar String,
    }
}

impl Record for Tag {
    const PLURAL: &'static str = "tags";
}
