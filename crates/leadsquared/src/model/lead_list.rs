//! A list of leads.

use super::ListId;
use leads_core::vendor::tolerant;
use leads_core::{Time, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// How a list gets its members.
    pub enum ListType {
        /// They are put into it.
        Static = "static",
        /// They are those that a search finds.
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
    /// What is said about it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub list_description: Option<String>,
    /// How it gets its members.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub list_type: Option<ListType>,
    /// How many members it has.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub member_count: Option<i64>,
    /// Who made it, by name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by_name: Option<leads_core::Personal<String>>,
    /// When it was made, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// When it was changed, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_on: Option<Time>,
}
