//! A lead field.

use super::UserId;
use leads_core::{Personal, Time};

leads_core::model! { "PascalCase";
    /// A lead field of an account. Members that the vendor omitted are `None`; it omits many.
    pub struct LeadField {
        /// The object that the field belongs to: `1` for leads.
        entity: scalar String,
        /// The name used in requests.
        schema_name: scalar String,
        /// The displayed name.
        display_name: scalar String,
        /// Another name.
        name: scalar String,
        /// The description.
        description: scalar String,
        /// `Text`, `Number`, `Email`, `Phone`, `Website`, `Date`, `Time`, `Select`, `Boolean` and others.
        data_type: scalar String,
        /// The id of the field.
        entity_attribute_id: scalar String,
        /// A number that the vendor does not document.
        entity_attribute_type: scalar i64,
        /// Whether the field is mandatory.
        is_mandatory: scalar bool,
        /// Whether it is displayed.
        is_visible: scalar bool,
        /// Whether it is searchable.
        is_searchable: scalar bool,
        /// Whether lists can be sorted by it.
        is_sortable: scalar bool,
        /// Whether it identifies leads.
        is_lead_identifier: scalar bool,
        /// Whether its values must be unique.
        is_unique: scalar bool,
        /// Whether the vendor stores it encrypted.
        is_encrypted: scalar bool,
        /// Whether its value is masked.
        is_masked: scalar bool,
        /// Whether it is read-only.
        is_read_only: scalar bool,
        /// The options of a dropdown.
        options: list LeadFieldOption,
        /// The default value.
        default_value: scalar String,
        /// The maximum length, as text.
        max_length: scalar String,
        /// The minimum value, as text.
        range_min: scalar String,
        /// The maximum value, as text.
        range_max: scalar String,
        /// How it is rendered, by number.
        render_type: scalar i64,
        /// How it is rendered, in words.
        render_type_text_value: scalar String,
        /// Whether several options can be selected.
        allow_multiple: scalar bool,
        /// Whether mail merges show it.
        show_in_mail_merge: scalar bool,
        /// Whether imports show it.
        show_in_import: scalar bool,
        /// Whether the quick form shows it.
        show_in_quick_add: scalar bool,
        /// The rows of its text box.
        txt_row as "Txt_Row": scalar i64,
        /// The columns of its text box.
        txt_col as "Txt_Col": scalar i64,
        /// Whether its value is fixed once the lead is created; the vendor does not document the numbers. With 1, later
        /// updates of the field are rejected (observed).
        lock_after_create: scalar i64,
        /// Whether a copy of a lead includes it.
        use_in_lead_clone: scalar bool,
        /// The owner.
        owner_id as "OwnerID": scalar UserId,
        /// The owner's name.
        owner_id_name: scalar Personal<String>,
        /// The creator.
        created_by: scalar UserId,
        /// The creator's name.
        created_by_name: scalar Personal<String>,
        /// When it was created, UTC.
        created_on: scalar Time,
        /// The user who last modified it.
        modified_by: scalar UserId,
        /// The name of the user who last modified it.
        modified_by_name: scalar Personal<String>,
        /// When it was modified, UTC.
        modified_on: scalar Time,
    }
}

leads_core::model! { "PascalCase";
    /// A dropdown option.
    pub struct LeadFieldOption {
        /// The value to write.
        value: scalar String,
        /// The displayed text, if it is different.
        text: scalar String,
        /// Its position.
        order: scalar i64,
        /// Whether it is selected by default.
        is_default: scalar bool,
    }
}
