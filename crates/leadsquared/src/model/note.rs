//! A note of a lead.

use super::{LeadId, NoteId, UserId};
use leads_core::vendor::tolerant;
use leads_core::{Personal, Time};
use serde::{Deserialize, Serialize};

/// A note of a lead.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Note {
    /// The id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub prospect_note_id: Option<NoteId>,
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub related_prospect_id: Option<LeadId>,
    /// The text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub note: Option<Personal<String>>,
    /// The description.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub description: Option<Personal<String>>,
    /// The name of the attached file.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub attachment_name: Option<Personal<String>>,
    /// The URL of the attached file.
    #[serde(
        rename = "AttachmentURL",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub attachment_url: Option<Personal<String>>,
    /// The creator.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    /// The creator's name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by_name: Option<Personal<String>>,
    /// When it was created, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// The user who last modified it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_by: Option<UserId>,
    /// The name of the user who last modified it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_by_name: Option<Personal<String>>,
    /// When it was modified, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_on: Option<Time>,
}
