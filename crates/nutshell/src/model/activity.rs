//! Activities and their types.

use super::{AccountId, ActivityId, ActivityTypeId, ContactId, EntityId, LeadId, NoteId, UserId, model};
use crate::envelope::Record;

model! {
    /// An activity: a meeting, a call, anything that is planned or done with a lead, a person or a company.
    ///
    /// Other members are read than are written: what is written as `description` is read as [`agenda`](Self::agenda),
    /// `note` as the relation [`log_note`](ActivityLinks::log_note), `participants` as people, companies, leads and
    /// users. See [`ActivityInput`](crate::api::activities::ActivityInput).
    pub struct Activity {
        /// The id.
        id: required ActivityId,
        /// The type, `activities`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: personal,
        /// What is to be done in it.
        agenda: personal,
        /// When it was made.
        created_time: time,
        /// When it begins.
        start_time: time,
        /// When it ends.
        end_time: time,
        /// When it was logged as done.
        logged_time: time,
        /// When it was changed.
        modified_time: time,
        /// When it was deleted.
        deleted_time: time,
        /// Whether it takes the whole day.
        is_all_day: scalar bool,
        /// Whether it can still be changed.
        is_editable: scalar bool,
        /// Whether it did not come about.
        is_cancelled: scalar bool,
        /// Whether it is marked as important.
        is_flagged: scalar bool,
        /// Whether it is done.
        is_logged: scalar bool,
        /// Whether it should be logged by now.
        is_overdue: scalar bool,
        /// Whether a recording belongs to it.
        is_media_logged: scalar bool,
        /// What was said.
        transcription: personal,
        /// Whether the web application offers to transcribe it.
        show_transcribe_logging_flow: scalar bool,
        /// The service of an online meeting.
        external_meeting_service_type: scalar String,
        /// Its address in this API.
        href: scalar String,
        /// Its page.
        html_url: scalar String,
        /// The path of its page.
        html_url_path: scalar String,
        /// Its relations.
        links: links ActivityLinks,
    }
}

impl Record for Activity {
    const PLURAL: &'static str = "activities";
}

model! {
    /// The relations of an activity, by id.
    pub struct ActivityLinks {
        /// Comments on it.
        comments: scalars EntityId,
        /// The companies that take part.
        accounts: scalars AccountId,
        /// Its type.
        activity_type: scalar ActivityTypeId,
        /// The people who take part.
        contacts: scalars ContactId,
        /// The user or origin that made it.
        creator: scalar EntityId,
        /// The leads that it is about.
        leads: scalars LeadId,
        /// Who logged it.
        logger: scalar EntityId,
        /// The note that was written when it was logged.
        log_note: scalar NoteId,
        /// The users who take part.
        users: scalars UserId,
    }
}

model! {
    /// A type of activities, as the company has defined it.
    pub struct ActivityType {
        /// The id.
        id: required ActivityTypeId,
        /// The type of the record, `activityTypes`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// When it was changed.
        modified_time: time,
        /// Whether goals can be set for it.
        is_benchmarkable: scalar bool,
    }
}

impl Record for ActivityType {
    const PLURAL: &'static str = "activityTypes";
    const ALIASES: &'static [&'static str] = &["activitytypes"];
}
