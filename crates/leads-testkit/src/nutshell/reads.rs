//! Reading single records.

use super::call::{Answered, Call};
use super::responses::{self, Rejection};
use super::settings::DeletedReads;
use super::store::{Store, keeps_deleted, number};
use crate::FakeResponse;
use serde_json::{Value, json};

/// Returns the record with the id, or the records with the ids.
pub(super) fn one(call: &mut Call<'_>) -> Answered {
    let (store, kind) = (&*call.store, call.kind);
    let visible = |id: &str| {
        let hides = !keeps_deleted(kind) || store.settings.deleted_reads == DeletedReads::NotFound;
        store.get(kind, id).filter(|row| !hides || row["deletedTime"].is_null())
    };
    if !call.id.contains(',') {
        let record = visible(&call.id).ok_or(Rejection::NotFound)?;
        return Ok(shown_with(store, 200, kind, record, companions(store, kind, record)));
    }
    let rows = call.id.split(',').filter_map(visible).map(|row| store.shown(kind, row)).collect();
    Ok(responses::many(kind, rows, json!({}), Vec::new()))
}

/// Returns a record as the response to a write.
pub(super) fn shown(store: &Store, status: u16, kind: &'static str, id: &str) -> Answered {
    let record = store.get(kind, id).filter(|_| number(id).is_some()).ok_or(Rejection::NotFound)?;
    Ok(shown_with(store, status, kind, record, Vec::new()))
}

fn shown_with(
    store: &Store,
    status: u16,
    kind: &'static str,
    record: &Value,
    companions: Vec<(&'static str, Vec<Value>)>,
) -> FakeResponse {
    responses::one(&store.settings, status, kind, store.shown(kind, record), companions)
}

/// Returns the related records that accompany a record that is read.
fn companions(store: &Store, kind: &str, record: &Value) -> Vec<(&'static str, Vec<Value>)> {
    let related = |target: &'static str, relation: &str| -> Vec<Value> {
        let ids = match &record["links"][relation] {
            Value::Array(ids) => ids.clone(),
            id => vec![id.clone()],
        };
        let found = ids.iter().filter_map(|id| store.get(target, id.as_str()?));
        found.map(|row| store.shown(target, row)).collect()
    };
    match kind {
        "accounts" => vec![
            ("creators", related("users", "creator")),
            ("owners", related("users", "owner")),
            ("contacts", related("contacts", "contacts")),
            ("accountTypes", related("accountTypes", "accountType")),
            ("industries", related("industries", "industry")),
        ],
        "competitorMaps" => {
            vec![("leads", related("leads", "lead")), ("competitors", related("competitors", "competitor"))]
        }
        "wfForms" => vec![("wfFields", related("wfFields", "fields"))],
        _ => Vec::new(),
    }
}
