//! The fields of leads and the options of their dropdowns.

use super::Call;
use super::records::LeadField;
use super::responses::{Rejection, any_text, flag, ok, success, text, texts, whole};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

const DATA_TYPES: [&str; 9] = ["Text", "Number", "Email", "Phone", "Website", "Date", "Time", "Select", "Boolean"];

pub(super) fn list(state: &State, call: &Call<'_>) -> FakeResponse {
    let only = call.request.query("schemaName");
    let with_options = call.request.query("excludeOptionSets") != Some("1");
    let rows = state
        .lead_fields
        .iter()
        .filter(|field| only.is_none_or(|only| field.name == only))
        .map(|field| field.row(with_options));
    ok(&Value::Array(rows.collect()))
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let label = text(call.body, "DisplayName").ok_or_else(|| Rejection::missing("DisplayName"))?;
    let data_type = text(call.body, "DataType").ok_or_else(|| Rejection::missing("DataType"))?;
    if !DATA_TYPES.contains(&data_type.as_str()) {
        return Err(Rejection::input("DataType"));
    }
    let not_passed = |name: &str| {
        let message = format!("You have not passed {name}.");
        Rejection::new(500, "MXMandatoryAttributeMissingException", &message)
    };
    let render_type = text(call.body, "RenderTypeTextValue").ok_or_else(|| not_passed("RenderTypeTextValue"))?;
    let options = match call.body.get("OptionsJson") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) if text.is_empty() => Vec::new(),
        Some(Value::Array(rows)) => options(rows)?,
        Some(_) => return Err(Rejection::malformed()),
    };
    let name = schema_name(&label);
    if state.lead_fields.iter().any(|field| field.name.eq_ignore_ascii_case(&name)) {
        return Err(Rejection::duplicate(&name));
    }
    let field = LeadField {
        id: state.fresh_id(0x00f1),
        name,
        label,
        data_type,
        render_type,
        is_mandatory: flag(call.body, "IsMandatory"),
        is_unique: false,
        is_locked_after_create: flag(call.body, "LockAfterCreate"),
        max_length: text(call.body, "MaxLength"),
        default_value: text(call.body, "DefaultValue"),
        options,
        dependent: Vec::new(),
    };
    state.lead_fields.push(field);
    state.record("create_lead_field");
    Ok(success(&json!({"IsSuccessful": true})))
}

/// Returns the name of a custom field with a label.
pub(super) fn schema_name(label: &str) -> String {
    let letters = |letter: char| if letter.is_alphanumeric() { letter } else { '_' };
    format!("mx_{}", label.trim().chars().map(letters).collect::<String>())
}

/// Reads options, which are counted from 1 and have only letters, digits, blanks and underscores.
fn options(rows: &[Value]) -> Result<Vec<String>, Rejection> {
    let orders: Vec<Option<i64>> = rows.iter().map(|row| whole(row, "Order")).collect();
    let skipped: Vec<String> = (1_i64..)
        .take(rows.len())
        .filter(|number| !orders.contains(&Some(*number)))
        .map(|number| number.to_string())
        .collect();
    if !skipped.is_empty() {
        let message = format!("You have skipped number in Order: {}.", skipped.join(","));
        return Err(Rejection::new(500, "MXMandatoryAttributeMissingException", &message));
    }
    let allowed = |text: &String| text.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '_');
    let values = rows.iter().map(|row| any_text(row, "Value").filter(|text| !text.is_empty() && allowed(text)));
    values.map(|value| value.ok_or_else(|| Rejection::input("OptionsJson"))).collect()
}

/// Returns the dropdown that a call names. One inside a custom field set is named `set~field`.
fn dropdown<'a>(state: &'a mut State, name: &str) -> Result<&'a mut LeadField, Rejection> {
    if name.contains('~') && !state.lead_fields.iter().any(|field| field.name == name) {
        let id = state.fresh_id(0x00f1);
        let set = LeadField {
            id,
            name: name.to_owned(),
            label: name.to_owned(),
            data_type: "Select".to_owned(),
            render_type: "Dropdown".to_owned(),
            is_mandatory: false,
            is_unique: false,
            is_locked_after_create: false,
            max_length: None,
            default_value: None,
            options: Vec::new(),
            dependent: Vec::new(),
        };
        state.lead_fields.push(set);
    }
    let field = state.lead_fields.iter_mut().find(|field| field.name == name);
    let field = field.ok_or_else(|| Rejection::unknown_attributes(&[name]))?;
    if field.data_type == "Select" { Ok(field) } else { Err(Rejection::input("SchemaName")) }
}

pub(super) fn push_options(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let name = text(call.body, "SchemaName").ok_or_else(|| Rejection::missing("SchemaName"))?;
    let field = dropdown(state, &name)?;
    for option in texts(call.body, "Options") {
        if !field.options.contains(&option) {
            field.options.push(option);
        }
    }
    state.record("push_lead_dropdown_options");
    Ok(success(&json!({"AffectedRows": 1})))
}

/// The response counts fields, not options.
pub(super) fn remove_options(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let name = text(call.body, "SchemaName").ok_or_else(|| Rejection::missing("SchemaName"))?;
    let removed = texts(call.body, "Options");
    dropdown(state, &name)?.options.retain(|option| !removed.contains(option));
    state.record("remove_lead_dropdown_options");
    Ok(success(&json!({"AffectedRows": 1})))
}

/// The response counts options.
pub(super) fn push_dependent_options(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let of = |name: &str| text(call.body, name).ok_or_else(|| Rejection::missing(name));
    let (parent, child, value) = (of("ParentSchemaName")?, of("ChildSchemaName")?, of("ParentFieldValue")?);
    dropdown(state, &parent)?;
    let field = dropdown(state, &child)?;
    let options = texts(call.body, "Options");
    for option in &options {
        if !field.options.contains(option) {
            field.options.push(option.clone());
        }
    }
    match field.dependent.iter_mut().find(|(known, of, _)| *known == parent && *of == value) {
        Some((_, _, known)) => known.extend(options.iter().cloned()),
        None => field.dependent.push((parent, value, options.clone())),
    }
    state.record("push_dependent_lead_dropdown_options");
    Ok(success(&json!({"AffectedRows": options.len()})))
}
