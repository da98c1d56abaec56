//! Updating a lead.

use super::access::Caller;
use super::responses::{Rejection, record, reject};
use super::state::{FollowUp, State, fields, is_closed, moment, number, object, text};
use crate::{Clock, FakeRequest, FakeResponse, Ledger};

fn shown(state: &State, id: i64, warnings: Vec<serde_json::Value>) -> FakeResponse {
    let shown = state.leads.get(&id).map(|lead| lead.shown(state, None)).unwrap_or_default();
    record(&state.settings, shown, warnings)
}

/// Updates extended fields and the owner. Absent fields are unchanged.
pub(super) fn update(
    state: &mut State,
    request: &FakeRequest,
    segment: &str,
    caller: &Caller,
    clock: &Clock,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let body = object(request)?;
    let id = state.lead_id(segment)?;
    let owner = match text(&body, "owner")? {
        Some(owner) => Some(owner),
        None => request.query("owner").map(str::to_owned),
    };
    if let Some(owner) = &owner {
        state.known_owner(owner)?;
    }
    let fields = fields(&body)?;
    if owner.is_none() && fields.is_none() {
        return Err(Rejection::Status(400));
    }
    let (kept, warnings) = state.sift(fields.unwrap_or_default());
    if let Some(lead) = state.leads.get_mut(&id) {
        lead.extended.extend(kept);
        lead.owner = owner.or_else(|| lead.owner.take());
        lead.updated_on = clock.now();
        lead.updated_by = caller.entity;
    }
    ledger.record("update_lead");
    Ok(shown(state, id, warnings))
}

pub(super) fn update_status(
    state: &mut State,
    request: &FakeRequest,
    segment: &str,
    caller: &Caller,
    clock: &Clock,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let body = object(request)?;
    let id = state.lead_id(segment)?;
    let status = text(&body, "status")?.filter(|text| !text.is_empty()).ok_or_else(|| reject(92022, "", ""))?;
    state.known_status(&status)?;
    let sub_status = text(&body, "subStatus")?;
    match &sub_status {
        Some(name) if name.is_empty() => return Err(reject(92023, "", "")),
        Some(name) => state.known_sub_status(&status, name)?,
        None => {}
    }
    let reason = number(&body, "reasonId")?;
    match reason {
        Some(reason) => state.known_reason(reason)?,
        None if state.settings.needs_reason => return Err(reject(92004, "null", "")),
        None => {}
    }
    let by = number(&body, "createdBy")?.unwrap_or(caller.entity);
    let now = clock.now();
    let on = moment(&body, "createdOn")?.unwrap_or(now);
    let row = state.next_id();
    let (reopens, rejects_same) = (state.settings.reopens, state.settings.rejects_same_status);
    if let Some(lead) = state.leads.get_mut(&id) {
        if is_closed(&lead.status) && !reopens {
            return Err(reject(92024, "", ""));
        }
        if lead.status == status && lead.sub_status == sub_status && rejects_same {
            return Err(reject(92002, "", ""));
        }
        lead.change(row, &status, sub_status, reason, by, on, now);
        lead.updated_by = caller.entity;
    }
    ledger.record("update_lead_status");
    Ok(shown(state, id, Vec::new()))
}

pub(super) fn add_follow_up(
    state: &mut State,
    request: &FakeRequest,
    segment: &str,
    caller: &Caller,
    clock: &Clock,
    ledger: &Ledger,
) -> Result<FakeResponse, Rejection> {
    let body = object(request)?;
    let id = state.lead_id(segment)?;
    let on = moment(&body, "followedUpOn")?.ok_or_else(|| reject(92005, "", ""))?;
    let created_by = number(&body, "createdBy")?.unwrap_or(caller.entity);
    let by = number(&body, "followedUpBy")?.unwrap_or(created_by);
    let next = moment(&body, "nextFollowUp")?;
    let scheduled = moment(&body, "scheduledFollowUp")?;
    let notes = text(&body, "notes")?;
    let row = state.next_id();
    let now = clock.now();
    if let Some(lead) = state.leads.get_mut(&id) {
        lead.follow_ups.push(FollowUp {
            id: row,
            notes,
            created_by,
            created_on: now,
            followed_up_by: by,
            followed_up_on: Some(on),
            // Planned values of the lead are used where the call does not set them (inferred).
            scheduled: scheduled.or(lead.next_follow_up),
        });
        lead.last_follow_up = Some(on);
        lead.next_follow_up = next;
        lead.updated_on = now;
        lead.updated_by = caller.entity;
    }
    ledger.record("add_follow_up");
    Ok(shown(state, id, Vec::new()))
}
