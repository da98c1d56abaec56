//! Companies.

use super::{
    AccountId, AccountTypeId, Address, ContactId, ContactPoint, EntityId, IndustryId, OriginId, Phone, TagId, TaskId,
    TerritoryId, model,
};
use crate::envelope::Record;

model! {
    /// A company.
    pub struct Account {
        /// The id.
        id: required AccountId,
        /// The type, `accounts`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// The name.
        name: personal,
        /// The description.
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
        /// What it earns.
        revenue: money,
        /// How many people it employs.
        employee_count: scalar i64,
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
        links: links AccountLinks,
    }
}

impl Record for Account {
    const PLURAL: &'static str = "accounts";
}

model! {
    /// The relations of a company.
    pub struct AccountLinks {
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
        /// The company it was merged with.
        merged_with: scalar AccountId,
        /// Files.
        files: scalars EntityId,
        /// Files that belong to what belongs to it.
        related_files: scalars EntityId,
        /// The follow-up.
        followup: scalar EntityId,
        /// The recurring task.
        recurring_task: scalar TaskId,
        /// The people.
        contacts: scalars ContactId,
        /// The type.
        account_type: scalar AccountTypeId,
        /// The industry.
        industry: scalar IndustryId,
    }
}

model! {
    /// A type of companies.
    pub struct AccountType {
        /// The id.
        id: required AccountTypeId,
        /// The type, `accountTypes`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// When it was last changed.
        modified_time: time,
        /// Its address in this API.
        href: scalar String,
    }
}

impl Record for AccountType {
    const PLURAL: &'static str = "accountTypes";
    const ALIASES: &'static [&'static str] = &["accounttypes"];
}

model! {
    /// An industry.
    pub struct Industry {
        /// The id.
        id: required IndustryId,
        /// The type, `industries`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// What it is called.
        name: scalar String,
        /// When it was last changed.
        modified_time: time,
        /// Its address in this API.
        href: scalar String,
    }
}

impl Record for Industry {
    const PLURAL: &'static str = "industries";
}
