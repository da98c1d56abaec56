//! A field of leads.

use super::UserId;
use leads_core::vendor::tolerant;
use leads_core::{Personal, Time};
use serde::{Deserialize, Serialize};

/// A field that leads of an account have. Members that the vendor left out are `None`; it leaves out many.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LeadField {
    /// What it is a field of: `1` for leads.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The name that requests use.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub schema_name: Option<String>,
    /// The name that people see.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Another name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is said about it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `Text`, `Number`, `Email`, `Phone`, `Website`, `Date`, `Time`, `Select`, `Boolean` and others.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    /// The id of the field.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub entity_attribute_id: Option<String>,
    /// A number that the vendor does not document.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub entity_attribute_type: Option<i64>,
    /// Whether a lead must have it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_mandatory: Option<bool>,
    /// Whether it is shown.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_visible: Option<bool>,
    /// Whether it can be searched by.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_searchable: Option<bool>,
    /// Whether lists can be sorted by it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_sortable: Option<bool>,
    /// Whether it tells leads apart.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_lead_identifier: Option<bool>,
    /// Whether no two leads can have the same value.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_unique: Option<bool>,
    /// Whether the vendor keeps it encrypted.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_encrypted: Option<bool>,
    /// Whether its value is masked.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_masked: Option<bool>,
    /// Whether it cannot be written.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_read_only: Option<bool>,
    /// The options of a dropdown.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<LeadFieldOption>,
    /// The value at first.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// The greatest length, as text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub max_length: Option<String>,
    /// The least value, as text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub range_min: Option<String>,
    /// The greatest value, as text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub range_max: Option<String>,
    /// How it is shown, by number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub render_type: Option<i64>,
    /// How it is shown, in words.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub render_type_text_value: Option<String>,
    /// Whether several options can be chosen.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub allow_multiple: Option<bool>,
    /// Whether mail merges show it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub show_in_mail_merge: Option<bool>,
    /// Whether imports show it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub show_in_import: Option<bool>,
    /// Whether the quick form shows it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub show_in_quick_add: Option<bool>,
    /// The rows of its box.
    #[serde(
        rename = "Txt_Row",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub txt_row: Option<i64>,
    /// The columns of its box.
    #[serde(
        rename = "Txt_Col",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub txt_col: Option<i64>,
    /// Whether its value is fixed once the lead is made; the vendor does not document the numbers.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lock_after_create: Option<i64>,
    /// Whether a copy of a lead has it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub use_in_lead_clone: Option<bool>,
    /// Who owns it.
    #[serde(
        rename = "OwnerID",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub owner_id: Option<UserId>,
    /// Who owns it, by name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub owner_id_name: Option<Personal<String>>,
    /// Who made it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    /// Who made it, by name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by_name: Option<Personal<String>>,
    /// When it was made, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// Who changed it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_by: Option<UserId>,
    /// Who changed it, by name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_by_name: Option<Personal<String>>,
    /// When it was changed, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_on: Option<Time>,
}

/// One option of a dropdown.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LeadFieldOption {
    /// What is written.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What people see, where it is another text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its place.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// Whether it is chosen at first.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
}
