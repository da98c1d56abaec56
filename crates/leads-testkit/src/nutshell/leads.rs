//! Operations specific to leads: creating, closing and reopening, pipelines, watching.

use super::call::{Answered, Call};
use super::creates;
use super::people;
use super::reads;
use super::responses::{self, Rejection};
use super::store::{Store, USER_ID, lead_time};
use chrono::DateTime;
use serde_json::{Value, json};

const KIND: &str = "leads";

fn rejected(title: &str) -> Rejection {
    Rejection::listed(KIND, title)
}

/// Returns the ids of records that must exist.
fn known(store: &Store, kind: &'static str, ids: &Value) -> Result<Vec<Value>, Rejection> {
    let ids = ids.as_array().cloned().unwrap_or_default();
    let missing = ids.iter().any(|id| id.as_str().is_none_or(|id| store.get(kind, id).is_none()));
    if missing { Err(rejected(&format!("Unknown {kind}"))) } else { Ok(ids) }
}

/// Returns ids, or creates whole records and returns their ids.
fn known_or_made(store: &mut Store, kind: &'static str, list: &Value) -> Result<Vec<Value>, Rejection> {
    let mut ids = Vec::new();
    for entry in list.as_array().cloned().unwrap_or_default() {
        ids.push(match entry {
            Value::Object(_) => json!(people::create(store, kind, &entry)?),
            id => known(store, kind, &json!([id]))?.remove(0),
        });
    }
    Ok(ids)
}

pub(super) fn create(call: &mut Call<'_>) -> Answered {
    let store = &mut *call.store;
    let lead = creates::only(call.request, KIND)?;
    if lead.get("name").is_some() {
        return Err(rejected("Unknown attribute: name"));
    }
    let description = lead["description"].as_str().filter(|text| !text.is_empty()).unwrap_or("Lead").to_owned();
    let links = &lead["links"];
    let sources = known(store, "sources", &links["sources"])?;
    let tags = known(store, "tags", &links["tags"])?;
    let owner = links["owner"].as_str().unwrap_or(USER_ID).to_owned();
    if store.get("users", &owner).is_none() {
        return Err(rejected("Unknown owner"));
    }
    let maps = links["productMaps"].as_array().cloned().unwrap_or_default();
    check_maps(store, &maps)?;
    let accounts = known_or_made(store, "accounts", &links["accounts"])?;
    let contacts = known_or_made(store, "contacts", &links["contacts"])?;
    let due = lead["dueTime"]["timestamp"].as_i64().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let mut record = store.open_lead(&description);
    record["dueTime"] = due.map_or(Value::Null, lead_time);
    record["manualValue"] = lead["manualValue"].clone();
    record["customFields"] = lead.get("customFields").cloned().unwrap_or(json!({}));
    for (relation, ids) in [
        ("accounts", json!(accounts)),
        ("contacts", json!(contacts)),
        ("tags", json!(tags)),
        ("sources", json!(sources)),
        ("owner", json!(owner)),
        ("competitorMaps", links.get("competitorMaps").cloned().unwrap_or(json!([]))),
    ] {
        record["links"][relation] = ids;
    }
    let id = store.add(KIND, record);
    add_maps(store, &id, &maps);
    store.log("create", KIND, &id, json!([]));
    call.applied();
    reads::shown(call.store, 201, KIND, &id)
}

/// A product map requires an existing product, and both types if it has more than its relations.
fn check_maps(store: &Store, maps: &[Value]) -> Result<(), Rejection> {
    for map in maps {
        let product = map["links"]["product"].as_str().unwrap_or_default();
        if store.get("products", product).is_none() {
            return Err(rejected("Unknown product"));
        }
        let more = map.as_object().is_some_and(|map| map.keys().any(|name| name != "links"));
        if more && (map["type"].is_null() || map["productType"].is_null()) {
            return Err(rejected("type and productType are required"));
        }
    }
    Ok(())
}

fn add_maps(store: &mut Store, lead: &str, maps: &[Value]) {
    for map in maps {
        let product = map["links"]["product"].as_str().unwrap_or_default().to_owned();
        let known = store.get("products", &product).cloned().unwrap_or_default();
        let or =
            |name: &str, default: &Value| map.get(name).filter(|value| !value.is_null()).unwrap_or(default).clone();
        let members = json!({
            "relationship": null, "name": or("name", &known["name"]), "unit": or("unit", &Value::Null),
            "price": or("price", &known["price"]), "quantity": or("quantity", &json!(1)), "productType": "product",
            "deletedTime": null, "links": {"lead": lead, "product": product}
        });
        store.add("productMaps", members);
    }
}

fn live<'a>(store: &'a mut Store, id: &str) -> Result<&'a mut Value, Rejection> {
    store.get_mut(KIND, id).filter(|lead| lead["deletedTime"].is_null()).ok_or(Rejection::NotFound)
}

fn api_id(store: &Store, id: &str) -> String {
    store.get(KIND, id).and_then(|lead| lead["id"].as_str()).unwrap_or_default().to_owned()
}

pub(super) fn close(call: &mut Call<'_>) -> Answered {
    let store = &mut *call.store;
    live(store, &call.id)?;
    let body: Value = call.request.json().map_err(|_| rejected("Invalid body"))?;
    let maps = body["productMaps"].as_array().cloned().unwrap_or_default();
    check_maps(store, &maps)?;
    let outcome = match body["outcomeId"].as_str() {
        None => None,
        Some(outcome) => Some(store.get("outcomes", outcome).cloned().ok_or_else(|| rejected("Unknown outcome"))?),
    };
    let id = api_id(store, &call.id);
    add_maps(store, &id, &maps);
    let now = lead_time(store.now);
    let american = store.settings.american;
    let lead = live(store, &id)?;
    if let Some(outcome) = outcome {
        let before = lead["status"].clone();
        let status = outcome["status"].as_str().unwrap_or("open");
        lead["status"] = json!(if american && status == "cancelled" { "canceled" } else { status });
        lead["closedTime"] = now;
        lead["links"]["outcome"] = outcome["id"].clone();
        let changes = json!([{"attribute": "status", "oldValue": before, "newValue": lead["status"]}]);
        store.log("edit", KIND, &id, changes);
    }
    if let Some(maps) = body["competitorMaps"].as_array() {
        live(store, &id)?["links"]["competitorMaps"] = json!(maps);
    }
    call.applied();
    reads::shown(call.store, 200, KIND, &id)
}

pub(super) fn reopen(call: &mut Call<'_>) -> Answered {
    let store = &mut *call.store;
    let lead = live(store, &call.id)?;
    let before = lead["status"].clone();
    lead["status"] = json!("open");
    lead["closedTime"] = Value::Null;
    lead["links"]["outcome"] = Value::Null;
    let id = api_id(store, &call.id);
    store.log("edit", KIND, &id, json!([{"attribute": "status", "oldValue": before, "newValue": "open"}]));
    call.applied();
    reads::shown(call.store, 200, KIND, &id)
}

pub(super) fn move_to(call: &mut Call<'_>) -> Answered {
    let store = &mut *call.store;
    live(store, &call.id)?;
    let body: Value = call.request.json().map_err(|_| rejected("Invalid body"))?;
    let wanted = body["stageset"].as_str().unwrap_or_default();
    let stageset = store.get("stagesets", wanted).cloned().ok_or_else(|| rejected("Unknown stageset"))?;
    let stage = stageset["links"]["stages"][0].clone();
    let position = |store: &Store, stage: &Value| {
        let stage = store.get("stages", stage.as_str()?)?;
        Some(json!({"id": stage["id"], "type": "stages", "name": stage["name"], "position": stage["position"]}))
    };
    let lead = live(store, &call.id)?;
    let before = lead["links"]["stage"].clone();
    lead["links"]["stageset"] = stageset["id"].clone();
    lead["links"]["stage"] = stage.clone();
    let id = api_id(store, &call.id);
    let change =
        json!([{"attribute": "stage", "oldValue": position(store, &before), "newValue": position(store, &stage)}]);
    store.log("stagechange", KIND, &id, change);
    call.applied();
    reads::shown(call.store, 200, KIND, &id)
}

pub(super) fn watch(call: &mut Call<'_>) -> Answered {
    let store = &mut *call.store;
    let lead = live(store, &call.id)?;
    let watching = lead["isCurrentUserWatching"] == true;
    lead["isCurrentUserWatching"] = json!(!watching);
    lead["links"]["watchers"] = if watching { json!([]) } else { json!([USER_ID]) };
    let id = api_id(store, &call.id);
    call.applied();
    reads::shown(call.store, 200, KIND, &id)
}

pub(super) fn stages(call: &mut Call<'_>) -> Answered {
    let store = &*call.store;
    let lead = store.get(KIND, &call.id).ok_or(Rejection::NotFound)?;
    let stageset = lead["links"]["stageset"].as_str().and_then(|id| store.get("stagesets", id));
    let stageset = stageset.cloned().unwrap_or_default();
    let rows: Vec<Value> = stageset["links"]["stages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|id| store.get("stages", id.as_str()?).cloned())
        .collect();
    let spent: Vec<Value> = rows
        .iter()
        .map(|_| json!({"formatted": "1 day", "prefix": "", "suffix": " day", "value": 1, "unit": "days"}))
        .collect();
    Ok(responses::many("stages", rows, json!({"timeSpent": spent, "stageset": stageset}), Vec::new()))
}
