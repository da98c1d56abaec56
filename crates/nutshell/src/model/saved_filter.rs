//! Saved filters.

use super::email::one_or_many;
use super::{EntityId, FilterId, UserId, model};
use crate::envelope::Record;
use leads_core::open_enum;
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

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
        #[serde(rename = "type")]
        kind: scalar String,
        /// The record's URL in this API.
        href: scalar String,
        /// The name.
        name: personal,
        /// The filter itself, as the web application writes it.
        value: personal,
        /// Whether other users can see it.
        is_shared: scalar bool,
        /// The list that it applies to.
        report_type: scalar SavedFilterKind,
        /// When the record was created.
        created_time: time,
        /// Whether it is locked.
        is_immutable: scalar bool,
        /// Whether the authenticated user may delete it.
        is_deleteable: scalar bool,
        /// Whether the authenticated user may edit it.
        is_updateable: scalar bool,
        /// Related records.
        links: links SavedFilterLinks,
    }
}

impl Record for SavedFilter {
    const PLURAL: &'static str = "filters";
}

/// The related records of a saved filter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "test-util"), derive(Default))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SavedFilterLinks {
    /// The user who saved it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// The users and teams who can see it.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub users_and_teams: Vec<EntityId>,
}
