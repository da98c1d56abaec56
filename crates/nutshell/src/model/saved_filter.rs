//! Saved filters.

use super::email::one_or_many;
use super::{EntityId, FilterId, UserId, model};
use crate::envelope::Record;
use leads_core::open_enum;
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

open_enum! {
    /// The list that a saved filter is for.
    pub enum SavedFilterKind {
        /// Every report; to ask with.
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
    /// A filter that a user has saved in the web application.
    ///
    /// The vendor describes none of its members: they were seen in live answers.
    pub struct SavedFilter {
        /// The id.
        id: required FilterId,
        /// The type, `filters`.
        #[serde(rename = "type")]
        kind: scalar String,
        /// Its address in this API.
        href: scalar String,
        /// What it is called.
        name: personal,
        /// The filter itself, as the web application writes it.
        value: personal,
        /// Whether other users see it.
        is_shared: scalar bool,
        /// The list that it is for.
        report_type: scalar SavedFilterKind,
        /// When it was made.
        created_time: time,
        /// Whether it cannot be changed at all.
        is_immutable: scalar bool,
        /// Whether the user of the credentials may delete it.
        is_deleteable: scalar bool,
        /// Whether the user of the credentials may change it.
        is_updateable: scalar bool,
        /// Its relations.
        links: links SavedFilterLinks,
    }
}

impl Record for SavedFilter {
    const PLURAL: &'static str = "filters";
}

/// The relations of a saved filter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "test-util"), derive(Default))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SavedFilterLinks {
    /// Who saved it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// The users and teams who see it.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub users_and_teams: Vec<EntityId>,
}
