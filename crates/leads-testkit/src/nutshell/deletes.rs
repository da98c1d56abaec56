//! Deleting and restoring records.

use super::call::{Answered, Call};
use super::reads;
use super::responses::{self, Rejection};
use crate::FakeResponse;
use serde_json::{Value, json};

/// Deletes the records with the ids, or none if one of them does not exist.
pub(super) fn delete(call: &mut Call<'_>) -> Answered {
    let kind = call.kind;
    let ids: Vec<&str> = call.id.split(',').collect();
    let there = |id: &str| call.store.get(kind, id).is_some_and(|row| row["deletedTime"].is_null());
    if ids.iter().any(|id| !there(id)) {
        return Err(Rejection::NotFound);
    }
    let mut rows = Vec::new();
    for id in ids {
        if let Some(id) = call.store.delete(kind, id)
            && let Some(record) = call.store.get(kind, &id)
        {
            rows.push(call.store.shown(kind, record));
        }
    }
    call.applied();
    let empty = match kind {
        "contacts" | "competitorMaps" => true,
        "products" | "productMaps" => call.store.settings.empty_deletes,
        _ => false,
    };
    if empty {
        return Ok(FakeResponse::empty(204));
    }
    match rows.as_slice() {
        [only] => Ok(responses::one(&call.store.settings, 200, kind, only.clone(), Vec::new())),
        _ => Ok(responses::many(kind, rows, json!({}), Vec::new())),
    }
}

pub(super) fn undelete(call: &mut Call<'_>) -> Answered {
    let kind = call.kind;
    let record = call.store.get_mut(kind, &call.id).ok_or(Rejection::NotFound)?;
    record["deletedTime"] = Value::Null;
    let id = record["id"].as_str().unwrap_or_default().to_owned();
    call.store.log("undelete", kind, &id, json!([]));
    call.applied();
    reads::shown(call.store, 200, kind, &id)
}
