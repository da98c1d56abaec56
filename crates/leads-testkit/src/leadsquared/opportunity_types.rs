//! Opportunity types.

use super::Call;
use super::records::Field;
use super::responses::{Rejection, ok};
use super::state::State;
use super::types;
use crate::FakeResponse;
use serde_json::{Value, json};

/// The field of the stage.
pub(super) const STAGE: &str = "mx_Custom_2";

pub(super) fn list(state: &State) -> FakeResponse {
    let row = |(code, kind): (&i64, &super::records::OpportunityType)| {
        let can_delete = state.settings.allow_delete;
        json!({"EventCode": code, "DisplayName": kind.name, "CanDelete": can_delete, "Fields": null})
    };
    ok(&Value::Array(state.opportunity_types.iter().map(row).collect()))
}

pub(super) fn metadata(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let code: Option<i64> = call.request.query("code").and_then(|code| code.parse().ok());
    let found = code.and_then(|code| Some((code, state.opportunity_types.get(&code)?)));
    let (code, kind) = found.ok_or_else(|| Rejection::input("code"))?;
    let required = state.settings.mandatory.iter().filter(|name| !kind.fields.iter().any(|field| field.name == **name));
    let required = required.map(|name| Field {
        name: name.clone(),
        label: name.clone(),
        data_type: "String".to_owned(),
        is_mandatory: true,
        ..Field::default()
    });
    let fields: Vec<Field> = kind.fields.iter().cloned().chain(required).collect();
    Ok(ok(&json!({
        "AllowAttachments": false,
        "CanDelete": state.settings.allow_delete,
        "Description": "",
        "DisplayName": kind.name,
        "EventCode": code,
        "Fields": types::objects(&fields, std::iter::empty())
    })))
}

/// Adds a stage to those of a state.
pub(super) fn add_stage(state: &mut State, code: i64, of: &str, stage: &str) {
    let Some(kind) = state.opportunity_types.get_mut(&code) else { return };
    if !kind.fields.iter().any(|field| field.name == STAGE) {
        kind.fields.push(Field {
            name: STAGE.to_owned(),
            label: "Stage".to_owned(),
            data_type: "SearchableDropdown".to_owned(),
            parent: Some("Status".to_owned()),
            ..Field::default()
        });
    }
    let Some(field) = kind.fields.iter_mut().find(|field| field.name == STAGE) else { return };
    field.options.push(stage.to_owned());
    match field.dependent.iter_mut().find(|(known, _)| known == of) {
        Some((_, stages)) => stages.push(stage.to_owned()),
        None => field.dependent.push((of.to_owned(), vec![stage.to_owned()])),
    }
}
