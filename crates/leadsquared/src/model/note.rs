//! A note of a lead.

use super::{LeadId, NoteId, UserId};
use leads_core::{Personal, Time};

leads_core::model! { "PascalCase";
    /// A note of a lead.
    pub struct Note {
        /// The id.
        prospect_note_id: scalar NoteId,
        /// The lead.
        related_prospect_id: scalar LeadId,
        /// The text.
        note: scalar Personal<String>,
        /// The description.
        description: scalar Personal<String>,
        /// The name of the attached file.
        attachment_name: scalar Personal<String>,
        /// The URL of the attached file.
        attachment_url as "AttachmentURL": scalar Personal<String>,
        /// The creator.
        created_by: scalar UserId,
        /// The creator's name.
        created_by_name: scalar Personal<String>,
        /// When it was created, UTC.
        created_on: scalar Time,
        /// The user who last modified it.
        modified_by: scalar UserId,
        /// The name of the user who last modified it.
        modified_by_name: scalar Personal<String>,
        /// When it was modified, UTC.
        modified_on: scalar Time,
    }
}
