//! Types of activities, opportunities and tasks, and the fields of leads.

use super::records::{Field, LeadField, OpportunityType, TaskType};
use super::responses::text;
use serde_json::{Value, json};

/// Returns the states of an opportunity, which no tenant can change.
pub(super) const STATES: [&str; 3] = ["Open", "Won", "Lost"];

pub(super) fn opportunity_type(name: &str) -> OpportunityType {
    let status = Field {
        name: "Status".to_owned(),
        label: "Status".to_owned(),
        data_type: "SearchableDropdown".to_owned(),
        is_mandatory: true,
        options: STATES.map(str::to_owned).to_vec(),
        ..Field::default()
    };
    OpportunityType { name: name.to_owned(), fields: vec![status] }
}

pub(super) fn task_types() -> Vec<TaskType> {
    [("Meeting", 0), ("Phone Call", 1), ("Follow-Up", 1)]
        .iter()
        .zip(1_u64..)
        .map(|((name, category), at)| TaskType {
            id: format!("0000007e-0000-4000-8000-{at:012x}"),
            name: (*name).to_owned(),
            category: *category,
        })
        .collect()
}

/// The system fields of leads: name, label, data type and how it is rendered.
const LEAD_FIELDS: &[(&str, &str, &str, &str)] = &[
    ("FirstName", "First Name", "Text", "Textbox"),
    ("LastName", "Last Name", "Text", "Textbox"),
    ("EmailAddress", "Email", "Email", "Email"),
    ("Phone", "Phone Number", "Phone", "Phone"),
    ("Mobile", "Mobile Number", "Phone", "Phone"),
    ("Company", "Company", "Text", "Textbox"),
    ("Source", "Lead Source", "Select", "Dropdown"),
    ("ProspectStage", "Lead Stage", "Select", "Dropdown"),
    ("OwnerId", "Owner", "Text", "Textbox"),
    ("Score", "Lead Score", "Number", "Textbox"),
    ("DoNotEmail", "Do Not Email", "Boolean", "CheckBox"),
    ("DoNotCall", "Do Not Call", "Boolean", "CheckBox"),
    ("CreatedOn", "Created On", "Date", "DateTime"),
    ("ModifiedOn", "Modified On", "Date", "DateTime"),
];

/// Attributes that writes may name, although they are not fields.
pub(super) const PSEUDO: [&str; 8] = [
    "ProspectID",
    "ProspectAutoId",
    "SearchBy",
    "StageChangeComment",
    "Origin",
    "LeadType",
    "OwnerEmailAddress",
    "__UseUserDefinedGuid__",
];

pub(super) fn lead_fields() -> Vec<LeadField> {
    LEAD_FIELDS
        .iter()
        .zip(1_u64..)
        .map(|((name, label, data_type, render_type), at)| LeadField {
            id: format!("000000f1-0000-4000-8000-{at:012x}"),
            name: (*name).to_owned(),
            label: (*label).to_owned(),
            data_type: (*data_type).to_owned(),
            render_type: (*render_type).to_owned(),
            is_mandatory: *name == "ProspectStage",
            is_unique: matches!(*name, "EmailAddress" | "Phone"),
            is_locked_after_create: false,
            max_length: Some("200".to_owned()),
            default_value: None,
            options: if *name == "ProspectStage" {
                ["Prospect", "Customer"].map(str::to_owned).to_vec()
            } else {
                Vec::new()
            },
            dependent: Vec::new(),
        })
        .collect()
}

/// The numbers of render types; only one is known from the vendor's samples.
fn render_number(render_type: &str) -> i64 {
    match render_type {
        "Dropdown" => 13,
        "Time" => 21,
        _ => 1,
    }
}

impl LeadField {
    /// Returns the field in the format of the metadata.
    pub(super) fn row(&self, with_options: bool) -> Value {
        let mut row = json!({
            "Entity": "1",
            "EntityAttributeId": self.id,
            "SchemaName": self.name,
            "Name": self.name,
            "DisplayName": self.label,
            "DataType": self.data_type,
            "IsMandatory": self.is_mandatory,
            "IsUnique": self.is_unique,
            "IsVisible": true,
            "IsSearchable": true,
            "LockAfterCreate": i64::from(self.is_locked_after_create),
            "MaxLength": self.max_length,
            "DefaultValue": self.default_value,
            "RenderType": render_number(&self.render_type),
            "RenderTypeTextValue": self.render_type
        });
        if let Some(members) = row.as_object_mut() {
            members.retain(|_, value| !value.is_null());
            if with_options && !self.options.is_empty() {
                let options = self.options.iter().map(|option| json!({ "Value": option })).collect();
                members.insert("Options".to_owned(), Value::Array(options));
            }
        }
        row
    }
}

/// Returns the options of a dropdown as objects.
pub(super) fn options<'a>(values: impl IntoIterator<Item = &'a String>) -> Vec<Value> {
    let row = |(at, value): (usize, &String)| {
        json!({
            "IsDefault": at == 0, "Text": value, "Value": value, "Order": at, "CanEdit": 1, "CanDelete": 1,
            "IsLastOption": 0
        })
    };
    values.into_iter().enumerate().map(row).collect()
}

impl Field {
    /// Returns the field in the format of metadata and single reads.
    pub(super) fn object(&self, sequence: usize, value: Option<&str>) -> Value {
        let set = |values: &[String]| match values.is_empty() {
            true => String::new(),
            false => Value::Array(options(values)).to_string(),
        };
        let dependent: Vec<Value> = self
            .dependent
            .iter()
            .map(|(parent, values)| json!({"ParentValue": parent, "Options": options(values)}))
            .collect();
        let dependent = if dependent.is_empty() { String::new() } else { Value::Array(dependent).to_string() };
        json!({
            "SchemaName": self.name,
            "InternalName": self.name,
            "DisplayName": self.label,
            "Value": value,
            "DataType": self.data_type,
            "IsMandatory": self.is_mandatory,
            "ShowInForm": true,
            "Sequence": sequence,
            "ParentField": self.parent.as_deref().unwrap_or_default(),
            "OptionSet": set(&self.options),
            "DependentOptionSet": dependent,
            "IsDefault": false,
            "IsReadOnly": false,
            "RenderType": "",
            "ExportAsPlainText": false,
            "IsMultiSelectDropdown": false,
            "IncludeOthersOption": false,
            "BehaviorOnMissingDropdownOption": 0,
            "IsOthersValue": false
        })
    }

    /// Reads a field as the calls that create and update types send it.
    pub(super) fn read(row: &Value) -> Option<Self> {
        let set = text(row, "OptionSet").and_then(|set| serde_json::from_str::<Value>(&set).ok());
        let values = set.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Some(Self {
            name: text(row, "SchemaName")?,
            label: text(row, "DisplayName")?,
            data_type: text(row, "DataType")?,
            is_mandatory: super::responses::flag(row, "IsMandatory"),
            options: values.iter().filter_map(|value| text(value, "Value")).collect(),
            ..Self::default()
        })
    }
}

/// Returns the fields of a record in the format of single reads: those of its type first, then the others it has.
pub(super) fn objects<'a>(defined: &[Field], values: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Vec<Value> {
    let value_of = |name: &str| values.clone().find(|(known, _)| *known == name).map(|(_, value)| value);
    let others = values.clone().filter(|(name, _)| !defined.iter().any(|field| field.name == *name));
    let others = others.map(|(name, value)| {
        let field =
            Field { name: name.to_owned(), label: name.to_owned(), data_type: "String".to_owned(), ..Field::default() };
        (field, Some(value))
    });
    let all = defined.iter().map(|field| (field.clone(), value_of(&field.name))).chain(others);
    all.zip(1..).map(|((field, value), at)| field.object(at, value)).collect()
}
