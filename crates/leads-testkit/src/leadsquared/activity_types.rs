//! Activity types.

use super::Call;
use super::histories::{MERGE, OWNER_CHANGE, STAGE_CHANGE};
use super::records::{ActivityType, Field};
use super::responses::{Rejection, done, flag, ok, success, text, whole};
use super::state::State;
use super::types;
use crate::FakeResponse;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The maximum number of fields of a type.
const MOST_FIELDS: usize = 50;
/// The first code of a custom type.
const FIRST_CODE: i64 = 201;
/// The event of an activity that records a captured opportunity.
pub(super) const CAPTURED: i64 = 33;
/// The event of an activity that records the capture of a duplicate.
pub(super) const DUPLICATE: i64 = 32;
/// The events of phone calls.
pub(super) const INBOUND_CALL: i64 = 21;
pub(super) const OUTBOUND_CALL: i64 = 22;

/// Returns whether a code is that of an opportunity type.
pub(super) fn is_opportunity(state: &State, code: i64) -> bool {
    state.opportunity_types.contains_key(&code)
}

pub(super) fn name_of(state: &State, code: i64) -> String {
    let known = match code {
        OWNER_CHANGE => "Owner Change",
        STAGE_CHANGE => "Stage Change",
        MERGE => "Lead Merge",
        CAPTURED => "Opportunity Captured",
        DUPLICATE => "Duplicate Opportunity Detected",
        INBOUND_CALL => "Inbound Phone Call Activity",
        OUTBOUND_CALL => "Outbound Phone Call Activity",
        _ => "",
    };
    let activity = state.activity_types.get(&code).map(|kind| kind.name.clone());
    let opportunity = state.opportunity_types.get(&code).map(|kind| kind.name.clone());
    let named = activity.or(opportunity).or_else(|| (!known.is_empty()).then(|| known.to_owned()));
    named.unwrap_or_else(|| format!("Activity {code}"))
}

/// Adds a type and returns its code.
pub(super) fn add(state: &mut State, code: Option<i64>, name: &str, fields: Vec<Field>) -> i64 {
    let next = state.activity_types.keys().next_back().map_or(FIRST_CODE, |last| (last + 1).max(FIRST_CODE));
    let code = code.unwrap_or(next);
    let kind = ActivityType {
        id: state.fresh_id(0x0a7e),
        name: name.to_owned(),
        score: 0,
        description: String::new(),
        direction: 0,
        allows_attachments: true,
        can_delete: true,
        fields,
    };
    state.activity_types.insert(code, kind);
    code
}

/// Returns the opportunity types, the defined activity types, and each further type of which there is an activity.
pub(super) fn list(state: &State) -> FakeResponse {
    let posted = state.activities.values().filter(|found| !found.is_system).map(|found| found.code);
    let codes: BTreeSet<i64> =
        posted.chain(state.opportunity_types.keys().copied()).chain(state.activity_types.keys().copied()).collect();
    let row = |code: i64| {
        let name = name_of(state, code);
        let mut row = json!({
            "ActivityEvent": code,
            "ActivityEventName": name,
            "DisplayName": name,
            "EventType": if is_opportunity(state, code) { 3 } else { 2 }
        });
        if let (Some(members), Some(kind)) = (row.as_object_mut(), state.activity_types.get(&code)) {
            members.insert("ID".to_owned(), json!(kind.id));
            members.insert("Score".to_owned(), json!(kind.score));
            members.insert("Description".to_owned(), json!(kind.description));
            members.insert("EventDirection".to_owned(), json!(kind.direction));
        }
        row
    };
    ok(&Value::Array(codes.into_iter().map(row).collect()))
}

fn fields(body: &Value) -> Result<Option<Vec<Field>>, Rejection> {
    let Some(rows) = body.get("Fields").and_then(Value::as_array) else { return Ok(None) };
    if rows.len() > MOST_FIELDS {
        return Err(Rejection::input("Fields"));
    }
    let fields = rows.iter().map(|row| Field::read(row).ok_or_else(|| Rejection::input("Fields")));
    fields.collect::<Result<Vec<Field>, Rejection>>().map(Some)
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let name = text(call.body, "ActivityEventName").ok_or_else(|| Rejection::missing("ActivityEventName"))?;
    if state.activity_types.values().any(|kind| kind.name.eq_ignore_ascii_case(&name)) {
        return Err(Rejection::duplicate(&name));
    }
    let fields = fields(call.body)?.unwrap_or_default();
    let direction = whole(call.body, "Direction").unwrap_or(0);
    if !matches!(direction, 0 | 1) {
        return Err(Rejection::input("Direction"));
    }
    let code = add(state, None, &name, fields);
    if let Some(kind) = state.activity_types.get_mut(&code) {
        kind.score = whole(call.body, "Score").unwrap_or(0);
        kind.description = text(call.body, "Description").unwrap_or_default();
        kind.direction = direction;
        kind.allows_attachments = flag(call.body, "AllowAttachments");
        kind.can_delete = call.body.get("CanDeleteActivity").is_none() || flag(call.body, "CanDeleteActivity");
    }
    state.record("create_activity_type");
    Ok(success(&json!({"Id": code.to_string()})))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = text(call.body, "ID").ok_or_else(|| Rejection::missing("ID"))?;
    let fields = fields(call.body)?;
    let kind = state.activity_types.values_mut().find(|kind| kind.id == id);
    let kind = kind.ok_or_else(|| Rejection::entity("Activity type does not exist."))?;
    if let Some(name) = text(call.body, "ActivityEventName") {
        kind.name = name;
    }
    if let Some(score) = whole(call.body, "Score") {
        kind.score = score;
    }
    if let Some(words) = text(call.body, "Description") {
        kind.description = words;
    }
    if let Some(direction) = whole(call.body, "EventDirection") {
        kind.direction = direction;
    }
    if call.body.get("CanDeleteActivity").is_some() {
        kind.can_delete = flag(call.body, "CanDeleteActivity");
    }
    // Whether a field that is left out is removed is not documented; it is kept.
    for field in fields.into_iter().flatten() {
        match kind.fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) => *known = field,
            None => kind.fields.push(field),
        }
    }
    state.record("update_activity_type");
    Ok(done())
}

pub(super) fn setting(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let code: Option<i64> = call.request.query("code").and_then(|code| code.parse().ok());
    let code = code.ok_or_else(|| Rejection::missing("code"))?;
    let is_posted = state.activities.values().any(|found| found.code == code);
    let kind = state.activity_types.get(&code);
    if kind.is_none() && !is_posted {
        return Err(Rejection::event_code());
    }
    let defined = kind.map(|kind| kind.fields.as_slice()).unwrap_or_default();
    let name = name_of(state, code);
    Ok(ok(&json!({
        "ID": kind.map(|kind| kind.id.as_str()).unwrap_or_default(),
        "Name": name,
        "DisplayName": name,
        "Score": kind.map_or(0, |kind| kind.score),
        "Fields": types::objects(defined, std::iter::empty())
    })))
}

/// Opportunity types are refused.
pub(super) fn options(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let name = text(&parameter, "SchemaName").ok_or_else(|| Rejection::missing("SchemaName"))?;
    let code = whole(&parameter, "ActivityEventCode").ok_or_else(|| Rejection::missing("ActivityEventCode"))?;
    if is_opportunity(state, code) {
        return Err(Rejection::input("ActivityEventCode"));
    }
    let fields = state.activity_types.get(&code).map(|kind| kind.fields.as_slice()).unwrap_or_default();
    let field = fields.iter().find(|field| field.name == name).ok_or_else(|| Rejection::input("SchemaName"))?;
    Ok(ok(&json!({"Options": types::options(&field.options)})))
}
