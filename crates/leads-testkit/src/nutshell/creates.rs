//! Creating records that are named, and contacts and accounts.

use super::call::{Answered, Call};
use super::people;
use super::reads;
use super::records;
use super::responses::Rejection;
use super::store::Store;
use crate::FakeRequest;
use serde_json::{Value, json};

/// The colors of tags by their code.
const COLORS: &[&str] = &[
    "DEFAULT",
    "GREY",
    "RED",
    "LIGHT_RED",
    "ORANGE",
    "LIGHT_ORANGE",
    "YELLOW",
    "LIGHT_YELLOW",
    "BLUE",
    "LIGHT_BLUE",
    "GREEN",
    "LIGHT_GREEN",
    "PURPLE",
    "LIGHT_PURPLE",
];

/// Returns the single record of a create.
pub(super) fn only(request: &FakeRequest, kind: &'static str) -> Result<Value, Rejection> {
    if request.content_type().as_deref() != Some("application/json") {
        return Err(Rejection::Text(415, "Content-Type must be application/json"));
    }
    let body: Value = request.json().map_err(|_| Rejection::listed(kind, "Invalid body"))?;
    match body[kind].as_array().map(Vec::as_slice) {
        Some([only]) => Ok(only.clone()),
        _ => Err(Rejection::listed(kind, format!("You may only create one {kind} resource per request."))),
    }
}

pub(super) fn create(call: &mut Call<'_>) -> Answered {
    let kind = call.kind;
    let given = only(call.request, kind)?;
    let id = match kind {
        "contacts" | "accounts" => people::create(call.store, kind, &given)?,
        _ => named(call.store, kind, &given)?,
    };
    call.applied();
    let status = if matches!(kind, "contacts" | "tags") { 200 } else { 201 };
    reads::shown(call.store, status, kind, &id)
}

/// Creates a source, tag, audience or product category.
fn named(store: &mut Store, kind: &'static str, given: &Value) -> Result<String, Rejection> {
    let name = given["name"].as_str().filter(|name| !name.is_empty());
    let mut members = json!({"name": name.ok_or_else(|| Rejection::listed(kind, "name is required"))?});
    match kind {
        "sources" => {
            if let Some(code) = given["channel"].as_i64() {
                members["channel"] = json!({"value": code, "display": format!("Channel {code}")});
            }
        }
        "tags" => {
            members["tagType"] = match given["tagType"].as_str() {
                Some("1") => json!("leads"),
                Some("2") => json!("contacts"),
                Some("3") => json!("accounts"),
                _ => return Err(Rejection::listed(kind, "tagType is required")),
            };
            if let Some(code) = given["colorType"].as_str() {
                let color = code.parse::<usize>().ok().and_then(|code| COLORS.get(code.checked_sub(1)?));
                let color = color.ok_or_else(|| Rejection::listed(kind, "Invalid colorType"))?;
                members["colorType"] = json!(format!("COLOR_{color}"));
            }
        }
        _ => {}
    }
    let target = members["tagType"].as_str().and_then(super::kinds::known);
    let tagged: Vec<String> = match given["links"]["entities"].as_array() {
        Some(ids) => ids.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => Vec::new(),
    };
    if tagged.iter().any(|id| target.is_none_or(|target| store.get(target, id).is_none())) {
        return Err(Rejection::listed(kind, "Unknown entity"));
    }
    if kind == "tags" {
        members["count"] = json!(tagged.len());
    }
    let record = records::complete(store, kind, &members);
    let tag = store.add(kind, record);
    for id in tagged {
        if let Some(tags) = target.and_then(|target| store.get_mut(target, &id)?["links"]["tags"].as_array_mut()) {
            tags.push(json!(tag));
        }
    }
    Ok(tag)
}
