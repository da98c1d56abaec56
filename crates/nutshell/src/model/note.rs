//! Notes.

use super::{AccountId, ContactId, EntityId, LeadId, NoteId, TeamId, Time, UserId, model};
use crate::envelope::Record;
use leads_core::Personal;

model! {
    /// A note on a lead, a person or a company.
    pub struct Note {
        /// The record's id.
        id: required NoteId,
        /// The type, `notes`.
        kind as "type": scalar String,
        /// When it was written.
        created_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// The text without markup.
        body: scalar Personal<String>,
        /// The text as escaped HTML.
        body_html: scalar Personal<String>,
        /// The text with its mentions, `@[Users:1]`.
        body_markup: scalar Personal<String>,
        /// Whether the authenticated user may edit it.
        is_editable: scalar bool,
        /// The type of its parent: `leads`, `contacts`, `accounts`.
        parent_type: scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// The record's page in the web application.
        html_url: scalar String,
        /// The path of the record's page in the web application.
        html_url_path: scalar String,
        /// Related records.
        links: first NoteLinks,
    }
}

impl Record for Note {
    const PLURAL: &'static str = "notes";
}

model! {
    /// The related records of a note, by id.
    pub struct NoteLinks {
        /// The comments on it.
        comments: scalars EntityId,
        /// The parent record.
        parent: scalar EntityId,
        /// The mentioned companies.
        accounts: scalars AccountId,
        /// The mentioned people.
        contacts: scalars ContactId,
        /// The mentioned leads.
        leads: scalars LeadId,
        /// The mentioned users.
        users: scalars UserId,
        /// The mentioned teams.
        teams: scalars TeamId,
    }
}
