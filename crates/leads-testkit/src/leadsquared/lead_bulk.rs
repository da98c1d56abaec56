//! Writes of many leads. They trigger no webhooks.

use super::Call;
use super::bulk_rows::bulk_response;
use super::lead_writes::{create as create_one, create_or_update as upsert, update as update_one};
use super::responses::{Rejection, ok, pairs, success, text, texts};
use super::settings::BulkForm;
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    quietly(state, |state| {
        rows(call, 50, |attributes| create_one(state, attributes).map(|id| json!({"LeadId": id, "LeadCreated": true})))
    })
}

pub(super) fn create_or_update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    quietly(state, |state| {
        rows(call, 25, |attributes| {
            let (id, is_created) = upsert(state, attributes, false)?;
            Ok(json!({"LeadId": id, "LeadCreated": is_created, "LeadUpdated": !is_created, "AffectedRows": 1}))
        })
    })
}

/// Runs a write whose events trigger no webhooks.
fn quietly<T>(state: &mut State, write: impl FnOnce(&mut State) -> T) -> T {
    let hooks = std::mem::take(&mut state.outbox.hooks);
    let result = write(state);
    state.outbox.hooks = hooks;
    result
}

/// Handles a list of leads separately and returns a row for each, numbered from 1.
fn rows(
    call: &Call<'_>,
    most: usize,
    mut write: impl FnMut(&[(String, String)]) -> Result<Value, Rejection>,
) -> Result<FakeResponse, Rejection> {
    let leads = call.body.as_array().ok_or_else(Rejection::malformed)?;
    if leads.len() > most {
        return Err(Rejection::input(&format!("Maximum {most} leads")));
    }
    let mut rows = Vec::new();
    for (at, lead) in leads.iter().enumerate() {
        let written = pairs(lead, "Attribute").and_then(|attributes| write(&attributes));
        let mut row = written.unwrap_or_else(|rejection| {
            let (exception, message) = rejection.exception_and_message();
            json!({
                "LeadId": "", "LeadCreated": false, "LeadUpdated": false, "AffectedRows": 0,
                "ExceptionType": exception, "ErrorMessage": message
            })
        });
        if let Some(row) = row.as_object_mut() {
            row.insert("RowNumber".to_owned(), json!(at + 1));
        }
        rows.push(row);
    }
    Ok(ok(&Value::Array(rows)))
}

/// Sets one field of many leads.
pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let ids = texts(call.body, "LeadIds");
    if ids.len() > 50 {
        return Err(Rejection::input("Maximum 50 leads"));
    }
    let field = call.body.get("LeadFields").cloned().unwrap_or_default();
    let (Some(name), value) = (text(&field, "Attribute"), text(&field, "Value").unwrap_or_default()) else {
        return Err(Rejection::missing("LeadFields"));
    };
    let change = [(name, value)];
    let changed = ids.iter().filter(|id| update_one(state, id, &change, false).is_ok()).count();
    Ok(success(&json!({ "AffectedRows": changed })))
}

pub(super) fn update_v2(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let by = text(call.body, "SearchByKey");
    let Some(rows) = call.body.get("LeadPropertiesList").and_then(Value::as_array) else {
        return Err(Rejection::malformed());
    };
    if rows.len() > 25 {
        return Err(Rejection::input("Maximum 25 leads"));
    }
    let mut results = Vec::new();
    for row in rows {
        let attributes = pairs(row.get("Fields").unwrap_or(&Value::Null), "Attribute")?;
        let name = by.as_deref().unwrap_or("ProspectId");
        let key =
            attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let changed = match state.find_lead(name, &key) {
            None => Err(Rejection::entity(
                "Lead does not exist in the system or You do not have permission to update the lead",
            )),
            Some(id) => {
                let rest: Vec<_> = attributes.into_iter().filter(|(known, _)| known != "ProspectId").collect();
                update_one(state, &id, &rest, false).map(|()| id)
            }
        };
        results.push((key, changed.map_err(|rejection| rejection.exception_and_message())));
    }
    // The only bulk response whose format is documented.
    Ok(ok(&bulk_response(BulkForm::Counts, "Id", by.as_deref().unwrap_or("ProspectId"), &results)))
}
