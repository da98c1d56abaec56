//! People.

use super::{
    AccountId, Address, AudienceId, ContactId, ContactPoint, EntityId, OriginId, Phone, TagId, TaskId, TerritoryId,
    Time, UserId, model,
};
use crate::envelope::Record;
use leads_core::Personal;

model! {
    /// A person.
    pub struct Contact {
        /// The record's id.
        id: required ContactId,
        /// The type, `contacts`.
        kind as "type": scalar String,
        /// The full name, for display.
        name: scalar Personal<String>,
        /// The first name.
        first_name: scalar Personal<String>,
        /// The last name.
        last_name: scalar Personal<String>,
        /// The job title.
        job_title: scalar Personal<String>,
        /// The description, shown under the name.
        description: scalar Personal<String>,
        /// When the record was created.
        created_time: either Time,
        /// When the record was last updated.
        modified_time: either Time,
        /// When the record was deleted.
        deleted_time: either Time,
        /// When the last contact took place.
        last_contacted_time: either Time,
        /// E-mail addresses.
        emails: list ContactPoint,
        /// Addresses.
        addresses: list Address,
        /// Phone numbers.
        phones: list Phone,
        /// Web addresses and handles.
        urls: list ContactPoint,
        /// The person's jobs by company id.
        jobs: map Job,
        /// The WebFX contact.
        mcfx_contact_id: scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// The record's page in the web application. Its address contains the name.
        html_url: scalar Personal<String>,
        /// The path of the record's page in the web application.
        html_url_path: scalar Personal<String>,
        /// The picture.
        avatar_url: scalar String,
        /// The initials shown in place of the picture.
        initials: scalar Personal<String>,
        /// Related records.
        links: first ContactLinks,
    }
}

impl Record for Contact {
    const PLURAL: &'static str = "contacts";
}

model! {
    /// A job of a person.
    pub struct Job {
        /// The person's job title there.
        title: scalar Personal<String>,
    }
}

model! {
    /// The related records of a person.
    pub struct ContactLinks {
        /// The companies.
        accounts: scalars AccountId,
        /// The newsletter audiences.
        em_audiences: scalars AudienceId,
        /// Who created the record.
        creator: scalar EntityId,
        /// The user or team that owns it.
        owner: scalar EntityId,
        /// The territory.
        territory: scalar TerritoryId,
        /// The tags.
        tags: scalars TagId,
        /// The origin.
        origin: scalar OriginId,
        /// The person it was merged into.
        merged_with: scalar ContactId,
        /// Files.
        files: scalars EntityId,
        /// The files of related records.
        related_files: scalars EntityId,
        /// The follow-up.
        followup: scalar EntityId,
        /// The recurring task.
        recurring_task: scalar TaskId,
        /// The users who own related records.
        watchers: scalars UserId,
        /// The leads.
        leads: scalars super::LeadId,
    }
}
