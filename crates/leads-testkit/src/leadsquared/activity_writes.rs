//! Writes of activities.

use super::Call;
use super::activity_types::{is_opportunity, name_of};
use super::events::Event;
use super::lead_writes::{self, missing};
use super::outbox::Subject;
use super::records::{Activity, Attachment, Change, Effect, Field, OWNER_ID, Pairs, get, set};
use super::responses::{Rejection, fields, flag, ok, pairs, plain, queued, success, text, texts, time};
use super::state::State;
use crate::FakeResponse;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

const MOST_ROWS: usize = 25;

pub(super) fn create_one(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = create(state, call.body)?;
    Ok(success(&json!({ "Id": id })))
}

/// Posts an activity on the lead named in the body. An unknown e-mail address creates a lead.
pub(super) fn create(state: &mut State, body: &Value) -> Result<String, Rejection> {
    let code = event(state, body)?;
    check(state, code, body)?;
    let lead = match (text(body, "RelatedProspectId"), text(body, "EmailAddress")) {
        (Some(id), _) if state.leads.contains_key(&id) => id,
        (Some(id), _) => return Err(missing(state, &id)),
        (None, Some(address)) => match state.find_lead("EmailAddress", &address) {
            Some(id) => id,
            None => {
                let names = ["EmailAddress", "FirstName", "LastName", "Phone"];
                let attributes = names.iter().filter_map(|name| Some(((*name).to_owned(), text(body, name)?)));
                let attributes: Pairs = attributes.collect();
                lead_writes::add(state, &attributes)
            }
        },
        (None, None) => return Err(Rejection::missing("RelatedProspectId")),
    };
    post(state, &lead, None, code, body)
}

fn event(state: &State, body: &Value) -> Result<i64, Rejection> {
    let code = text(body, "ActivityEvent")
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| Rejection::input("You have not passed any ActivityEvent."))?;
    let is_defined = state.activity_types.contains_key(&code) || is_opportunity(state, code);
    if code <= 0 || (state.settings.strict_types && !is_defined) {
        return Err(Rejection::event_code());
    }
    Ok(code)
}

/// Checks the fields of an activity: the compulsory ones of its type and, in a strict account, the values of dropdowns.
/// `ValidateDropDownOptions` skips the latter, as documented.
fn check(state: &State, code: i64, body: &Value) -> Result<(), Rejection> {
    let sent = fields(body)?;
    let defined = state.activity_types.get(&code).map(|kind| kind.fields.as_slice()).unwrap_or_default();
    let value = |name: &str| get(&sent, name).filter(|value| !value.is_empty());
    if let Some(field) = defined.iter().find(|field| field.is_mandatory && value(&field.name).is_none()) {
        return Err(Rejection::mandatory_field(&field.name));
    }
    let is_outside = |field: &&Field| {
        !field.options.is_empty() && value(&field.name).is_some_and(|value| !field.options.iter().any(|it| it == value))
    };
    let checks = state.settings.strict_types && !flag(body, "ValidateDropDownOptions");
    match defined.iter().filter(|_| checks).find(is_outside) {
        Some(field) => {
            let message = format!("{} is not in the list of options.", field.name);
            Err(Rejection::new(500, "MXInvalidActivityFieldsException", &message))
        }
        None => Ok(()),
    }
}

/// Posts an activity on a lead, and on one of its opportunities if that is given.
fn post(
    state: &mut State,
    lead: &str,
    opportunity: Option<&str>,
    code: i64,
    body: &Value,
) -> Result<String, Rejection> {
    let mut fields = fields(body)?;
    if let Some(address) = text(body, "ActivityOwnerEmail") {
        let owner = state.find_user(&address).ok_or_else(|| Rejection::input("ActivityOwnerEmail"))?;
        set(&mut fields, "Owner", owner.id.clone());
    }
    let created = time(body, "ActivityDateTime")?;
    let id = add(state, lead, code, text(body, "ActivityNote"), fields, created);
    if let Some(activity) = state.activities.get_mut(&id) {
        activity.opportunity = opportunity.map(str::to_owned);
    }
    state.record("create_activity");
    Ok(id)
}

/// Adds an activity, reports it, and adds its type's score to the lead's.
pub(super) fn add(
    state: &mut State,
    lead: &str,
    code: i64,
    note: Option<String>,
    fields: Pairs,
    created: Option<DateTime<Utc>>,
) -> String {
    let id = state.add_activity(lead, code, note, fields, created);
    report(state, &id, Event::ACTIVITY_CREATE);
    let score = state.activity_types.get(&code).map_or(0, |kind| kind.score);
    if score != 0 {
        lead_writes::add_score(state, lead, score);
    }
    id
}

/// Queues the webhooks of an activity.
fn report(state: &mut State, id: &str, event: Event) {
    let Some(activity) = state.activities.get(id) else { return };
    if !state.listens(event) {
        return;
    }
    let mut data: Map<String, Value> =
        activity.fields.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    data.insert("Note".to_owned(), json!(activity.note.as_deref().unwrap_or_default()));
    let body = json!({
        "ProspectActivityId": id,
        "ActivityEvent": activity.code.to_string(),
        "ActivityEventName": name_of(state, activity.code),
        "RelatedProspectId": activity.lead,
        "CreatedOn": plain(activity.created),
        "CreatedBy": OWNER_ID,
        "Data": data
    });
    let subject = Subject { entity: "Activity", id: id.to_owned(), code: Some(activity.code), detail: None };
    state.emit(event, &subject, &body);
}

/// Captures a lead and posts an activity on it.
pub(super) fn create_with_lead(state: &mut State, body: &Value) -> Result<Value, Rejection> {
    let (Some(details), Some(activity)) = (body.get("LeadDetails"), body.get("Activity")) else {
        return Err(Rejection::new(500, "ArgumentNullException", "source"));
    };
    let code = event(state, activity)?;
    check(state, code, activity)?;
    let attributes = pairs(details, "Attribute")?;
    let (id, lead) = state.as_one(|state| {
        let captured = lead_writes::capture(state, &attributes, None)?;
        let lead = text(&captured, "Id").unwrap_or_default();
        Ok((post(state, &lead, None, code, activity)?, lead))
    })?;
    state.record("create_lead_with_activity");
    Ok(json!({"Status": "Success", "Message": {"Id": id, "RelatedId": lead}}))
}

/// Handles each row separately: a rejected row does not stop the others.
fn bulk(
    call: &Call<'_>,
    done: &str,
    mut write: impl FnMut(&Value) -> Result<String, Rejection>,
) -> Result<FakeResponse, Rejection> {
    let Some(rows) = call.body.as_array() else { return Err(Rejection::malformed()) };
    if rows.len() > MOST_ROWS {
        return Err(Rejection::input("Maximum 25 activities"));
    }
    let mut results = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (id, message) = match write(row) {
            Ok(id) => (id, Value::Null),
            Err(rejection) => (String::new(), json!(rejection.exception_and_message().1)),
        };
        let mut result = json!({"RowNumber": at + 1, "ProspectActivityId": id, "ExceptionMessage": message});
        if let Some(members) = result.as_object_mut() {
            members.insert(done.to_owned(), json!(!id.is_empty()));
        }
        results.push(result);
    }
    Ok(ok(&json!({ "Response": results })))
}

pub(super) fn bulk_by_lead_id(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    bulk(call, "ActivityCreated", |row| match text(row, "RelatedProspectId") {
        Some(_) => create(state, row),
        None => Err(Rejection::missing("RelatedProspectId")),
    })
}

pub(super) fn bulk_by_lead_field(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let by = call.request.query("searchBy").ok_or_else(|| Rejection::missing("searchBy"))?;
    bulk(call, "ActivityCreated", |row| {
        let value = text(row, "SearchByValue").ok_or_else(|| Rejection::missing("SearchByValue"))?;
        let lead = state.find_lead(by, &value).ok_or_else(Rejection::unknown_lead)?;
        let code = event(state, row)?;
        check(state, code, row)?;
        post(state, &lead, None, code, row)
    })
}

pub(super) fn bulk_by_opportunity(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("opportunityId").ok_or_else(|| Rejection::missing("opportunityId"))?;
    let opportunity = state.opportunities.get(id);
    let unknown = Rejection::unknown_opportunity(state.settings.unknown_form);
    let lead = opportunity.ok_or(unknown)?.lead.clone();
    bulk(call, "ActivityCreated", |row| {
        let code = event(state, row)?;
        check(state, code, row)?;
        post(state, &lead, Some(id), code, row)
    })
}

/// Changes an activity. For an opportunity the vendor reports success and changes nothing.
pub(super) fn update(state: &mut State, body: &Value) -> Result<String, Rejection> {
    let id = text(body, "ProspectActivityId").ok_or_else(|| Rejection::missing("ProspectActivityId"))?;
    let sent = fields(body)?;
    if state.opportunities.contains_key(&id) {
        return Ok(id);
    }
    let (now, shown) = (state.now(), state.lag(Some(())));
    let activity = state.activities.get_mut(&id).ok_or_else(Rejection::unknown_activity)?;
    if activity.is_system {
        return Err(Rejection::event_code());
    }
    if activity.is_locked {
        return Err(Rejection::not_allowed("Activity is locked"));
    }
    let mut changes = Vec::new();
    let mut note = |old: Option<&str>, field: &str, new: &str| {
        if old.unwrap_or_default() != new {
            changes.push(Change {
                activity: id.clone(),
                code: activity.code,
                at: now,
                field: field.to_owned(),
                old: old.map(str::to_owned),
                new: new.to_owned(),
            });
        }
    };
    if let Some(text) = text(body, "ActivityNote") {
        note(activity.note.as_deref(), "ActivityEvent_Note", &text);
        activity.note = Some(text);
    }
    for (name, value) in sent {
        note(get(&activity.fields, &name), &name, &value);
        set(&mut activity.fields, &name, value);
    }
    activity.modified = now;
    activity.index = shown;
    state.changes.extend(changes);
    state.record("update_activity");
    report(state, &id, Event::ACTIVITY_UPDATE);
    Ok(id)
}

pub(super) fn update_one(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = update(state, call.body)?;
    Ok(success(&json!({ "Id": id })))
}

/// Unlike the bulk writes of leads, it triggers webhooks.
pub(super) fn bulk_update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    bulk(call, "ActivityUpdated", |row| update(state, row))
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = text(call.body, "ProspectId").ok_or_else(|| Rejection::missing("ProspectId"))?;
    if !state.leads.contains_key(&lead) {
        return Err(Rejection::unknown_lead());
    }
    let codes: Vec<i64> = texts(call.body, "ActivityEventList").iter().filter_map(|code| code.parse().ok()).collect();
    if codes.is_empty() {
        return Err(Rejection::missing("ActivityEventList"));
    }
    let is_kept = |code: &i64| state.activity_types.get(code).is_some_and(|kind| !kind.can_delete);
    if codes.iter().any(is_kept) {
        return Err(Rejection::not_allowed("Delete is not allowed for this activity"));
    }
    let (from, to) = (time(call.body, "FromDate")?, time(call.body, "ToDate")?);
    let report_to = text(call.body, "StatusWebhookURL");
    state.enqueue(Effect::DeleteActivities { lead, codes, from, to }, report_to);
    Ok(queued("delete activities"))
}

/// A type that does not allow attachments is reported inside a success.
pub(super) fn attach(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let of = |name: &str| text(call.body, name).ok_or_else(|| Rejection::missing(name));
    let (activity, name, file) = (of("ProspectActivityId")?, of("AttachmentName")?, of("AttachmentFile")?);
    let found: Option<&Activity> = state.activities.get(&activity);
    let code = match found {
        Some(activity) => Some(activity.code),
        None if state.sales.contains_key(&activity) => None,
        None => return Err(Rejection::unknown_activity()),
    };
    let kind = code.and_then(|code| state.activity_types.get(&code));
    if kind.is_some_and(|kind| !kind.allows_attachments) {
        return Err(Rejection::in_success("Attachments are not allowed for this activity"));
    }
    let id = state.fresh_id(0x0a77);
    if let Some(activity) = state.activities.get_mut(&activity) {
        activity.attachments.push(Attachment { name, file });
    }
    state.record("add_activity_attachment");
    Ok(success(&json!({ "Id": id })))
}

/// Locks an activity against changes.
pub(super) fn lock(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("activityId").ok_or_else(|| Rejection::missing("activityId"))?;
    let activity = state.activities.get_mut(id).ok_or_else(Rejection::unknown_activity)?;
    if activity.is_locked {
        return Err(Rejection::not_allowed("Activity is already locked"));
    }
    activity.is_locked = true;
    state.record("lock_activity");
    Ok(success(&json!({ "Id": id })))
}
