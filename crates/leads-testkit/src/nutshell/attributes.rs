//! Custom fields: their definitions and the values of records.

use super::attribute::Attribute;
use super::call::{Answered, Call};
use super::responses::{self, Rejection};
use super::store::Store;
use crate::FakeResponse;
use serde_json::{Value, json};

fn shown(store: &Store, kind: &'static str) -> Vec<Value> {
    let defined = store.custom_fields(kind).into_iter().enumerate();
    defined
        .map(|(at, (name, attribute))| {
            let mut shown = json!({"id": format!("{}-customFields", at + 1), "type": attribute.kind, "title": name});
            if !attribute.choices.is_empty() {
                shown["enum"] = json!(attribute.choices);
            }
            shown
        })
        .collect()
}

/// Returns the definitions.
pub(super) fn list(call: &mut Call<'_>) -> Answered {
    Ok(responses::many("customFields", shown(call.store, call.kind), json!({}), Vec::new()))
}

/// Returns the definitions with the values of a record; a field without a value has null.
pub(super) fn values(call: &mut Call<'_>) -> Answered {
    let record = call.store.get(call.kind, &call.id).ok_or(Rejection::NotFound)?;
    let mut rows = shown(call.store, call.kind);
    for row in &mut rows {
        let name = row["title"].as_str().unwrap_or_default();
        row["value"] = record["customFields"][name].clone();
    }
    Ok(responses::many("customFields", rows, json!({}), Vec::new()))
}

/// Defines a custom field; the vendor declares no response body.
pub(super) fn create(call: &mut Call<'_>) -> Answered {
    let kind = call.kind;
    let body: Value = call.request.json().map_err(|_| Rejection::listed(kind, "Invalid body"))?;
    let text = |name: &str| body[name].as_str().filter(|text| !text.is_empty());
    let (Some(name), Some(field_type)) = (text("name"), text("type")) else {
        return Err(Rejection::listed(kind, "name and type are required"));
    };
    let choices = body["choices"].as_array().into_iter().flatten().filter_map(|choice| choice.as_str());
    let attribute = Attribute { kind: field_type.to_owned(), choices: choices.map(str::to_owned).collect() };
    if !call.store.define(kind, name, attribute) {
        return Err(Rejection::listed(kind, "A custom field of this name exists"));
    }
    call.applied();
    Ok(FakeResponse::empty(200))
}
