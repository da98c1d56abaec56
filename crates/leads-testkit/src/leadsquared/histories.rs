//! What the vendor keeps about a lead's past, and what resets it.

use super::Call;
use super::records::Effect;
use super::responses::{Rejection, done, flag, queued, range, text, texts, time};
use super::state::State;
use crate::FakeResponse;
use chrono::{DateTime, Utc};

/// The event of an activity that records a change of the owner.
pub(super) const OWNER_CHANGE: i64 = 3001;
/// The event of an activity that records a change of the stage.
pub(super) const STAGE_CHANGE: i64 = 3002;
/// The event of an activity that records a merge.
pub(super) const MERGE: i64 = 3003;

/// Queues the deletion of a lead's changes of stage or owner in a range.
pub(super) fn delete(state: &mut State, call: &Call<'_>, code: i64, what: &str) -> Result<FakeResponse, Rejection> {
    let lead = text(call.body, "ProspectId").ok_or_else(|| Rejection::missing("ProspectId"))?;
    if !state.leads.contains_key(&lead) {
        return Err(Rejection::unknown_lead());
    }
    let (from, to) = range(call.body)?;
    let effect = Effect::DeleteHistory { lead, code, from: Some(from), to: Some(to) };
    state.enqueue(effect, text(call.body, "StatusWebhookURL"));
    Ok(queued(what))
}

/// Deletes a lead's tasks, activities, notes and histories, as far as they are named.
pub(super) fn reset(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = text(call.body, "ProspectId").ok_or_else(|| Rejection::missing("ProspectId"))?;
    if !state.leads.contains_key(&lead) {
        return Err(Rejection::unknown_lead());
    }
    let (types, audits) = (texts(call.body, "TaskTypeList"), texts(call.body, "AuditActivityList"));
    let events: Vec<i64> = texts(call.body, "ActivityEventList").iter().filter_map(|code| code.parse().ok()).collect();
    let notes = flag(call.body, "ShouldDeleteProspectNotes");
    if types.is_empty() && audits.is_empty() && events.is_empty() && !notes {
        return Err(Rejection::missing(
            "TaskTypeList, ActivityEventList, ShouldDeleteProspectNotes or AuditActivityList",
        ));
    }
    let (from, to) = (time(call.body, "FromDate")?, time(call.body, "ToDate")?);
    let audits = audits.iter().filter_map(|audit| match audit.as_str() {
        "StageChange" => Some(STAGE_CHANGE),
        "OwnerChange" => Some(OWNER_CHANGE),
        _ => None,
    });
    let codes: Vec<i64> = events.into_iter().chain(audits).collect();
    delete_activities(state, &lead, &codes, from, to);
    if notes {
        state.notes.retain(|_, note| note.lead != lead || !is_within(note.created, from, to));
    }
    let type_ids = &state.task_types;
    state.tasks.retain(|_, task| {
        let of_type = task.type_of(type_ids).is_some_and(|kind| types.contains(&kind.id));
        task.member("RelatedEntityId") != Some(lead.as_str()) || !of_type || !is_within(task.created, from, to)
    });
    state.record("reset_lead");
    Ok(done())
}

/// Deletes a lead's activities of these types, and returns their number.
pub(super) fn delete_activities(
    state: &mut State,
    lead: &str,
    codes: &[i64],
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
) -> usize {
    let before = state.activities.len();
    state.activities.retain(|_, found| {
        found.lead != lead || !codes.contains(&found.code) || found.is_locked || !is_within(found.created, from, to)
    });
    before - state.activities.len()
}

fn is_within(time: Option<DateTime<Utc>>, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> bool {
    from.is_none_or(|from| time.is_some_and(|time| time >= from))
        && to.is_none_or(|to| time.is_some_and(|time| time <= to))
}
