//! Reads of activities.

use super::Call;
use super::activity_types::name_of;
use super::paging::{cut, listed, offset, page};
use super::records::{Activity, OWNER_ADDRESS, OWNER_ID, Opportunity, Pairs, get};
use super::responses::{Rejection, counted, flag, ok, or_null, plain, range, text, texts, whole, written};
use super::state::State;
use super::types;
use crate::FakeResponse;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

/// Returns the activities of a lead in the order of creation, including its opportunities.
pub(super) fn of_lead(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    let (skip, rows) = offset(state, call.body, 25);
    let wanted = call.body.get("Parameter").and_then(|of| whole(of, "ActivityEvent"));
    let posted = state.activities.values().filter(|found| found.lead == lead).map(|found| {
        let row = match found.is_system {
            true => system(state, found),
            false => {
                let fields = found.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                let of = found.opportunity.as_deref();
                let note = found.note.as_deref();
                shown(state, &found.id, lead, of, found.code, found.created, found.modified, note, fields)
            }
        };
        (&found.id, row)
    });
    let opportunities = state.opportunities.values().filter(|found| found.lead == lead).map(|found| {
        let fields = found.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let note = found.note.as_deref();
        let row = shown(state, &found.id, lead, None, found.code, found.created, found.modified, note, fields);
        (&found.id, row)
    });
    let mut found: Vec<(&String, Value)> = posted.chain(opportunities).collect();
    found.retain(|(_, row)| wanted.is_none_or(|code| row.get("EventCode").and_then(Value::as_i64) == Some(code)));
    found.sort_by_key(|(id, _)| id.rsplit('-').next().map(str::to_owned));
    let count = found.len();
    let rows: Vec<Value> = found.into_iter().skip(skip).take(rows).map(|(_, row)| row).collect();
    Ok(counted(count, "ProspectActivities", rows, state.settings.leave_out_empty_lists))
}

/// What the vendor writes itself has no fields.
fn system(state: &State, found: &Activity) -> Value {
    json!({
        "Id": found.id,
        "EventCode": found.code,
        "EventName": name_of(state, found.code),
        "CreatedOn": plain(found.created),
        "ActivityType": 1,
        "Type": "Information",
        "RelatedProspectId": found.lead,
        "Data": [{"Key": "CreatedByName", "Value": state.user_name(OWNER_ID)}]
    })
}

#[allow(clippy::too_many_arguments)] // the members of a row
fn shown<'a>(
    state: &State,
    id: &str,
    lead: &str,
    opportunity: Option<&str>,
    code: i64,
    created: Option<DateTime<Utc>>,
    modified: Option<DateTime<Utc>>,
    note: Option<&str>,
    fields: impl Iterator<Item = (&'a str, &'a str)>,
) -> Value {
    let mut all: Map<String, Value> = fields.map(|(name, value)| (name.to_owned(), or_null(value))).collect();
    all.insert("ActivityEvent_Note".to_owned(), json!(note));
    all.insert("CreatedBy".to_owned(), json!(OWNER_ID));
    // Inside the fields, times are in the form of the United States.
    let american = created.map(|time| time.format("%-m/%-d/%Y %-I:%M:%S %p").to_string());
    all.insert("CreatedOn".to_owned(), json!(american));
    let mut row = json!({
        "Id": id,
        "EventCode": code,
        "EventName": name_of(state, code),
        "ActivityScore": state.activity_types.get(&code).map_or(0, |kind| kind.score),
        "CreatedOn": plain(created),
        "ModifiedOn": plain(modified),
        "ActivityType": 2,
        "IsEmailType": false,
        "Type": "Inbound",
        "RelatedProspectId": lead,
        "TrackLocation": 0,
        "ActivityFields": all
    });
    if let (Some(members), Some(id)) = (row.as_object_mut(), opportunity) {
        members.insert("RelatedOpportunityId".to_owned(), json!(id));
    }
    row
}

/// Returns an activity in the flat format of lists.
pub(super) fn flat(state: &State, found: &Activity, without_empty: bool) -> Value {
    let mut row = json!({
        "ProspectActivityId": found.id,
        "ProspectActivityAutoId": found.auto_id.to_string(),
        "RelatedProspectId": found.lead,
        "ActivityEvent": found.code.to_string(),
        "ActivityEvent_Note": found.note,
        "CreatedOn": plain(found.created),
        "ModifiedOn": plain(found.modified),
        "CreatedByName": state.user_name(OWNER_ID),
        "CreatedByEmailAddress": OWNER_ADDRESS
    });
    if let Some(members) = row.as_object_mut() {
        members.extend(found.fields.iter().map(|(name, value)| (name.clone(), or_null(value))));
        if without_empty {
            members.retain(|_, value| !value.is_null());
        }
    }
    row
}

/// Returns an opportunity in the flat format of lists of activities.
fn flat_opportunity(found: &Opportunity, without_empty: bool) -> Value {
    let mut row = json!({
        "ProspectActivityId": found.id,
        "RelatedProspectId": found.lead,
        "ActivityEvent": found.code.to_string(),
        "ActivityEvent_Note": found.note,
        "CreatedOn": plain(found.created),
        "ModifiedOn": plain(found.modified)
    });
    if let Some(members) = row.as_object_mut() {
        members.extend(found.fields.iter().map(|(name, value)| (name.clone(), or_null(value))));
        if without_empty {
            members.retain(|_, value| !value.is_null());
        }
    }
    row
}

/// Returns what the index shows of the activities changed in a range.
fn changed(state: &State, from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = &Activity> {
    let now = state.instant();
    state
        .activities
        .values()
        .filter(move |found| !found.is_system && found.index.shown(&(), now).is_some())
        .filter(move |found| found.modified.is_some_and(|time| time >= from && time <= to))
}

pub(super) fn by_event(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    if !state.settings.lists_activities_by_event {
        return Err(Rejection::no_such_path());
    }
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let event = whole(&parameter, "ActivityEvent");
    let event = event.ok_or_else(|| Rejection::input("You have not passed any ActivityEvent."))?;
    let (from, to) = range(&parameter)?;
    let without_empty = flag(&parameter, "RemoveEmptyValue");
    let activities = changed(state, from, to).filter(|found| found.code == event);
    // An opportunity is an activity of its type. That this list includes opportunities is inferred.
    let opportunities = state
        .opportunities
        .values()
        .filter(|found| found.code == event && found.modified.is_some_and(|time| time >= from && time <= to));
    let rows = activities
        .map(|found| flat(state, found, without_empty))
        .chain(opportunities.map(|found| flat_opportunity(found, without_empty)))
        .collect();
    listed(state, call.body, 1_000, "List", "ProspectActivityId", &["ProspectActivityId"], rows)
}

pub(super) fn recent(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    if !state.settings.lists_recent_activities {
        return Err(Rejection::input("Parameter"));
    }
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let (from, to) = range(&parameter)?;
    let custom = flag(&parameter, "IncludeCustomFields");
    let rows = changed(state, from, to).map(|found| {
        let mut row = flat(state, found, false);
        if let Some(members) = row.as_object_mut().filter(|_| !custom) {
            members.retain(|name, _| !name.starts_with("mx_"));
        }
        row
    });
    let rows = rows.collect();
    listed(state, call.body, 1_000, "ProspectActivities", "ProspectActivityId", &[], rows)
}

pub(super) fn changes(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let (from, to) = range(&parameter)?;
    let activity = text(&parameter, "ActivityID");
    let events: Vec<i64> = texts(&parameter, "ActivityEvents").iter().filter_map(|code| code.parse().ok()).collect();
    let events: Vec<i64> = match whole(&parameter, "ActivityEvents") {
        Some(event) => vec![event],
        None => events,
    };
    if activity.is_none() && events.is_empty() {
        return Err(Rejection::missing("ActivityID"));
    }
    let page = page(call.body, 1_000)?;
    let fits = |change: &&super::records::Change| {
        activity.as_ref().is_none_or(|id| change.activity == *id)
            && (events.is_empty() || events.contains(&change.code))
            && change.at.is_some_and(|at| at >= from && at <= to)
    };
    let found: Vec<Value> = state
        .changes
        .iter()
        .filter(fits)
        .map(|change| {
            json!({
                "ActivityId": change.activity,
                "ActivityEvent": change.code.to_string(),
                "FieldName": change.field,
                "OldValue": change.old,
                "NewValue": change.new,
                "ModifiedBy": OWNER_ID,
                "ModifiedOn": change.at.map(written)
            })
        })
        .collect();
    Ok(counted(found.len(), "Activities", cut(state, found, page), state.settings.leave_out_empty_lists))
}

/// Returns the activities of a type that name a lead in one of their fields.
pub(super) fn references(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    if !state.leads.contains_key(lead) {
        return Err(Rejection::unknown_lead());
    }
    let event = call.body.get("Parameter").and_then(|of| whole(of, "ActivityEvent"));
    let event = event.ok_or_else(|| Rejection::input("You have not passed any ActivityEvent."))?;
    let names = |fields: &Pairs| fields.iter().any(|(_, value)| value == lead);
    let found = state.activities.values().filter(|found| found.code == event && names(&found.fields));
    let rows = found.map(|found| flat(state, found, false)).collect();
    listed(state, call.body, 50, "LeadReferences", "ProspectActivityId", &[], rows)
}

pub(super) fn details(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let found = call.request.query("activityId").and_then(|id| state.activities.get(id));
    let Some(found) = found else { return Err(Rejection::unknown_activity()) };
    let defined = state.activity_types.get(&found.code).map(|kind| kind.fields.as_slice()).unwrap_or_default();
    let fields = types::objects(defined, found.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let name = name_of(state, found.code);
    Ok(ok(&json!({"ID": found.id, "Name": name, "DisplayName": name, "Fields": fields})))
}

/// Returns a field of an activity.
pub(super) fn field(found: &Activity, name: &str) -> Option<String> {
    get(&found.fields, name).map(str::to_owned)
}
