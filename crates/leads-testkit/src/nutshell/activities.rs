//! Planning and logging activities.

use super::call::{Answered, Call};
use super::creates::only;
use super::reads;
use super::records;
use super::responses::Rejection;
use super::store::{Store, USER_ID};
use serde_json::{Value, json};

const KIND: &str = "activities";

/// The input's members that an activity shows under the same name.
const SAME: &[&str] = &["name", "startTime", "endTime", "transcription", "isFlagged", "isLogged", "isAllDay"];

/// Returns the members that an input sets. The input and the record name some of them differently.
fn members(store: &Store, given: &Value) -> Result<Value, Rejection> {
    let mut members = json!({"links": {}});
    for name in SAME {
        if let Some(value) = given.get(*name) {
            members[*name] = value.clone();
        }
    }
    if let Some(text) = given.get("description") {
        members["agenda"] = text.clone();
    }
    if given["isLogged"] == true {
        members["loggedTime"] = json!(store.now.timestamp());
        members["links"]["logger"] = json!(USER_ID);
    }
    // The input has the type next to its links or among them.
    let activity_type = [&given["activityType"], &given["links"]["activityType"]].into_iter().find(|id| id.is_string());
    if let Some(id) = activity_type {
        let known = store.get("activityTypes", id.as_str().unwrap_or_default());
        members["links"]["activityType"] = known.ok_or_else(|| rejected("Unknown activity type"))?["id"].clone();
    }
    if let Some(participants) = given["links"]["participants"].as_array() {
        for kind in ["users", "contacts", "accounts", "leads"] {
            members["links"][kind] = json!([]);
        }
        for id in participants {
            let id = id.as_str().unwrap_or_default();
            let kind = super::kinds::of(id).filter(|kind| matches!(*kind, "users" | "contacts" | "accounts" | "leads"));
            let found = kind.and_then(|kind| Some((kind, store.get(kind, id)?["id"].clone())));
            let (kind, id) = found.ok_or_else(|| rejected("Unknown participant"))?;
            if let Some(ids) = members["links"][kind].as_array_mut() {
                ids.push(id);
            }
        }
    }
    Ok(members)
}

fn rejected(title: &str) -> Rejection {
    Rejection::listed(KIND, title)
}

/// Adds the note of an input to its activity.
fn add_note(call: &mut Call<'_>, id: &str, given: &Value) {
    let Some(text) = given["note"].as_str().filter(|text| !text.is_empty()) else { return };
    let note = json!({"body": text, "bodyHtml": text, "bodyMarkup": text, "parentType": KIND, "links": {"parent": id}});
    let note = records::complete(call.store, "notes", &note);
    let note = call.store.add("notes", note);
    if let Some(activity) = call.store.get_mut(KIND, id) {
        activity["links"]["logNote"] = json!(note);
    }
}

pub(super) fn create(call: &mut Call<'_>) -> Answered {
    let given = only(call.request, KIND)?;
    if given["name"].as_str().is_none_or(str::is_empty) {
        return Err(rejected("name is required"));
    }
    let members = members(call.store, &given)?;
    let record = records::complete(call.store, KIND, &members);
    let id = call.store.add(KIND, record);
    add_note(call, &id, &given);
    call.store.log("create", KIND, &id, json!([]));
    call.applied();
    reads::shown(call.store, 201, KIND, &id)
}

pub(super) fn update(call: &mut Call<'_>) -> Answered {
    let given = only(call.request, KIND)?;
    let known = call.store.get(KIND, &call.id).filter(|row| row["deletedTime"].is_null());
    let id = known.ok_or(Rejection::NotFound)?["id"].as_str().unwrap_or_default().to_owned();
    let members = members(call.store, &given)?;
    let now = call.store.now.timestamp();
    if let Some(record) = call.store.get_mut(KIND, &id) {
        records::merge(record, &members);
        record["modifiedTime"] = json!(now);
    }
    add_note(call, &id, &given);
    call.store.log("edit", KIND, &id, json!([]));
    call.applied();
    reads::shown(call.store, 200, KIND, &id)
}
