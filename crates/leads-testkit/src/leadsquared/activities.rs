//! `ProspectActivity.svc`

use super::responses::{Rejection, counted, field_rows, fields, offset, ok, success, text, written};
use super::state::{Activity, State};
use super::{Call, EVENT_CODE, leads, opportunities};
use crate::FakeResponse;
use serde_json::{Map, Value, json};

const MOST_ROWS: usize = 25;

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Create") => {
            let id = create(state, call.body, call)?;
            Ok(success(&json!({ "Id": id })))
        }
        ("POST", "CreateCustom") => create_with_lead(state, call),
        ("POST", "Bulk/CustomActivity/Add/ByLeadId") => bulk(state, call),
        ("POST", "Retrieve") => of_lead(state, call),
        ("GET", "GetActivityDetails") => details(state, call),
        ("POST", "CustomActivity/RetrieveByActivityEvent") => opportunities::changed(state, call),
        ("GET", "ActivityTypes.Get") => Ok(ok(&types(state))),
        (_, "Create" | "CreateCustom" | "Retrieve" | "GetActivityDetails") => Err(Rejection::wrong_method()),
        _ => Err(Rejection::no_such_path()),
    }
}

/// Posts an activity on the lead named in the body. An unknown e-mail address creates a lead.
pub(super) fn create(state: &mut State, body: &Value, call: &Call<'_>) -> Result<String, Rejection> {
    let code = event(body)?;
    let fields = fields(body)?;
    let lead = match (text(body, "RelatedProspectId"), text(body, "EmailAddress")) {
        (Some(id), _) => {
            if !state.leads.contains_key(&id) {
                return Err(if state.deleted.contains(&id) {
                    Rejection::stale_lead()
                } else {
                    Rejection::unknown_lead()
                });
            }
            id
        }
        (None, Some(address)) => match state.find_lead("EmailAddress", &address) {
            Some(id) => id,
            None => {
                let names = ["EmailAddress", "FirstName", "LastName", "Phone"];
                let attributes = names.iter().filter_map(|name| Some(((*name).to_owned(), text(body, name)?)));
                let id = state.add_lead(attributes, Some(call.clock.now()));
                call.ledger.record("create_lead");
                id
            }
        },
        (None, None) => return Err(Rejection::missing("RelatedProspectId")),
    };
    Ok(post(state, call, &lead, code, body, fields))
}

fn event(body: &Value) -> Result<i64, Rejection> {
    text(body, "ActivityEvent")
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| Rejection::input("You have not passed any ActivityEvent."))
}

fn post(
    state: &mut State,
    call: &Call<'_>,
    lead: &str,
    code: i64,
    body: &Value,
    fields: Vec<(String, String)>,
) -> String {
    let created = text(body, "ActivityDateTime").unwrap_or_else(|| written(call.clock.now()));
    call.ledger.record("create_activity");
    state.add_activity(lead, code, text(body, "ActivityNote"), fields, Some(created))
}

fn create_with_lead(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let (Some(details), Some(activity)) = (call.body.get("LeadDetails"), call.body.get("Activity")) else {
        return Err(Rejection::new(500, "ArgumentNullException", "source"));
    };
    let (code, fields) = (event(activity)?, fields(activity)?);
    let captured = leads::capture(state, &Call { body: details, ..*call }, None)?;
    let lead = text(&captured, "Id").unwrap_or_default();
    let id = post(state, call, &lead, code, activity, fields);
    Ok(success(&json!({"Id": id, "RelatedId": lead})))
}

/// Handles each row separately: a rejected row does not stop the others.
fn bulk(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let Some(rows) = call.body.as_array() else { return Err(Rejection::malformed()) };
    if rows.len() > MOST_ROWS {
        return Err(Rejection::input("Maximum 25 activities"));
    }
    let mut results = Vec::new();
    for row in rows {
        let made = match text(row, "RelatedProspectId") {
            Some(_) => create(state, row, call),
            None => Err(Rejection::missing("RelatedProspectId")),
        };
        let (id, message) = match made {
            Ok(id) => (id, Value::Null),
            Err(rejection) => (String::new(), json!(rejection.exception_and_message().1)),
        };
        results.push(json!({
            "RowNumber": results.len() + 1,
            "ActivityCreated": !id.is_empty(),
            "ProspectActivityId": id,
            "ExceptionMessage": message
        }));
    }
    Ok(ok(&json!({ "Response": results })))
}

/// Returns the activities of a lead in the order of creation, including its opportunities.
fn of_lead(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    let (skip, rows) = offset(call.body, 25, state.settings.offset_counts_pages);
    let wanted: Option<i64> = call.body.pointer("/Parameter").and_then(|of| text(of, "ActivityEvent")?.parse().ok());
    let posted = state.activities.values().filter(|found| found.lead == lead).map(|found| (&found.id, row(found)));
    let opportunities = state.opportunities.values().filter(|found| found.lead == lead).map(|found| {
        let fields = found.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        (&found.id, shown(&found.id, lead, found.code, found.created.map(written), found.note.as_deref(), fields))
    });
    let mut found: Vec<(&String, Value)> = posted.chain(opportunities).collect();
    found.retain(|(_, row)| wanted.is_none_or(|code| row.get("EventCode").and_then(Value::as_i64) == Some(code)));
    found.sort_by_key(|(id, _)| id.rsplit('-').next().map(str::to_owned));
    let count = found.len();
    let rows: Vec<Value> = found.into_iter().skip(skip).take(rows).map(|(_, row)| row).collect();
    Ok(counted(count, "ProspectActivities", rows, state.settings.leave_out_empty_lists))
}

fn row(found: &Activity) -> Value {
    let fields = found.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    shown(&found.id, &found.lead, found.code, found.created.clone(), found.note.as_deref(), fields)
}

fn shown<'a>(
    id: &str,
    lead: &str,
    code: i64,
    created: Option<String>,
    note: Option<&str>,
    fields: impl Iterator<Item = (&'a str, &'a str)>,
) -> Value {
    let text = |value: &str| if value.is_empty() { Value::Null } else { json!(value) };
    let mut all: Map<String, Value> = fields.map(|(name, value)| (name.to_owned(), text(value))).collect();
    all.insert("ActivityEvent_Note".to_owned(), json!(note));
    json!({
        "Id": id,
        "EventCode": code,
        "EventName": name_of(code),
        "ActivityScore": 0,
        "CreatedOn": created,
        "ActivityType": 2,
        "IsEmailType": false,
        "Type": "Inbound",
        "RelatedProspectId": lead,
        "TrackLocation": 0,
        "ActivityFields": all
    })
}

fn name_of(code: i64) -> String {
    if code == EVENT_CODE { "Sale".to_owned() } else { format!("Activity {code}") }
}

fn details(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let found = call.request.query("activityId").and_then(|id| state.activities.get(id));
    let Some(found) = found else { return Err(Rejection::unknown_activity()) };
    let fields = field_rows(found.fields.iter().map(|(name, value)| (name, value)));
    let name = name_of(found.code);
    Ok(ok(&json!({"ID": found.id, "Name": name, "DisplayName": name, "Fields": fields})))
}

/// Returns the opportunity type and each type of which there is an activity.
fn types(state: &State) -> Value {
    let mut codes: Vec<i64> = state.activities.values().map(|found| found.code).chain([EVENT_CODE]).collect();
    codes.sort_unstable();
    codes.dedup();
    let row =
        |code: i64| json!({"ActivityEvent": code, "ActivityEventName": name_of(code), "DisplayName": name_of(code)});
    Value::Array(codes.into_iter().map(row).collect())
}
