//! A lead field.

use super::UserId;
use leads_core::vendor::tolerant;
use leads_core::{Personal, Time};
use serde::{Deserialize, Serialize};

/// A lead field of an account. Members that the vendor omitted are `None`; it omits many.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LeadField {
    /// The object that the field belongs to: `1` for leads.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The name used in requests.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub schema_name: Option<String>,
    /// The displayed name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Another name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The description.
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
    /// Whether the field is mandatory.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_mandatory: Option<bool>,
    /// Whether it is displayed.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_visible: Option<bool>,
    /// Whether it is searchable.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_searchable: Option<bool>,
    /// Whether lists can be sorted by it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_sortable: Option<bool>,
    /// Whether it identifies leads.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_lead_identifier: Option<bool>,
    /// Whether its values must be unique.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_unique: Option<bool>,
    /// Whether the vendor stores it encrypted.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_encrypted: Option<bool>,
    /// Whether its value is masked.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_masked: Option<bool>,
    /// Whether it is read-only.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_read_only: Option<bool>,
    /// The options of a dropdown.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<LeadFieldOption>,
    /// The default value.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// The maximum length, as text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub max_length: Option<String>,
    /// The minimum value, as text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub range_min: Option<String>,
    /// The maximum value, as text.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub range_max: Option<String>,
    /// How it is rendered, by number.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub render_type: Option<i64>,
    /// How it is rendered, in words.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub render_type_text_value: Option<String>,
    /// Whether several options can be selected.
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
    /// The rows of its text box.
    #[serde(
        rename = "Txt_Row",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub txt_row: Option<i64>,
    /// The columns of its text box.
    #[serde(
        rename = "Txt_Col",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub txt_col: Option<i64>,
    /// Whether its value is fixed once the lead is created; the vendor does not document the numbers. With 1, later
    /// updates of the field are rejected (observed).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lock_after_create: Option<i64>,
    /// Whether a copy of a lead includes it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub use_in_lead_clone: Option<bool>,
    /// The owner.
    #[serde(
        rename = "OwnerID",
        default,
        deserialize_with = "tolerant::scalar",
        skip_serializing_if = "Option::is_none"
    )]
    pub owner_id: Option<UserId>,
    /// The owner's name.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub owner_id_name: Option<Personal<String>>,
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

/// A dropdown option.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LeadFieldOption {
    /// The value to write.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The displayed text, if it is different.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its position.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// Whether it is selected by default.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
}
