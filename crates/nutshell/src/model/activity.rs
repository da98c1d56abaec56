//! Activities and their types.

use super::{AccountId, ActivityId, ActivityTypeId, ContactId, EntityId, LeadId, NoteId, Time, UserId, model};
use crate::envelope::Record;
use leads_core::Personal;

model! {
    /// An activity: a meeting, a call, anything that is planned or done with a lead, a person or a company.
    ///
    /// Members are read under other names than they are written: what is written as `description` is read as
    /// [`agenda`](Self::agenda), `note` as the relation [`log_note`](ActivityLinks::log_note), and `participants` as
    /// people, companies, leads and users. See [`ActivityInput`](crate::api::activities::ActivityInput).
    pub struct Activity {
        /// The record's id.
        id: required ActivityId,
        /// The type, `activities`.
        kind as "type": scalar String,
        /// The name.
        name: scalar Personal<String>,
        /// The agenda.
        agenda: scalar Personal<String>,
        /// When the record was created.
        created_time: either Time,
        /// The start time.
        start_time: either Time,
        /// The end time.
        end_time: either Time,
        /// When it was logged as done.
        logged_time: either Time,
        /// When the record was updated.
        modified_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// Whether it takes the whole day.
        is_all_day: scalar bool,
        /// Whether it can still be edited.
        is_editable: scalar bool,
        /// Whether it was cancelled.
        is_cancelled: scalar bool,
        /// Whether it is marked as important.
        is_flagged: scalar bool,
        /// Whether it is done.
        is_logged: scalar bool,
        /// Whether it is overdue for logging.
        is_overdue: scalar bool,
        /// Whether it has a recording.
        is_media_logged: scalar bool,
        /// The transcript of what was said.
        transcription: scalar Personal<String>,
        /// Whether the web application offers a transcription.
        show_transcribe_logging_flow: scalar bool,
        /// The online meeting service.
        external_meeting_service_type: scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// The record's page in the web application.
        html_url: scalar String,
        /// The path of the record's page in the web application.
        html_url_path: scalar String,
        /// Related records.
        links: first ActivityLinks,
    }
}

impl Record for Activity {
    const PLURAL: &'static str = "activities";
}

model! {
    /// The related records of an activity, by id.
    pub struct ActivityLinks {
        /// The comments on it.
        comments: scalars EntityId,
        /// The participating companies.
        accounts: scalars AccountId,
        /// The type.
        activity_type: scalar ActivityTypeId,
        /// The participating people.
        contacts: scalars ContactId,
        /// The user or origin that created it.
        creator: scalar EntityId,
        /// The related leads.
        leads: scalars LeadId,
        /// The user who logged it.
        logger: scalar EntityId,
        /// The note written when it was logged.
        log_note: scalar NoteId,
        /// The participating users.
        users: scalars UserId,
    }
}

model! {
    /// An activity type, as defined by the company.
    pub struct ActivityType {
        /// The record's id.
        id: required ActivityTypeId,
        /// The record's type, `activityTypes`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// When the record was updated.
        modified_time: either Time,
        /// Whether goals can be set for it.
        is_benchmarkable: scalar bool,
    }
}

impl Record for ActivityType {
    const PLURAL: &'static str = "activityTypes";
    const ALIASES: &'static [&'static str] = &["activitytypes"];
}
