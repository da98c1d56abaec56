//! Changes of a lead.

use super::answers::{Refusal, record, refuse};
use super::auth::Caller;
use super::state::{FollowUp, State, fields, is_closed, moment, number, object, text};
use crate::{Clock, FakeAnswer, FakeRequest, Ledger};

fn shown(state: &State, id: i64, warnings: Vec<serde_json::Value>) -> FakeAnswer {
    let shown = state.leads.get(&id).map(|lead| lead.shown(state, None)).unwrap_or_default();
    record(state, shown, warnings)
}

/// Extended fields and owner. What is not named stays.
pub(super) fn update(
    state: &mut State,
    request: &FakeRequest,
    segment: &str,
    caller: &Caller,
    clock: &Clock,
    ledger: &Ledger,
) -> Result<FakeAnswer, Refusal> {
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
        return Err(Refusal::Status(400));
    }
    let (kept, warnings) = state.sift(fields.unwrap_or_default());
    if let Some(lead) = state.leads.get_mut(&id) {
        lead.extended.extend(kept);
        lead.owner = owner.or_else(|| lead.owner.take());
        lead.updated_on = clock.now();
        lead.updated_by = caller.entity;
    }
    ledger.applied("update_lead");
    Ok(shown(state, id, warnings))
}

pub(super) fn update_status(
    state: &mut State,
    request: &FakeRequest,
    segment: &str,
    caller: &Caller,
    clock: &Clock,
    ledger: &Ledger,
) -> Result<FakeAnswer, Refusal> {
    let body = object(request)?;
    let id = state.lead_id(segment)?;
    let status = text(&body, "status")?.filter(|text| !text.is_empty()).ok_or_else(|| refuse(92022, "", ""))?;
    state.known_status(&status)?;
    let sub_status = text(&body, "subStatus")?;
    match &sub_status {
        Some(name) if name.is_empty() => return Err(refuse(92023, "", "")),
        Some(name) => state.known_sub_status(&status, name)?,
        None => {}
    }
    let reason = number(&body, "reasonId")?;
    match reason {
        Some(reason) => state.known_reason(reason)?,
        None if state.settings.needs_reason => return Err(refuse(92004, "null", "")),
        None => {}
    }
    let by = number(&body, "createdBy")?.unwrap_or(caller.entity);
    let now = clock.now();
    let on = moment(&body, "createdOn")?.unwrap_or(now);
    let row = state.next_id();
    let (reopens, refuses_same) = (state.settings.reopens, state.settings.refuses_same_status);
    if let Some(lead) = state.leads.get_mut(&id) {
        if is_closed(&lead.status) && !reopens {
            return Err(refuse(92024, "", ""));
        }
        if lead.status == status && lead.sub_status == sub_status && refuses_same {
            return Err(refuse(92002, "", ""));
        }
        lead.change(row, &status, sub_status, reason, by, on, now);
        lead.updated_by = caller.entity;
    }
    ledger.applied("update_lead_status");
    Ok(shown(state, id, Vec::new()))
}

pub(super) fn add_follow_up(
    state: &mut State,
    request: &FakeRequest,
    segment: &str,
    caller: &Caller,
    clock: &Clock,
    ledger: &Ledger,
) -> Result<FakeAnswer, Refusal> {
    let body = object(request)?;
    let id = state.lead_id(segment)?;
    let on = moment(&body, "followedUpOn")?.ok_or_else(|| refuse(92005, "", ""))?;
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
            // What the lead had planned stands in where the call does not say it (inferred).
            scheduled: scheduled.or(lead.next_follow_up),
        });
        lead.last_follow_up = Some(on);
        lead.next_follow_up = next;
        lead.updated_on = now;
        lead.updated_by = caller.entity;
    }
    ledger.applied("add_follow_up");
    Ok(shown(state, id, Vec::new()))
}
