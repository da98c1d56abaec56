//! Display tables, their columns, and the payments of leads.

use super::call::{Answered, Call};
use super::lists;
use super::responses::{self, Rejection};
use super::store::{Store, number};
use crate::FakeResponse;
use serde_json::{Map, Value, json};

/// Returns the rows of a table: the same filters, search and order as the list, without pagination.
pub(super) fn items(call: &mut Call<'_>) -> Answered {
    let (store, kind) = (&*call.store, call.kind);
    let rows = lists::fitting(store, kind, call.request)?;
    let total = rows.len();
    let items = rows.into_iter().map(|row| item(&store.shown(kind, row))).collect();
    Ok(responses::many("listItems", items, json!({"count": total, "total": total}), Vec::new()))
}

/// A flat row with the columns as an object: an empty one has no `value`, a formatted one has its parts in addition.
fn item(row: &Value) -> Value {
    let mut fields = Map::new();
    for name in ["name", "status", "confidence", "dueTime", "value", "createdTime"] {
        let Some(value) = row.get(name) else { continue };
        let column = match (name, value) {
            (_, Value::Null) => json!({}),
            ("status", value) => json!({"value": {"value": value, "description": ""}}),
            ("value", value) => {
                json!({"value": {"value": value["amount"], "prefix": "$", "suffix": "", "formatted": ""}})
            }
            (_, Value::Object(_)) => value.clone(),
            (_, value) => json!({"value": value}),
        };
        fields.insert(name.to_owned(), column);
    }
    json!({"id": row["id"], "type": row["type"], "primaryName": row["name"], "primaryInfo": row["description"],
        "relatedName": null, "isDeleted": !row["deletedTime"].is_null(), "latlon": [], "fields": fields,
        "links": {"entity": {"id": row["id"], "type": row["type"], "href": row["href"]}}})
}

/// Returns the fields of a kind of record, including custom ones.
pub(super) fn fields(call: &mut Call<'_>) -> Answered {
    let mut properties = Map::new();
    for (name, kind) in [("name", "string"), ("createdTime", "date"), ("owners", "array"), ("tags", "array")] {
        let field = json!({"type": kind, "title": name, "isFilterable": true, "isSortable": name != "tags",
            "isAndable": false, "isNullable": true});
        properties.insert(name.to_owned(), field);
    }
    for (name, _) in call.store.custom_fields(call.kind) {
        let field = json!({"type": "string", "title": name, "isFilterable": true, "isSortable": false});
        properties.insert(name, field);
    }
    Ok(FakeResponse::json(200, &json!({"properties": properties})))
}

/// Returns the payments of a lead.
pub(super) fn installments(call: &mut Call<'_>) -> Answered {
    shown(call.store, &call.id)
}

fn shown(store: &Store, id: &str) -> Answered {
    let lead = store.get("leads", id).ok_or(Rejection::NotFound)?;
    let rows = lead["installments"].as_array().cloned().unwrap_or_default();
    Ok(responses::many("installments", rows, json!({}), Vec::new()))
}

/// Replaces the whole schedule: payments with an id keep their identity, the others are new.
pub(super) fn schedule(call: &mut Call<'_>) -> Answered {
    const KIND: &str = "installments";
    let id = call.id.clone();
    let store = &mut *call.store;
    let body: Value = call.request.json().map_err(|_| Rejection::listed(KIND, "Invalid body"))?;
    let given = body.as_array().ok_or_else(|| Rejection::listed(KIND, "Invalid body"))?;
    let lead = store.get("leads", &id).filter(|lead| lead["deletedTime"].is_null()).ok_or(Rejection::NotFound)?;
    let before = lead["installments"].as_array().cloned().unwrap_or_default();
    let mut next = before.iter().filter_map(|row| number(row["id"].as_str()?)).max().unwrap_or(0);
    let mut rows = Vec::new();
    for payment in given {
        let due = payment["dueTime"].as_str().filter(|text| !text.is_empty());
        let amount = payment["value"].as_str().and_then(|text| serde_json::from_str::<serde_json::Number>(text).ok());
        let (Some(due), Some(amount), Some(failed)) = (due, amount, payment["isFailed"].as_bool()) else {
            return Err(Rejection::listed(KIND, "dueTime, value and isFailed are required"));
        };
        let id = match payment["id"].as_str() {
            Some(id) if before.iter().any(|row| row["id"] == id) => id.to_owned(),
            Some(_) => return Err(Rejection::listed(KIND, "Unknown installment")),
            None => {
                next += 1;
                format!("{next}-installments")
            }
        };
        let failed = if failed { json!(store.now.format("%Y-%m-%dT%H:%M:%S+0000").to_string()) } else { Value::Null };
        rows.push(json!({"id": id, "dueTime": due, "description": payment.get("description").cloned(),
            "value": {"currency": "USD", "amount": amount}, "failedTime": failed, "isPaid": false}));
    }
    let lead = store.get_mut("leads", &id).ok_or(Rejection::NotFound)?;
    lead["installments"] = Value::Array(rows);
    call.applied();
    shown(call.store, &id)
}
