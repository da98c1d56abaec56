//! A list of leads.

use super::ListId;
use leads_core::vendor::tolerant;
use leads_core::{Time, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// How the members of a list are chosen.
    pub enum ListType {
        /// They are added to the list.
        Static = "static",
        /// They are the results of a search.
        Dynamic = "dynamic",
    }
}

/// A list of leads.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LeadList {
    /// The id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub list_id: Option<ListId>,
    /// The name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub list_name: Option<String>,
    /// The description.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub list_description: Option<String>,
    /// How its members are chosen.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub list_type: Option<ListType>,
    /// The number of members.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub member_count: Option<i64>,
    /// The creator's name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by_name: Option<leads_core::Personal<String>>,
    /// When it was created, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// When it was modified, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_on: Option<Time>,
}
