//! Writes of opportunities.

use super::activity_types::{CAPTURED, DUPLICATE};
use super::bulk_rows::{RowResult, bulk_response};
use super::events::Event;
use super::opportunity_types::STAGE;
use super::outbox::Subject;
use super::records::{Change, OWNER_ID, Opportunity};
use super::responses::{Rejection, fields, flag, ok, pairs, plain, success, text, whole};
use super::state::State;
use super::types::STATES;
use super::{Call, EVENT_CODE, lead_writes};
use crate::FakeResponse;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const COMMENT: &str = "mx_Custom_19";

/// Fields that only the vendor sets.
const SYSTEM: [&str; 4] = ["CreatedOn", "ModifiedOn", "CreatedBy", "ModifiedBy"];

fn fields_of(body: &Value) -> Result<BTreeMap<String, String>, Rejection> {
    Ok(fields(body)?.into_iter().collect())
}

/// Checks the rules that apply to a write of fields.
fn check(
    state: &State,
    code: i64,
    sent: &BTreeMap<String, String>,
    all: &BTreeMap<String, String>,
) -> Result<(), Rejection> {
    let defined = state.opportunity_types.get(&code).map(|kind| kind.fields.as_slice()).unwrap_or_default();
    // The status has a default.
    let required = defined.iter().filter(|field| field.is_mandatory && field.name != "Status").map(|field| &field.name);
    let is_missing = |name: &&String| all.get(*name).is_none_or(|value| value.is_empty());
    if let Some(name) = state.settings.mandatory.iter().chain(required).find(is_missing) {
        return Err(Rejection::mandatory_field(name));
    }
    let Some(status) = sent.get("Status") else { return Ok(()) };
    if !STATES.contains(&status.as_str()) {
        return Err(Rejection::new(500, "MXInvalidActivityFieldsException", "Status is not in the list of options."));
    }
    match state.settings.comment_with_status && sent.get(COMMENT).is_none_or(|text| text.is_empty()) {
        true => Err(Rejection::mandatory_field(COMMENT)),
        false => Ok(()),
    }
}

/// Queues the webhooks of an opportunity, whose bodies have no fields.
fn report(state: &mut State, found: &Opportunity, event: Event, detail: Option<String>) {
    let body = json!({
        "ProspectActivityId": found.id,
        "ActivityEvent": found.code.to_string(),
        "RelatedProspectId": found.lead,
        "CreatedOn": plain(found.created),
        "CreatedBy": OWNER_ID,
        "Data": {}
    });
    let subject = Subject { entity: "Opportunity", id: found.id.clone(), code: Some(found.code), detail };
    state.emit(event, &subject, &body);
}

/// Adds an opportunity, and reports it.
fn add(state: &mut State, lead: &str, code: i64, fields: BTreeMap<String, String>, note: Option<String>) -> String {
    let id = state.add_opportunity(lead, code, fields, note);
    if let Some(found) = state.opportunities.get(&id).cloned() {
        report(state, &found, Event::OPPORTUNITY_CREATE, None);
    }
    id
}

pub(super) fn capture(state: &mut State, body: &Value) -> Result<Value, Rejection> {
    let (Some(details), Some(sent)) = (body.get("LeadDetails"), body.get("Opportunity")) else {
        return Err(Rejection::new(500, "ArgumentNullException", "source"));
    };
    let attributes = pairs(details, "Attribute")?;
    let value = |name: &str| attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let search_by = value("SearchBy").ok_or_else(|| Rejection::missing("SearchBy"))?;
    if search_by == "ProspectID" {
        return Err(Rejection::input("Invalid SearchBy value provided"));
    }
    let attribute = if search_by == "ProspectId" { "ProspectID" } else { search_by.as_str() };
    let wanted = value(attribute).filter(|value| !value.is_empty()).ok_or_else(|| Rejection::missing(attribute))?;
    let code = whole(sent, "OpportunityEventCode").ok_or_else(|| Rejection::missing("OpportunityEventCode"))?;
    if flag(sent, "OverwriteFields") && flag(sent, "UpdateEmptyFields") {
        return Err(Rejection::input("OverwriteFields and UpdateEmptyFields"));
    }
    if !state.opportunity_types.contains_key(&code) {
        return Err(Rejection::input("OpportunityEventCode"));
    }
    let fields = fields_of(sent)?;
    let (lead, made_lead) = match state.find_lead(attribute, &wanted) {
        Some(lead) => (lead, false),
        None => (state.as_one(|state| lead_writes::add(state, &attributes)), true),
    };
    if let Err(rejection) = check(state, code, &fields, &fields) {
        if made_lead {
            state.record("create_lead");
        }
        // The lead was created before the opportunity was rejected, and it stays: the response is HTTP 200 nonetheless.
        let (exception, message) = rejection.exception_and_message();
        let request = state.fresh_id(0x0e01);
        return Ok(numbers(
            state,
            json!({
                "Status": 1,
                "CreatedOpportunityId": null,
                "ConflictedOpportunityId": null,
                "RelatedProspectId": made_lead.then_some(lead),
                "IsUnique": false,
                "ExceptionType": exception,
                "ExceptionMessage": message,
                "RequestId": request
            }),
        ));
    }
    let (created, conflicted, action) = match duplicate(state, &lead, code, &fields) {
        Some(id) => {
            overwrite(state, &id, fields, flag(sent, "OverwriteFields"), flag(sent, "UpdateEmptyFields"));
            (Value::Null, Value::String(id), 3)
        }
        None => {
            let id = add(state, &lead, code, fields, text(sent, "OpportunityNote"));
            state.record("capture_opportunity");
            (Value::String(id), Value::Null, 1)
        }
    };
    let mut activity = state.add_system_activity(&lead, CAPTURED, "");
    if action == 3 && !flag(sent, "DoNotPostDuplicateActivity") {
        activity = state.add_system_activity(&lead, DUPLICATE, "");
    }
    Ok(numbers(
        state,
        json!({
            "Status": 0,
            "CreatedOpportunityId": created,
            "ConflictedOpportunityId": conflicted,
            "RelatedProspectId": lead,
            // Without a duplicate rule, the response does not mention duplicates.
            "IsUnique": action == 1,
            "PrimaryAction": 0,
            "SecondaryAction": 0,
            "AdditionalDetails": [{"ActivityId": activity, "PostDeDupActionPerformed": action}],
            "OverwriteFields": flag(sent, "OverwriteFields"),
            "UpdateEmptyFields": flag(sent, "UpdateEmptyFields"),
            "DoNotPostDuplicateActivity": flag(sent, "DoNotPostDuplicateActivity"),
            "DoNotChangeOwner": flag(sent, "DoNotChangeOwner"),
            "ExceptionType": null,
            "ExceptionMessage": null,
            "RequestId": null
        }),
    ))
}

/// Finds the open opportunity that the account's rule says is the same.
fn duplicate(state: &State, lead: &str, code: i64, fields: &BTreeMap<String, String>) -> Option<String> {
    let name = state.settings.duplicate_by.as_ref()?;
    let value = fields.get(name)?;
    let same = |found: &&Opportunity| {
        found.lead == lead
            && found.code == code
            && found.fields.get("Status").is_some_and(|text| text == "Open")
            && found.fields.get(name) == Some(value)
    };
    state.opportunities.values().find(same).map(|found| found.id.clone())
}

/// Writes the fields of a duplicate into the opportunity that exists.
fn overwrite(state: &mut State, id: &str, fields: BTreeMap<String, String>, overwrite: bool, fill: bool) {
    if !overwrite && !fill {
        return;
    }
    let Some(found) = state.opportunities.get(id) else { return };
    let is_empty = |name: &String| found.fields.get(name).is_none_or(|known| known.is_empty());
    let changes = fields.into_iter().filter(|(name, _)| overwrite || is_empty(name)).collect();
    change(state, id, changes, None);
    state.record("update_opportunity");
}

fn numbers(state: &State, mut response: Value) -> Value {
    if state.settings.capture_numbers_as_text
        && let Some(status) = response.get("Status").map(ToString::to_string)
        && let Some(members) = response.as_object_mut()
    {
        members.insert("Status".to_owned(), Value::String(status));
    }
    response
}

/// Changes an opportunity without further checks, and reports it.
fn change(state: &mut State, id: &str, changes: BTreeMap<String, String>, note: Option<String>) {
    let now = state.now();
    let Some(found) = state.opportunities.get(id) else { return };
    let index = state.lag(found.index.shown(&found.fields, state.instant()).cloned());
    let Some(found) = state.opportunities.get_mut(id) else { return };
    let mut changed = Vec::new();
    for (name, value) in changes {
        let old = found.fields.insert(name.clone(), value.clone());
        if old.as_deref().unwrap_or_default() != value {
            let (activity, code) = (found.id.clone(), found.code);
            changed.push(Change { activity, code, at: now, field: name, old, new: value });
        }
    }
    found.index = index;
    found.note = note.or(found.note.take());
    found.modified = now;
    let found = found.clone();
    if !state.outbox.hooks.is_empty() {
        report(state, &found, Event::OPPORTUNITY_UPDATE, None);
        for change in &changed {
            report(state, &found, Event::OPPORTUNITY_FIELD_CHANGE, Some(change.field.clone()));
            if change.field == STAGE {
                report(state, &found, Event::OPPORTUNITY_STAGE_CHANGE, None);
            }
        }
    }
    state.changes.extend(changed);
}

pub(super) fn update(state: &mut State, body: &Value) -> Result<String, Rejection> {
    if body.get("Opportunity").is_some() || body.get("LeadDetails").is_some() {
        return Err(Rejection::new(500, "ArgumentNullException", "source"));
    }
    let id = text(body, "ProspectOpportunityId").ok_or_else(|| Rejection::missing("ProspectOpportunityId"))?;
    let sent = fields_of(body)?;
    let Some(found) = state.opportunities.get(&id) else {
        return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
    };
    if let Some(name) = SYSTEM.iter().find(|name| sent.contains_key(**name)) {
        return Err(Rejection::not_allowed(&format!("{name} can not be updated")));
    }
    let mut all = found.fields.clone();
    all.extend(sent.clone());
    check(state, found.code, &sent, &all)?;
    change(state, &id, sent, text(body, "OpportunityNote"));
    state.record("update_opportunity");
    Ok(id)
}

pub(super) fn update_one(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = update(state, call.body)?;
    Ok(success(&json!({ "Id": id })))
}

fn rows<'a>(call: &Call<'a>) -> Result<&'a [Value], Rejection> {
    let rows = call.body.as_array().ok_or_else(Rejection::malformed)?;
    if rows.len() > 25 { Err(Rejection::input("Maximum 25 opportunities")) } else { Ok(rows) }
}

pub(super) fn bulk_add(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let by = call.request.query("SearchBy").ok_or_else(|| Rejection::missing("SearchBy"))?.to_owned();
    let mut results: Vec<RowResult> = Vec::new();
    for row in rows(call)? {
        let value = text(row, "SearchByValue").unwrap_or_default();
        let code = whole(row, "OpportunityEventCode").unwrap_or(EVENT_CODE);
        let added = match state.find_lead(&by, &value) {
            None => Err(Rejection::unknown_lead()),
            Some(_) if !state.opportunity_types.contains_key(&code) => Err(Rejection::input("OpportunityEventCode")),
            Some(lead) => fields_of(row).and_then(|mut fields| {
                check(state, code, &fields, &fields)?;
                if let Some(address) = text(row, "OpportunityOwnerEmail") {
                    let owner = state.find_user(&address).ok_or_else(|| Rejection::input("OpportunityOwnerEmail"))?;
                    fields.insert("Owner".to_owned(), owner.id.clone());
                }
                Ok(add(state, &lead, code, fields, text(row, "OpportunityNote")))
            }),
        };
        if added.is_ok() {
            state.record("bulk_add_opportunities");
        }
        results.push((value, added.map_err(|rejection| rejection.exception_and_message())));
    }
    Ok(ok(&bulk_response(state.settings.bulk_form, "Id", &by, &results)))
}

pub(super) fn bulk_update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let mut results: Vec<RowResult> = Vec::new();
    for row in rows(call)? {
        let id = text(row, "ProspectOpportunityId").unwrap_or_default();
        let code = whole(row, "OpportunityEventCode");
        let is_other = state.opportunities.get(&id).is_some_and(|found| code.is_none_or(|code| found.code != code));
        let updated = if is_other { Err(Rejection::input("OpportunityEventCode")) } else { update(state, row) };
        results.push((id, updated.map_err(|rejection| rejection.exception_and_message())));
    }
    let form = state.settings.bulk_form;
    Ok(ok(&bulk_response(form, "ProspectOpportunityId", "ProspectOpportunityId", &results)))
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    // Under any other name nothing is done, and no error is reported.
    let Some(id) = call.request.query("Id") else {
        return Ok(success(&json!({"IsSuccessful": true})));
    };
    if !state.settings.allow_delete {
        return Err(Rejection::new(500, "MXUnauthorizedRequestException", "Delete is not allowed for this type."));
    }
    let Some(found) = state.opportunities.remove(id) else {
        return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
    };
    state.activities.retain(|_, activity| activity.opportunity.as_deref() != Some(id));
    state.record("delete_opportunity");
    report(state, &found, Event::OPPORTUNITY_DELETE, None);
    Ok(success(&json!({"IsSuccessful": true})))
}
