//! The organisation's reasons and sub-statuses.

use super::responses::{Rejection, list, record, reject};
use super::settings::Reasons;
use super::state::{State, object, text};
use crate::{FakeRequest, FakeResponse, Ledger};
use serde_json::{Value, json};

pub(super) fn reasons(state: &State) -> FakeResponse {
    list(state.reasons.iter().map(|(id, text)| json!({"id": id, "reason": text})).collect())
}

/// Creates each reason. An existing text is created again: no error code against that is published.
pub(super) fn create_reasons(
    state: &mut State,
    request: &FakeRequest,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let bad = || Rejection::Status(400);
    let rows = match (request.json::<Value>().map_err(|_| bad())?, state.settings.reasons) {
        (Value::Array(rows), Reasons::List | Reasons::Either) => rows,
        (row @ Value::Object(_), Reasons::Object | Reasons::Either) => vec![row],
        _ => return Err(bad()),
    };
    let texts: Option<Vec<String>> = rows
        .iter()
        .map(|row| row.get("reason")?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned))
        .collect();
    let texts = texts.filter(|texts| !texts.is_empty()).ok_or_else(bad)?;
    let made = texts.into_iter().map(|text| json!({"id": state.add_reason(&text), "reason": text})).collect();
    ledger.record("create_reasons");
    Ok(list(made))
}

pub(super) fn sub_statuses(state: &State) -> FakeResponse {
    let shown = |(status, name): &(String, String)| json!({"status": status, "subStatus": name});
    list(state.sub_statuses.iter().map(shown).collect())
}

pub(super) fn create_sub_status(
    state: &mut State,
    request: &FakeRequest,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let body = object(request)?;
    let filled = |name| text(&body, name).map(|text| text.filter(|text| !text.is_empty()));
    let status = filled("status")?.ok_or_else(|| reject(92022, "", ""))?;
    state.known_status(&status)?;
    let sub_status = filled("subStatus")?.ok_or_else(|| reject(92023, "", ""))?;
    if state.sub_statuses.iter().any(|(of, name)| *of == status && *name == sub_status) {
        return Err(reject(92021, &sub_status, &status));
    }
    let shown = json!({"status": status, "subStatus": sub_status});
    state.sub_statuses.push((status, sub_status));
    ledger.record("create_sub_status");
    Ok(record(&state.settings, shown, Vec::new()))
}
