//! People.

use super::{
    AccountId, Address, AudienceId, ContactId, ContactPoint, EntityId, OriginId, Phone, TagId, TaskId, TerritoryId,
    UserId, model,
};
use crate::envelope::Record;

model! {
    /// A person.
    pub struct Contact {
        /// The id.
        id: required ContactId,
        /// The type, `contacts`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The whole name, for people.
        name: personal,
        /// The first name.
        first_name: personal,
        /// The last name.
        last_name: personal,
        /// The job.
        job_title: personal,
        /// The description, shown under the name.
        description: personal,
        /// When it was made.
        created_time: time,
        /// When it was last changed.
        modified_time: time,
        /// When it was deleted.
        deleted_time: time,
        /// When somebody was last in touch.
        last_contacted_time: time,
        /// E-mail addresses.
        emails: list ContactPoint,
        /// Places.
        addresses: list Address,
        /// Phone numbers.
        phones: list Phone,
        /// Web addresses and handles.
        urls: list ContactPoint,
        /// The person's jobs by the company's id.
        jobs: map Job,
        /// The contact of WebFX.
        mcfx_contact_id: scalar String,
        /// Its address in this API.
        href: scalar String,
        /// Its page; it holds the name.
        html_url: personal,
        /// The path of its page.
        html_url_path: personal,
        /// Its picture.
        avatar_url: scalar String,
        /// What stands for the picture.
        initials: personal,
        /// Its relations.
        links: links ContactLinks,
    }
}

impl Record for Contact {
    const PLURAL: &'static str = "contacts";
}

model! {
    /// A job of a person.
    pub struct Job {
        /// What the person is there.
        title: personal,
    }
}

model! {
    /// The relations of a person.
    pub struct ContactLinks {
        /// The companies.
        accounts: scalars AccountId,
        /// The audiences of newsletters.
        em_audiences: scalars AudienceId,
        /// Who made it.
        creator: scalar EntityId,
        /// The user or team in charge.
        owner: scalar EntityId,
        /// The territory.
        territory: scalar TerritoryId,
        /// The tags.
        tags: scalars TagId,
        /// Where it came from.
        origin: scalar OriginId,
        /// The person it was merged with.
        merged_with: scalar ContactId,
        /// Files.
        files: scalars EntityId,
        /// Files that belong to what belongs to it.
        related_files: scalars EntityId,
        /// The follow-up.
        followup: scalar EntityId,
        /// The recurring task.
        recurring_task: scalar TaskId,
        /// The users in charge of what belongs to it.
        watchers: scalars UserId,
        /// The leads.
        leads: scalars super::LeadId,
    }
}
