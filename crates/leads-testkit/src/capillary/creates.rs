//! Creating a lead.

use super::access::Caller;
use super::responses::{Rejection, record, reject};
use super::state::{FollowUp, LogRow, State, fields, moment, number, object, text};
use crate::{Clock, FakeRequest, FakeResponse, Ledger};
use serde_json::{Map, Value};

pub(super) fn lead(
    state: &mut State,
    request: &FakeRequest,
    caller: &Caller,
    clock: &Clock,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let body = object(request)?;
    let lead_type = text(&body, "type")?.unwrap_or_else(|| "SKU".to_owned());
    if !["SKU", "CATEGORY", "BRAND", "CUSTOM"].contains(&lead_type.as_str()) {
        return Err(reject(92009, "", ""));
    }
    let lead_for = text(&body, "leadFor")?.filter(|text| !text.is_empty()).ok_or_else(|| reject(92006, "", ""))?;
    let source = source(state, &body)?;
    known_thing(state, &lead_type, &lead_for)?;
    let owner = text(&body, "owner")?;
    if let Some(owner) = &owner {
        state.known_owner(owner)?;
    }
    let status = text(&body, "status")?.unwrap_or_else(|| "OPEN".to_owned());
    state.known_status(&status)?;
    let sub_status = text(&body, "subStatus")?;
    if let Some(sub_status) = &sub_status {
        if sub_status.is_empty() {
            return Err(reject(92023, "", ""));
        }
        state.known_sub_status(&status, sub_status)?;
    }
    let rows = objects(&body, "statusLogDetails")?;
    for row in &rows {
        state.known_status(&text(row, "status")?.ok_or_else(|| reject(92022, "", ""))?)?;
        if let Some(reason) = number(row, "reasonId")? {
            state.known_reason(reason)?;
        }
    }
    let nested = objects(&body, "followUpDetails")?;
    let now = clock.now();
    let created_on = moment(&body, "createdOn")?.unwrap_or(now);
    let created_by = number(&body, "createdBy")?.unwrap_or(caller.entity);
    let next_follow_up = moment(&body, "nextFollowUp")?;
    let last_follow_up = moment(&body, "lastFollowUp")?;
    let mut follow_ups = Vec::new();
    for row in &nested {
        let id = state.next_id();
        follow_ups.push(FollowUp {
            id,
            notes: text(row, "notes")?,
            created_by: caller.entity,
            created_on: now,
            followed_up_by: number(row, "followedUpBy")?.unwrap_or(caller.entity),
            followed_up_on: moment(row, "followedUpOn")?,
            scheduled: moment(row, "scheduledFollowUp")?,
        });
    }
    let mut log = Vec::new();
    for row in &rows {
        let id = state.next_id();
        // The user named in a row is returned as the caller (observed).
        log.push(LogRow {
            id,
            status: text(row, "status")?.unwrap_or_default(),
            sub_status: None,
            created_by: caller.entity,
            created_on: now,
            reason: number(row, "reasonId")?,
        });
    }
    let (extended, warnings) = state.sift(fields(&body)?.unwrap_or_default());
    // The customer is registered last: a rejected lead registers no customer.
    let customer = customer(state, &body)?;
    let id = state.add_lead(customer, &lead_for);
    if let Some(lead) = state.leads.get_mut(&id) {
        lead.lead_type = lead_type;
        lead.status.clone_from(&status);
        lead.sub_status = sub_status;
        lead.next_follow_up = next_follow_up;
        lead.last_follow_up = last_follow_up;
        lead.created_on = created_on;
        lead.created_by = created_by;
        lead.updated_on = now;
        lead.updated_by = caller.entity;
        lead.follow_ups = follow_ups;
        lead.source = source;
        lead.extended = extended;
        lead.owner = owner;
        lead.till.clone_from(&caller.till);
        lead.store.clone_from(&caller.store);
        match lead.log.first_mut() {
            Some(first) if log.is_empty() => {
                first.status = status;
                first.created_by = caller.entity;
            }
            _ => lead.log = log,
        }
    }
    ledger.record("create_lead");
    let shown = state.leads.get(&id).map(|lead| lead.shown(state, None)).unwrap_or_default();
    Ok(record(&state.settings, shown, warnings))
}

fn source(state: &State, body: &Map<String, Value>) -> Result<i64, Rejection> {
    let Some(named) = body.get("orgSourceId") else { return Ok(-1) };
    if named.is_null() {
        return Err(reject(92013, "", ""));
    }
    number(body, "orgSourceId")?.filter(|id| state.sources.contains(id)).ok_or_else(|| reject(92014, "", ""))
}

fn known_thing(state: &State, lead_type: &str, name: &str) -> Result<(), Rejection> {
    let settings = &state.settings;
    let (known, code) = match lead_type {
        "SKU" => (&settings.skus, 92016),
        "BRAND" => (&settings.brands, 92017),
        "CATEGORY" => (&settings.categories, 92018),
        _ => return Ok(()),
    };
    if known.as_ref().is_none_or(|known| known.contains(name)) { Ok(()) } else { Err(reject(code, name, "")) }
}

fn objects(body: &Map<String, Value>, name: &str) -> Result<Vec<Map<String, Value>>, Rejection> {
    let rows = match body.get(name) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(rows)) => rows,
        Some(_) => return Err(Rejection::Status(400)),
    };
    rows.iter().map(|row| row.as_object().cloned().ok_or(Rejection::Status(400))).collect()
}

/// Finds the customer by id or identifier; an unknown one is registered.
fn customer(state: &mut State, body: &Map<String, Value>) -> Result<i64, Rejection> {
    if let Some(id) = number(body, "userId")? {
        let known = state.customers.iter().any(|customer| customer.id == id);
        return if known { Ok(id) } else { Err(reject(92008, &id.to_string(), "")) };
    }
    let kind = text(body, "idType")?;
    let identifier = text(body, "identifier")?.filter(|text| !text.is_empty());
    let (kind, identifier) = match (kind, identifier) {
        (None, None) if body.contains_key("userId") => return Err(reject(92007, "", "")),
        (Some(kind), _) if kind != "EMAIL" && kind != "MOBILE" => return Err(reject(92015, "", "")),
        (Some(kind), Some(identifier)) => (kind, identifier),
        _ => return Err(reject(92012, "", "")),
    };
    let by_email = kind == "EMAIL";
    if by_email && !identifier.contains('@') {
        return Err(reject(8055, "", ""));
    }
    if !by_email && !identifier.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(reject(8056, "", ""));
    }
    let known = state.customers.iter().find(|customer| {
        let of = if by_email { &customer.email } else { &customer.mobile };
        of.as_deref() == Some(identifier.as_str())
    });
    if let Some(known) = known {
        return Ok(known.id);
    }
    if !state.settings.auto_registration {
        return Err(reject(92025, "", ""));
    }
    if state.settings.registration_fails {
        return Err(reject(92011, "", ""));
    }
    let (email, mobile) = if by_email { (Some(identifier), None) } else { (None, Some(identifier)) };
    Ok(state.add_customer(email.as_deref(), mobile.as_deref()))
}
