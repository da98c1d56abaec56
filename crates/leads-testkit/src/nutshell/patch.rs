//! The vendor's dialect of JSON Patch.

use super::call::{Answered, Call};
use super::reads;
use super::responses::Rejection;
use super::settings::PatchResponse;
use super::store::number;
use crate::FakeResponse;
use serde_json::{Value, json};

/// The documentation declares ordinary JSON for the patches of these kinds; both media types are accepted.
const PLAIN_JSON: &[&str] = &["tasks", "competitorMaps", "productMaps"];

/// Applies a patch to the record with the id.
pub(super) fn update(call: &mut Call<'_>) -> Answered {
    let kind = call.kind;
    let accepted = match call.request.content_type().as_deref() {
        Some("application/json-patch+json") => true,
        Some("application/json") => PLAIN_JSON.contains(&kind),
        _ => false,
    };
    if !accepted {
        return Err(Rejection::Text(415, "PATCH requests must have a content type of application/json-patch+json"));
    }
    let body: Value = call.request.json().map_err(|_| Rejection::listed(kind, "Invalid body"))?;
    let record = call.store.get(kind, &call.id).filter(|row| row["deletedTime"].is_null());
    let changed = apply(kind, record.ok_or(Rejection::NotFound)?, &body)?;
    let id = changed["id"].as_str().unwrap_or_default().to_owned();
    let changes: Vec<Value> = body
        .as_array()
        .into_iter()
        .flatten()
        .map(|step| {
            json!({"attribute": step["path"].as_str().and_then(|path| path.split('/').nth(3)), "oldValue": null,
            "newValue": step["value"].as_str()})
        })
        .collect();
    if let Some(record) = call.store.get_mut(kind, &id) {
        *record = changed;
    }
    call.store.log("edit", kind, &id, json!(changes));
    call.applied();
    match call.store.settings.patch_response {
        PatchResponse::NoContent => Ok(FakeResponse::empty(204)),
        PatchResponse::Record => reads::shown(call.store, 200, kind, &id),
    }
}

/// Applies a whole patch to a record, or rejects it as a whole.
pub(super) fn apply(kind: &'static str, record: &Value, patch: &Value) -> Result<Value, Rejection> {
    let operations = patch.as_array().ok_or_else(|| Rejection::listed(kind, "Invalid patch"))?;
    if operations.is_empty() {
        return Err(Rejection::listed(kind, "There were no patches in the request."));
    }
    let mut changed = record.clone();
    for operation in operations {
        step(kind, &mut changed, operation)?;
    }
    Ok(changed)
}

fn step(kind: &'static str, record: &mut Value, operation: &Value) -> Result<(), Rejection> {
    let rejected = || Rejection::listed(kind, "Invalid patch");
    let path = operation["path"].as_str().ok_or_else(rejected)?;
    let segments: Vec<String> =
        path.trim_start_matches('/').split('/').map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let [root, "0", rest @ ..] = segments.as_slice() else { return Err(rejected()) };
    if *root != kind {
        return Err(rejected());
    }
    let value = operation.get("value");
    match (operation["op"].as_str().unwrap_or_default(), rest) {
        ("add", ["links", relation, "-"]) => {
            let id = value.filter(|value| value.is_string()).ok_or_else(rejected)?.clone();
            change(&mut record["links"][*relation], |list| add(list, id));
        }
        // The vendor's own example ends in the id, contrary to its text: both are accepted.
        ("add", ["links", relation, id]) => change(&mut record["links"][*relation], |list| add(list, json!(id))),
        ("remove", ["links", relation, id]) => {
            let wanted = number(id);
            change(&mut record["links"][*relation], |list| {
                list.retain(|known| known.as_str().and_then(number) != wanted);
            });
        }
        ("replace", ["links", relation]) => record["links"][*relation] = value.ok_or_else(rejected)?.clone(),
        ("replace", ["valueToProductMode"]) if kind == "leads" => record["manualValue"] = Value::Null,
        ("replace", ["manualValue"]) if kind == "leads" => {
            let amount = value.and_then(Value::as_str).filter(|text| text.parse::<f64>().is_ok());
            record["manualValue"] = json!(amount.ok_or_else(rejected)?);
        }
        ("replace", ["customFields"]) => {
            let fields = value.and_then(Value::as_object).ok_or_else(rejected)?;
            for (name, value) in fields {
                record["customFields"][name] = value.clone();
            }
        }
        ("replace", ["customFields", name]) => record["customFields"][*name] = value.ok_or_else(rejected)?.clone(),
        ("replace", ["description"]) if kind == "leads" => {
            let text = value.ok_or_else(rejected)?;
            record["description"] = text.clone();
            record["name"] = text.clone();
        }
        ("replace", ["id" | "type" | "href" | "links" | "number" | "createdTime" | "deletedTime"]) => {
            return Err(rejected());
        }
        ("replace", [field]) => {
            let value = value.ok_or_else(rejected)?.clone();
            // A name that is not a member of the record is a custom field.
            if record.get(*field).is_some() {
                record[*field] = value;
            } else {
                record["customFields"][*field] = value;
            }
        }
        _ => return Err(rejected()),
    }
    Ok(())
}

fn change(relation: &mut Value, by: impl FnOnce(&mut Vec<Value>)) {
    let mut list = relation.as_array().cloned().unwrap_or_default();
    by(&mut list);
    *relation = Value::Array(list);
}

fn add(list: &mut Vec<Value>, id: Value) {
    if !list.contains(&id) {
        list.push(id);
    }
}
