//! Creating tasks.

use super::call::{Answered, Call};
use super::reads;
use super::records;
use super::responses::Rejection;
use crate::FakeResponse;
use serde_json::{Value, json};

const KIND: &str = "tasks";

/// Creates a task from a body without a wrapper. The vendor declares no response body.
pub(super) fn create(call: &mut Call<'_>) -> Answered {
    let rejected = |title: &str| Rejection::listed(KIND, title);
    let body: Value = call.request.json().map_err(|_| rejected("Invalid body"))?;
    let title =
        body["title"].as_str().filter(|title| !title.is_empty()).ok_or_else(|| rejected("title is required"))?;
    let mut members = json!({"title": title, "description": body["description"], "links": {}});
    if let Some(due) = body.get("dueTime").filter(|due| !due.is_null()) {
        let seconds = due.as_str().and_then(|text| text.parse::<i64>().ok()).or(due.as_i64());
        members["dueTime"] = json!(seconds.ok_or_else(|| rejected("dueTime must be a Unix timestamp"))?);
    }
    if let Some(rule) = body["recurrenceRule"].as_object() {
        let rule_of = |name: &str| rule.get(name).cloned().unwrap_or_default();
        members["recurrenceRule"] = json!({"id": "1-recurrenceRules", "type": "recurrenceRules", "rule": rule_of("rule"),
                "mode": rule_of("mode")});
    }
    for relation in ["relatedEntity", "assignee"] {
        let Some(id) = body["links"][relation].as_str() else { continue };
        let kind = super::kinds::of(id).filter(|kind| relation != "assignee" || *kind == "users");
        let known = kind.and_then(|kind| call.store.get(kind, id)).map(|record| record["id"].clone());
        members["links"][relation] = known.ok_or_else(|| rejected(&format!("Unknown {relation}")))?;
    }
    let record = records::complete(call.store, KIND, &members);
    let id = call.store.add(KIND, record);
    call.store.log("create", KIND, &id, json!([]));
    call.applied();
    if call.store.settings.empty_task_creates {
        return Ok(FakeResponse::empty(200));
    }
    reads::shown(call.store, 200, KIND, &id)
}
