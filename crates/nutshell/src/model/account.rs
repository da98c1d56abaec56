//! Companies.

use super::{
    AccountId, AccountTypeId, Address, ContactId, ContactPoint, EntityId, IndustryId, OriginId, Phone, Price, TagId,
    TaskId, TerritoryId, Time, model,
};
use crate::envelope::Record;
use leads_core::Personal;

model! {
    /// A company.
    pub struct Account {
        /// The record's id.
        id: required AccountId,
        /// The type, `accounts`.
        kind as "type": scalar String,
        /// The name.
        name: scalar Personal<String>,
        /// The description.
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
        /// The revenue.
        revenue: text Price,
        /// The number of employees.
        employee_count: scalar i64,
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
        links: first AccountLinks,
    }
}

impl Record for Account {
    const PLURAL: &'static str = "accounts";
}

model! {
    /// The related records of a company.
    pub struct AccountLinks {
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
        /// The company it was merged into.
        merged_with: scalar AccountId,
        /// Files.
        files: scalars EntityId,
        /// The files of related records.
        related_files: scalars EntityId,
        /// The follow-up.
        followup: scalar EntityId,
        /// The recurring task.
        recurring_task: scalar TaskId,
        /// The contacts.
        contacts: scalars ContactId,
        /// The type.
        account_type: scalar AccountTypeId,
        /// The industry.
        industry: scalar IndustryId,
    }
}

model! {
    /// A company type.
    pub struct AccountType {
        /// The record's id.
        id: required AccountTypeId,
        /// The type, `accountTypes`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// When the record was last updated.
        modified_time: either Time,
        /// The record's URL in this API.
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
        /// The record's id.
        id: required IndustryId,
        /// The type, `industries`.
        kind as "type": scalar String,
        /// The name.
        name: scalar String,
        /// When the record was last updated.
        modified_time: either Time,
        /// The record's URL in this API.
        href: scalar String,
    }
}

impl Record for Industry {
    const PLURAL: &'static str = "industries";
}
