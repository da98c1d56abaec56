//! `OpportunityManagement.svc`

use super::responses::{Rejection, counted, field_rows, fields, ok, page, pairs, success, text, written};
use super::settings::BulkForm;
use super::state::{Opportunity, State};
use super::{Call, EVENT_CODE};
use crate::FakeResponse;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tokio::time::Instant;

const COMMENT: &str = "mx_Custom_19";

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Capture") => capture(state, call).map(|body| ok(&body)),
        ("POST", "Update") => {
            let id = update(state, call.body, call)?;
            Ok(success(&json!({ "Id": id })))
        }
        ("POST", "Bulk/Add/ByLeadField") => bulk_add(state, call),
        ("GET", "Delete") => delete(state, call),
        ("GET", "GetOpportunityDetails") => details(state, call),
        ("POST", "GetOpportunitiesOfLead") => {
            let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?.to_owned();
            let code = call.request.query("opportunityType").and_then(|code| code.parse().ok());
            list(state, call, |found| found.lead == lead && code.is_none_or(|code: i64| found.code == code))
        }
        ("POST", "GetOpportunitiesByUniqueLeadField") => {
            let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
            let (name, value) = (text(&parameter, "LookupName"), text(&parameter, "LookupValue"));
            let (Some(name), Some(value)) = (name, value) else { return Err(Rejection::missing("LookupName")) };
            let lead = state.find_lead(&name, &value);
            list(state, call, |found| Some(&found.lead) == lead.as_ref())
        }
        ("POST", "Retrieve/BySearchParameter") => search(state, call),
        ("POST", "GetOpportunitiesById") => by_ids(state, call),
        ("GET", "GetOpportunityTypes") => {
            Ok(ok(&json!([{"EventCode": EVENT_CODE, "DisplayName": "Sale", "CanDelete": true, "Fields": null}])))
        }
        ("GET", "GetOpportunityTypeMetadata") => metadata(state, call),
        ("GET", "IsOpportunityEnabled") => Ok(ok(&json!({"OpportunityManagement": "Enabled"}))),
        (_, "Capture" | "Update" | "Delete" | "GetOpportunitiesOfLead" | "GetActivitiesOfOpportunity") => {
            Err(Rejection::wrong_method())
        }
        _ => Err(Rejection::no_such_path()),
    }
}

fn fields_of(body: &Value) -> Result<BTreeMap<String, String>, Rejection> {
    Ok(fields(body)?.into_iter().collect())
}

/// Checks the rules that apply to a write of fields.
fn check(state: &State, sent: &BTreeMap<String, String>, all: &BTreeMap<String, String>) -> Result<(), Rejection> {
    if let Some(name) = state.settings.mandatory.iter().find(|name| all.get(*name).is_none_or(|value| value.is_empty()))
    {
        return Err(Rejection::mandatory_field(name));
    }
    let Some(status) = sent.get("Status") else { return Ok(()) };
    if !["Open", "Won", "Lost"].contains(&status.as_str()) {
        return Err(Rejection::new(500, "MXInvalidActivityFieldsException", "Status is not in the list of options."));
    }
    match state.settings.comment_with_status && sent.get(COMMENT).is_none_or(|text| text.is_empty()) {
        true => Err(Rejection::mandatory_field(COMMENT)),
        false => Ok(()),
    }
}

pub(super) fn capture(state: &mut State, call: &Call<'_>) -> Result<Value, Rejection> {
    let (Some(details), Some(sent)) = (call.body.get("LeadDetails"), call.body.get("Opportunity")) else {
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
    let code: i64 = text(sent, "OpportunityEventCode")
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| Rejection::missing("OpportunityEventCode"))?;
    let flag = |name: &str| sent.get(name).and_then(Value::as_bool).unwrap_or(false);
    if flag("OverwriteFields") && flag("UpdateEmptyFields") {
        return Err(Rejection::input("OverwriteFields and UpdateEmptyFields"));
    }
    if code != EVENT_CODE {
        return Err(Rejection::input("OpportunityEventCode"));
    }
    let fields = fields_of(sent)?;
    let now = call.clock.now();
    let (lead, made_lead) = match state.find_lead(attribute, &wanted) {
        Some(lead) => (lead, false),
        None => {
            let real = attributes.iter().filter(|(name, _)| name != "SearchBy" && !name.starts_with("__")).cloned();
            (state.add_lead(real, Some(now)), true)
        }
    };
    if let Err(rejection) = check(state, &fields, &fields) {
        // The lead was created before the opportunity was rejected, and it stays: the response is HTTP 200 nonetheless.
        if made_lead {
            call.ledger.record("create_lead");
        }
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
    let same = state.settings.duplicate_by.clone().and_then(|name| {
        let value = fields.get(&name)?;
        let open = |found: &&Opportunity| {
            found.lead == lead && found.code == code && found.fields.get("Status").is_some_and(|text| text == "Open")
        };
        state
            .opportunities
            .values()
            .filter(open)
            .find(|found| found.fields.get(&name) == Some(value))
            .map(|found| found.id.clone())
    });
    let (created, conflicted, action) = match same {
        Some(id) => {
            let (overwrite, fill) = (flag("OverwriteFields"), flag("UpdateEmptyFields"));
            if (overwrite || fill)
                && let Some(found) = state.opportunities.get_mut(&id)
            {
                for (name, value) in fields {
                    let empty = found.fields.get(&name).is_none_or(|known| known.is_empty());
                    if overwrite || empty {
                        found.fields.insert(name, value);
                    }
                }
                found.modified = Some(now);
                call.ledger.record("update_opportunity");
            }
            (Value::Null, Value::String(id), 3)
        }
        None => {
            let note = text(sent, "OpportunityNote");
            let id = state.add_opportunity(&lead, code, fields, note, Some((now, call.clock.instant())));
            call.ledger.record("capture_opportunity");
            (Value::String(id), Value::Null, 1)
        }
    };
    let activity = state.fresh_id(0x0ac7);
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
            "OverwriteFields": flag("OverwriteFields"),
            "UpdateEmptyFields": flag("UpdateEmptyFields"),
            "DoNotPostDuplicateActivity": flag("DoNotPostDuplicateActivity"),
            "DoNotChangeOwner": flag("DoNotChangeOwner"),
            "ExceptionType": null,
            "ExceptionMessage": null,
            "RequestId": null
        }),
    ))
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

pub(super) fn update(state: &mut State, body: &Value, call: &Call<'_>) -> Result<String, Rejection> {
    if body.get("Opportunity").is_some() || body.get("LeadDetails").is_some() {
        return Err(Rejection::new(500, "ArgumentNullException", "source"));
    }
    let id = text(body, "ProspectOpportunityId").ok_or_else(|| Rejection::missing("ProspectOpportunityId"))?;
    let sent = fields_of(body)?;
    let Some(found) = state.opportunities.get(&id) else {
        return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
    };
    let mut all = found.fields.clone();
    all.extend(sent.clone());
    check(state, &sent, &all)?;
    let lag = state.settings.lag;
    let Some(found) = state.opportunities.get_mut(&id) else {
        return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
    };
    if !lag.is_zero() {
        let old = found.shown_fields(call.clock.instant()).cloned();
        found.before = Some((call.clock.instant() + lag, old));
    }
    found.fields = all;
    found.note = text(body, "OpportunityNote").or(found.note.take());
    found.modified = Some(call.clock.now());
    call.ledger.record("update_opportunity");
    Ok(id)
}

fn bulk_add(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let by = call.request.query("SearchBy").ok_or_else(|| Rejection::missing("SearchBy"))?.to_owned();
    let Some(rows) = call.body.as_array() else { return Err(Rejection::malformed()) };
    if rows.len() > 25 {
        return Err(Rejection::input("Maximum 25 opportunities"));
    }
    let mut results = Vec::new();
    for row in rows {
        let value = text(row, "SearchByValue").unwrap_or_default();
        let added = match state.find_lead(&by, &value) {
            None => Err(Rejection::unknown_lead()),
            Some(lead) => fields_of(row).and_then(|fields| {
                check(state, &fields, &fields)?;
                let code = text(row, "OpportunityEventCode").and_then(|code| code.parse().ok()).unwrap_or(EVENT_CODE);
                let at = Some((call.clock.now(), call.clock.instant()));
                Ok(state.add_opportunity(&lead, code, fields, text(row, "OpportunityNote"), at))
            }),
        };
        if added.is_ok() {
            call.ledger.record("bulk_add_opportunities");
        }
        results.push((value, added.map_err(|rejection| rejection.exception_and_message())));
    }
    Ok(ok(&bulk_response(state.settings.bulk_form, "Id", &by, &results)))
}

type RowResult = (String, Result<String, (String, String)>);

/// Returns a bulk response in the configured format. `id` is the member that holds the id of what a row created.
pub(super) fn bulk_response(form: BulkForm, id: &str, by: &str, rows: &[RowResult]) -> Value {
    let each = || -> Vec<Value> {
        let row = |(at, (_, result)): (usize, &RowResult)| match result {
            Ok(made) => json!({"RowNumber": at + 1, id: made, "Status": "Success"}),
            Err((exception, message)) => json!({
                "RowNumber": at + 1, "Status": "Error", "ExceptionType": exception, "ExceptionMessage": message
            }),
        };
        rows.iter().enumerate().map(row).collect()
    };
    match form {
        BulkForm::Response => json!({ "Response": each() }),
        BulkForm::Bare => Value::Array(each()),
        BulkForm::Counts => {
            let failed: Vec<Value> = rows
                .iter()
                .filter_map(|(key, result)| result.as_ref().err().map(|(_, reason)| (key, reason)))
                .map(|(key, reason)| json!({"Identifier": by, "IdentifierValue": key, "Reason": reason}))
                .collect();
            let word = if failed.is_empty() { "Success" } else { "Error" };
            json!({
                "Status": {
                    "TotalCount": rows.len(),
                    "SuccessCount": rows.len() - failed.len(),
                    "FailureCount": failed.len(),
                    "Message": word
                },
                "Details": { "FailedLeads": failed }
            })
        }
    }
}

fn delete(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    // Under any other name nothing is done, and no error is reported.
    let Some(id) = call.request.query("Id") else {
        return Ok(success(&json!({"IsSuccessful": true})));
    };
    if !state.settings.allow_delete {
        return Err(Rejection::new(500, "MXUnauthorizedRequestException", "Delete is not allowed for this type."));
    }
    if state.opportunities.remove(id).is_none() {
        return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
    }
    call.ledger.record("delete_opportunity");
    Ok(success(&json!({"IsSuccessful": true})))
}

fn details(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("OpportunityId").or_else(|| call.request.query("opportunityId"));
    let found = id.and_then(|id| state.opportunities.get(id));
    let Some(found) = found else {
        return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
    };
    let millis = |time: Option<chrono::DateTime<chrono::Utc>>| {
        time.map(|time| format!("/Date({}+0000)/", time.timestamp_millis()))
    };
    Ok(ok(&json!({
        "ID": found.id,
        "Name": "Sale",
        "DisplayName": "Sale",
        "RelatedProspectId": found.lead,
        "OpportunityNote": found.note,
        "CreatedOn": millis(found.created),
        "ModifiedOn": millis(found.modified),
        "Fields": field_rows(&found.fields)
    })))
}

impl Opportunity {
    /// Returns the fields that an index shows now; `None` while it does not know the opportunity.
    fn shown_fields(&self, now: Instant) -> Option<&BTreeMap<String, String>> {
        match &self.before {
            Some((until, old)) if now < *until => old.as_ref(),
            _ => Some(&self.fields),
        }
    }

    fn row(&self, state: &State, fields: &BTreeMap<String, String>) -> Value {
        let mut row = Map::new();
        let lead = state.leads.get(&self.lead);
        row.insert("ProspectId".to_owned(), json!(self.lead));
        row.insert("RelatedProspectId".to_owned(), json!(self.lead));
        for name in ["FirstName", "LastName", "EmailAddress", "Phone"] {
            row.insert(name.to_owned(), json!(lead.and_then(|lead| lead.get(name))));
        }
        row.insert("OpportunityId".to_owned(), json!(self.id));
        row.insert("OpportunityEvent".to_owned(), json!(self.code.to_string()));
        row.insert("OpportunityNote".to_owned(), json!(self.note));
        row.insert("PACreatedOn".to_owned(), json!(self.created.map(written)));
        row.insert("PAModifiedOn".to_owned(), json!(self.modified.map(written)));
        for (name, value) in fields {
            row.insert(name.clone(), if value.is_empty() { Value::Null } else { json!(value) });
        }
        Value::Object(row)
    }
}

fn list(state: &State, call: &Call<'_>, fits: impl Fn(&Opportunity) -> bool) -> Result<FakeResponse, Rejection> {
    let (index, size) = page(call.body, 1_000)?;
    let now = call.clock.instant();
    let found: Vec<Value> = state
        .opportunities
        .values()
        .filter(|found| fits(found))
        .filter_map(|found| Some(found.row(state, found.shown_fields(now)?)))
        .collect();
    let count = found.len();
    let rows = found.into_iter().skip((index - 1) * size).take(size).collect();
    Ok(counted(count, "List", rows, state.settings.leave_out_empty_lists))
}

fn search(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let code = text(call.body, "OpportunityEventCode").ok_or_else(|| Rejection::missing("OpportunityEventCode"))?;
    let conditions: Value = text(call.body, "AdvancedSearch")
        .and_then(|text| serde_json::from_str(&text).ok())
        .ok_or_else(|| Rejection::missing("AdvancedSearch"))?;
    let rows: Vec<(String, String)> = conditions
        .pointer("/Conditions/0/RowCondition")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|row| Some((text(row, "LSO")?, text(row, "RSO")?)))
        .collect();
    if !rows.iter().any(|(field, value)| field == "ActivityEvent" && *value == code) {
        return Err(Rejection::input("AdvancedSearch criteria does not match ActivityEvent passed"));
    }
    list(state, call, |found| {
        found.code.to_string() == code
            && rows
                .iter()
                .filter(|(field, _)| field != "ActivityEvent")
                .all(|(field, value)| found.fields.get(field).is_some_and(|known| known == value))
    })
}

/// Returns the opportunities of a type that were changed in a range, as activities: `RetrieveByActivityEvent`. That the
/// vendor includes opportunities is inferred.
pub(super) fn changed(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let code = text(&parameter, "ActivityEvent").ok_or_else(|| Rejection::input("ActivityEvent"))?;
    let time = |name: &str| {
        let text = text(&parameter, name).ok_or_else(|| Rejection::missing(name))?;
        chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S")
            .map(|time| time.and_utc())
            .map_err(|_| Rejection::input(name))
    };
    let (from, to) = (time("FromDate")?, time("ToDate")?);
    let (index, size) = page(call.body, 1_000)?;
    let fits = |found: &&Opportunity| {
        found.code.to_string() == code && found.modified.is_some_and(|time| time >= from && time <= to)
    };
    let rows: Vec<Value> = state
        .opportunities
        .values()
        .filter(fits)
        .map(|found| {
            let mut row = json!({
                "ProspectActivityId": found.id,
                "RelatedProspectId": found.lead,
                "ActivityEvent": code,
                "ActivityEvent_Note": found.note,
                "CreatedOn": found.created.map(written),
                "ModifiedOn": found.modified.map(written)
            });
            if let Some(members) = row.as_object_mut() {
                members.extend(found.fields.iter().map(|(name, value)| (name.clone(), json!(value))));
            }
            row
        })
        .collect();
    let count = rows.len();
    let rows = rows.into_iter().skip((index - 1) * size).take(size).collect();
    Ok(counted(count, "List", rows, true))
}

fn by_ids(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let groups = call.body.get("SearchParameters").and_then(Value::as_array).ok_or_else(Rejection::malformed)?;
    let now = call.clock.instant();
    let response: Vec<Value> = groups
        .iter()
        .map(|group| {
            let ids = group.get("ProspectActivityId").and_then(Value::as_array).cloned().unwrap_or_default();
            let rows: Vec<Value> = ids
                .iter()
                .filter_map(|id| state.opportunities.get(id.as_str()?))
                .filter_map(|found| Some(found.row(state, found.shown_fields(now)?)))
                .collect();
            json!({"EventCode": text(group, "EventCode"), "RecordCount": rows.len(), "Opportunities": rows})
        })
        .collect();
    Ok(ok(&Value::Array(response)))
}

fn metadata(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    if call.request.query("code").and_then(|code| code.parse().ok()) != Some(EVENT_CODE) {
        return Err(Rejection::input("code"));
    }
    let options = json!(["Open", "Won", "Lost"].map(|word| json!({"Value": word, "IsDefault": word == "Open"})));
    let mut fields = vec![json!({
        "SchemaName": "Status", "DisplayName": "Status", "DataType": "SearchableDropdown", "IsMandatory": true,
        "OptionSet": options.to_string()
    })];
    fields.extend(
        state
            .settings
            .mandatory
            .iter()
            .map(|name| json!({"SchemaName": name, "DataType": "String", "IsMandatory": true})),
    );
    Ok(ok(&json!({
        "EventCode": EVENT_CODE, "DisplayName": "Sale", "CanDelete": state.settings.allow_delete, "Fields": fields
    })))
}
