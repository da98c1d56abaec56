//! Saved filters.

use super::{EntityId, FilterId, Time, UserId, model};
use crate::envelope::Record;
use leads_core::{Personal, open_enum};

open_enum! {
    /// The list that a saved filter applies to.
    pub enum SavedFilterKind {
        /// Every report; only for requests.
        Reports = "report_*",
        /// Lists of leads.
        Leads = "entity_list_leads",
        /// Lists of people.
        Contacts = "entity_list_contacts",
        /// Lists of companies.
        Accounts = "entity_list_accounts",
    }
}

model! {
    /// A filter that a user saved in the web application.
    ///
    /// The vendor does not describe its members: they were observed in live responses.
    pub struct SavedFilter {
        /// The record's id.
        id: required FilterId,
        /// The type, `filters`.
        kind as "type": scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// The name.
        name: scalar Personal<String>,
        /// The filter itself, as the web application writes it.
        value: scalar Personal<String>,
        /// Whether other users can see it.
        is_shared: scalar bool,
        /// The list that it applies to.
        report_type: scalar SavedFilterKind,
        /// When the record was created.
        created_time: either Time,
        /// Whether it is locked.
        is_immutable: scalar bool,
        /// Whether the authenticated user may delete it.
        is_deleteable: scalar bool,
        /// Whether the authenticated user may edit it.
        is_updateable: scalar bool,
        /// Related records.
        links: first SavedFilterLinks,
    }
}

impl Record for SavedFilter {
    const PLURAL: &'static str = "filters";
}

model! {
    /// The related records of a saved filter.
    pub struct SavedFilterLinks {
        /// The user who saved it.
        user: scalar UserId,
        /// The users and teams who can see it.
        users_and_teams: several EntityId,
    }
}
