//! `EntityAccess.svc`

use super::Call;
use super::records::{Effect, Share};
use super::responses::{Rejection, ok, success, text, whole};
use super::state::State;
use crate::FakeResponse;
use chrono::TimeDelta;
use serde_json::{Value, json};

/// The time of an access that names none, in minutes: 90 days.
const MINUTES: i64 = 90 * 24 * 60;
/// The status of a request that was processed, the only one that is known.
const PROCESSED: i64 = 6;
/// The status of a request that was not processed yet; the vendor's is not known.
const WAITING: i64 = 1;

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Share") => request(state, call, false),
        ("POST", "Revoke") => request(state, call, true),
        ("GET", "Status/Get") => status(state, call),
        _ => Err(Rejection::of_path(operation, &["Share", "Revoke", "Status/Get"])),
    }
}

/// Queues the rows.
fn request(state: &mut State, call: &Call<'_>, revoke: bool) -> Result<FakeResponse, Rejection> {
    let rows = call.body.as_array().filter(|rows| !rows.is_empty()).ok_or_else(Rejection::malformed)?;
    let rows = rows.iter().map(|row| read(state, row, revoke)).collect::<Result<Vec<Share>, Rejection>>()?;
    let request = state.fresh_request_id();
    state.share_requests.insert(request.clone(), (false, None));
    state.enqueue(Effect::Share { request: request.clone(), rows, revoke }, None);
    state.record(if revoke { "revoke_entity" } else { "share_entity" });
    Ok(success(&json!({ "Id": request })))
}

fn read(state: &State, row: &Value, revoke: bool) -> Result<Share, Rejection> {
    let of = |name: &str| text(row, name).ok_or_else(|| Rejection::missing(name));
    if whole(row, "EntityType") != Some(3) {
        return Err(Rejection::input("EntityType"));
    }
    let kind = whole(row, "Entity");
    // A lead is shared only in the context of one of its activities.
    let context = match kind {
        Some(1) => Some(of("ContextEntityId")?),
        Some(5) => None,
        _ => return Err(Rejection::input("Entity")),
    };
    let level = match whole(row, "AccessType") {
        Some(level @ (1 | 2)) => level,
        None if revoke => 1,
        None => return Err(Rejection::missing("AccessType")),
        Some(_) => return Err(Rejection::input("AccessType")),
    };
    let minutes = whole(row, "DurationInMinutes").unwrap_or(MINUTES);
    let until = state.now().and_then(|now| now.checked_add_signed(TimeDelta::try_minutes(minutes)?));
    Ok(Share { user: of("UserId")?, entity: of("EntityId")?, context, level, until })
}

/// Executes a request. A row of an unknown user or record is reported as the request's error.
pub(super) fn apply(state: &mut State, request: &str, rows: Vec<Share>, revoke: bool) {
    let mut error = None;
    for row in rows {
        let is_lead = row.context.is_some();
        let exists = match is_lead {
            true => state.leads.values().any(|lead| lead.auto_id.to_string() == row.entity),
            false => state.opportunities.contains_key(&row.entity),
        };
        if !exists || state.find_user(&row.user).is_none() {
            error = Some("Invalid entity or user".to_owned());
            continue;
        }
        // Another context keeps the record shared.
        state
            .shares
            .retain(|known| (&known.user, &known.entity, &known.context) != (&row.user, &row.entity, &row.context));
        if !revoke {
            state.shares.push(row);
        }
    }
    state.share_requests.insert(request.to_owned(), (true, error));
}

fn status(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("id").ok_or_else(|| Rejection::missing("id"))?;
    let (is_done, error) = state.share_requests.get(id).ok_or_else(|| Rejection::input("id"))?;
    let text = if *is_done { "Request processed successfully." } else { "Request is in queue." };
    Ok(ok(&json!({
        "Status": "Success",
        "Message": {"ResponseText": text},
        "ShareStatus": if *is_done { PROCESSED } else { WAITING },
        "ErrorMessage": error
    })))
}
