//! Notes.

use super::{AccountId, ContactId, EntityId, LeadId, NoteId, TeamId, UserId, model};
use crate::envelope::Record;

model! {
    /// A note on a lead, a person or a company.
    pub struct Note {
        /// The id.
        id: required NoteId,
        /// The type, `notes`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// When it was written.
        created_time: time,
        /// When it was deleted.
        deleted_time: time,
        /// The text without any markup.
        body: personal,
        /// The text as HTML, escaped.
        body_html: personal,
        /// The text with its mentions, `@[Users:1]`.
        body_markup: personal,
        /// Whether the user of the credentials may change it.
        is_editable: scalar bool,
        /// The type of what it is on: `leads`, `contacts`, `accounts`.
        parent_type: scalar String,
        /// Its address in this API.
        href: scalar String,
        /// Its page.
        html_url: scalar String,
        /// The path of its page.
        html_url_path: scalar String,
        /// Its relations.
        links: links NoteLinks,
    }
}

impl Record for Note {
    const PLURAL: &'static str = "notes";
}

model! {
    /// The relations of a note, by id.
    pub struct NoteLinks {
        /// Comments on it.
        comments: scalars EntityId,
        /// What it is on.
        parent: scalar EntityId,
        /// The companies that it mentions.
        accounts: scalars AccountId,
        /// The people whom it mentions.
        contacts: scalars ContactId,
        /// The leads that it mentions.
        leads: scalars LeadId,
        /// The users whom it mentions.
        users: scalars UserId,
        /// The teams that it mentions.
        teams: scalars TeamId,
    }
}
