//! Creating, deleting and restoring records.

use super::patch;
use super::responses::{self, Rejection};
use super::settings::PatchResponse;
use super::store::{Store, USER_ID};
use crate::{FakeRequest, FakeResponse, Ledger};
use serde_json::{Value, json};

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

/// Creates a contact or an account from its members and returns the id.
pub(super) fn person(store: &mut Store, kind: &'static str, given: &Value) -> Result<String, Rejection> {
    let list = |name: &str| given.get(name).filter(|list| list.is_array()).cloned().unwrap_or(json!([]));
    let named = given["name"].as_str().is_some_and(|name| !name.is_empty());
    let reachable =
        ["emails", "phones", "urls", "addresses"].iter().any(|name| !list(name).as_array().is_none_or(Vec::is_empty));
    if !named && !reachable {
        return Err(Rejection::listed(kind, "At least one of name, phone, email, address or url is required."));
    }
    let phones: Vec<Value> = list("phones").as_array().into_iter().flatten().map(phone).collect();
    let points = |name: &str| -> Vec<Value> {
        list(name)
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, point)| {
                let kind = name.trim_end_matches('s');
                json!({"isPrimary": point.get("isPrimary").cloned().unwrap_or(json!(at == 0)),
                    "name": point.get("name").cloned().unwrap_or(json!(kind)), "value": point["value"]})
            })
            .collect()
    };
    let links = &given["links"];
    let or = |name: &str, default: Value| links.get(name).cloned().unwrap_or(default);
    let relations = match kind {
        "contacts" => json!({"accounts": or("accounts", json!([])), "emAudiences": or("emAudiences", json!([]))}),
        _ => json!({"contacts": or("contacts", json!([])), "accountType": or("accountType", json!("1-accountTypes")),
            "industry": or("industry", Value::Null)}),
    };
    let mut members = json!({
        "name": given["name"], "description": given["description"], "createdTime": store.now.timestamp(),
        "deletedTime": null, "emails": points("emails"), "addresses": list("addresses"), "phones": phones,
        "urls": points("urls"), "avatarUrl": null, "initials": null,
        "customFields": given.get("customFields").cloned().unwrap_or(json!({})),
        "links": {"creator": USER_ID, "owner": or("owner", json!(USER_ID)), "territory": or("territory", Value::Null),
            "tags": or("tags", json!([])), "files": [], "relatedFiles": [], "followup": null, "recurringTask": null}
    });
    if kind == "contacts" {
        let name = given["name"].as_str().unwrap_or_default();
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        members["firstName"] = json!(first);
        members["lastName"] = json!(last);
        members["jobTitle"] = Value::Null;
        // An empty map is returned as an empty list.
        members["jobs"] = json!([]);
    } else {
        members["revenue"] = Value::Null;
        members["employeeCount"] = Value::Null;
    }
    if let (Some(known), Value::Object(more)) = (members["links"].as_object_mut(), relations) {
        known.extend(more);
    }
    let id = store.add(kind, members);
    store.log("create", kind, &id, json!([]));
    Ok(id)
}

/// The live format of a phone number that may have been sent as text.
fn phone(point: &Value) -> Value {
    let text = point["value"].as_str().or(point["value"]["number"].as_str()).unwrap_or_default();
    json!({"isPrimary": point.get("isPrimary").cloned().unwrap_or(json!(true)), "name": "phone",
        "value": {"countryCode": "1", "number": text, "extension": null, "numberFormatted": text, "E164": text,
            "countryCodeAndNumber": text}})
}

pub(super) fn create(
    store: &mut Store,
    kind: &'static str,
    operation: &str,
    request: &FakeRequest,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let given = only(request, kind)?;
    let (id, status) = match kind {
        "contacts" => (person(store, kind, &given)?, 200),
        "accounts" => (person(store, kind, &given)?, 201),
        _ => {
            let name = given["name"].as_str().filter(|name| !name.is_empty());
            let name = name.ok_or_else(|| Rejection::listed(kind, "name is required"))?;
            let mut members = json!({"name": name, "modifiedTime": store.now.timestamp(), "deletedTime": null});
            if kind == "sources" {
                members["channel"] = match given["channel"].as_i64() {
                    Some(code) => json!({"value": code, "display": format!("Channel {code}")}),
                    None => Value::Null,
                };
            } else {
                let target = match given["tagType"].as_str() {
                    Some("1") => "leads",
                    Some("2") => "contacts",
                    Some("3") => "accounts",
                    _ => return Err(Rejection::listed(kind, "tagType is required")),
                };
                members["tagType"] = json!(target);
                members["colorType"] = json!("COLOR_DEFAULT");
                members["count"] = json!(0);
            }
            (store.add(kind, members), if kind == "sources" { 201 } else { 200 })
        }
    };
    ledger.record(operation);
    shown(store, status, kind, &id)
}

pub(super) fn note(store: &mut Store, request: &FakeRequest, ledger: &Ledger) -> Result<FakeResponse, Rejection> {
    let body: Value = request.json().map_err(|_| Rejection::listed("notes", "Invalid body"))?;
    let data = &body["data"];
    let text = data["body"].as_str().ok_or_else(|| Rejection::listed("notes", "body is required"))?.to_owned();
    let parent = data["links"]["parent"].as_str().unwrap_or_default();
    let kind = ["leads", "contacts", "accounts"]
        .into_iter()
        .find(|kind| parent.ends_with(&format!("-{kind}")) && store.get(kind, parent).is_some())
        .ok_or_else(|| Rejection::listed("notes", "Unknown parent"))?;
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let id = store.add(
        "notes",
        json!({"createdTime": store.now.timestamp(), "deletedTime": null, "body": text, "bodyHtml": escaped,
            "bodyMarkup": text, "isEditable": true, "parentType": kind,
            "links": {"comments": [], "parent": parent, "accounts": [], "contacts": [], "leads": [], "users": [],
                "teams": []}}),
    );
    store.log("create", "notes", &id, json!([]));
    ledger.record("create_note");
    shown(store, 201, "notes", &id)
}

pub(super) fn shown(store: &Store, status: u16, kind: &'static str, id: &str) -> Result<FakeResponse, Rejection> {
    let record = store.get(kind, id).ok_or(Rejection::NotFound)?;
    let mut record = store.shown(kind, record);
    if let Some(members) = record.as_object_mut() {
        members.remove("customFields");
    }
    Ok(responses::one(&store.settings, status, kind, record))
}

pub(super) fn patch(
    store: &mut Store,
    kind: &'static str,
    operation: &str,
    id: &str,
    request: &FakeRequest,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    if request.content_type().as_deref() != Some("application/json-patch+json") {
        return Err(Rejection::Text(415, "PATCH requests must have a content type of application/json-patch+json"));
    }
    let body: Value = request.json().map_err(|_| Rejection::listed(kind, "Invalid body"))?;
    let record = store.get(kind, id).filter(|row| row["deletedTime"].is_null()).ok_or(Rejection::NotFound)?;
    let changed = patch::apply(kind, record, &body)?;
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
    if let Some(record) = store.get_mut(kind, &id) {
        *record = changed;
    }
    store.log("edit", kind, &id, json!(changes));
    ledger.record(operation);
    match store.settings.patch_response {
        PatchResponse::NoContent => Ok(FakeResponse::empty(204)),
        PatchResponse::Record => shown(store, 200, kind, &id),
    }
}

pub(super) fn delete(
    store: &mut Store,
    kind: &'static str,
    operation: &str,
    ids: &str,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let ids: Vec<&str> = ids.split(',').collect();
    let there = |store: &Store, id: &str| store.get(kind, id).is_some_and(|row| row["deletedTime"].is_null());
    if ids.iter().any(|id| !there(store, id)) {
        return Err(Rejection::NotFound);
    }
    let time = store.deleted_time(kind);
    let mut rows = Vec::new();
    for id in ids {
        if let Some(record) = store.get_mut(kind, id) {
            record["deletedTime"] = time.clone();
            let (id, record) = (record["id"].as_str().unwrap_or_default().to_owned(), record.clone());
            rows.push(store.shown(kind, &record));
            store.log("delete", kind, &id, json!([]));
        }
    }
    ledger.record(operation);
    let empty = match kind {
        "contacts" | "competitorMaps" => true,
        "products" | "productMaps" => store.settings.empty_deletes,
        _ => false,
    };
    if empty {
        return Ok(FakeResponse::empty(204));
    }
    match rows.as_slice() {
        [only] => Ok(responses::one(&store.settings, 200, kind, only.clone())),
        _ => Ok(responses::many(kind, rows, json!({}), Vec::new())),
    }
}

pub(super) fn undelete(
    store: &mut Store,
    kind: &'static str,
    operation: &str,
    id: &str,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let record = store.get_mut(kind, id).ok_or(Rejection::NotFound)?;
    record["deletedTime"] = Value::Null;
    let id = record["id"].as_str().unwrap_or_default().to_owned();
    store.log("undelete", kind, &id, json!([]));
    ledger.record(operation);
    shown(store, 200, kind, &id)
}
