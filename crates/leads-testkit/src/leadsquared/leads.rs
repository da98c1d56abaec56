//! `LeadManagement.svc`

use super::opportunities::bulk_response;
use super::responses::{Rejection, counted, ok, page, pairs, success, text};
use super::settings::{BulkForm, PhoneForm};
use super::state::{Lead, State};
use super::{Call, lists, notes, tasks};
use crate::FakeResponse;
use serde_json::{Map, Value, json};

const UNIQUE: [&str; 2] = ["EmailAddress", "Phone"];

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Lead.Capture") => {
            let behavior = call.request.query("LeadUpdateBehavior").map(str::to_owned);
            capture(state, call, behavior.as_deref()).map(|message| success(&message))
        }
        ("POST", "Lead.Create") => {
            let attributes = pairs(call.body, "Attribute")?;
            let id = create(state, call, &attributes)?;
            Ok(success(&json!({ "Id": id })))
        }
        ("POST", "Lead.Update") => {
            let id = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?.to_owned();
            update(state, call, &id, &pairs(call.body, "Attribute")?)?;
            Ok(success(&json!({"AffectedRows": 1})))
        }
        ("POST", "Lead.CreateOrUpdate") => create_or_update(state, call, &pairs(call.body, "Attribute")?)
            .map(|(id, _)| success(&json!({"Id": id, "AffectedRows": 1}))),
        ("POST", "Lead/Bulk/Create") => bulk(call, 50, |attributes| {
            create(state, call, attributes).map(|id| json!({"LeadId": id, "LeadCreated": true}))
        }),
        ("POST", "Lead/Bulk/CreateOrUpdate") => bulk(call, 25, |attributes| {
            let (id, is_created) = create_or_update(state, call, attributes)?;
            Ok(json!({"LeadId": id, "LeadCreated": is_created, "LeadUpdated": !is_created, "AffectedRows": 1}))
        }),
        ("POST", "Lead/Bulk/UpdateV2") => bulk_update(state, call),
        ("POST", "Lead/Bulk/Update") => {
            let ids = call.body.get("LeadIds").and_then(Value::as_array).cloned().unwrap_or_default();
            let field = call.body.get("LeadFields").cloned().unwrap_or_default();
            let (Some(name), value) = (text(&field, "Attribute"), text(&field, "Value").unwrap_or_default()) else {
                return Err(Rejection::missing("LeadFields"));
            };
            let changed = ids
                .iter()
                .filter_map(Value::as_str)
                .filter(|id| update(state, call, id, &[(name.clone(), value.clone())]).is_ok());
            let changed = changed.count();
            Ok(success(&json!({ "AffectedRows": changed })))
        }
        ("GET", "Leads.GetById") => Ok(by(state, "ProspectID", call.request.query("id"))),
        ("GET", "Leads.GetByEmailaddress") => Ok(by(state, "EmailAddress", call.request.query("emailaddress"))),
        ("GET", "RetrieveLeadByPhoneNumber") => Ok(by_phone(state, call.request.query("phone").unwrap_or_default())),
        ("GET", "Leads.GetByQuickSearch") => {
            let key = call.request.query("key").unwrap_or_default().to_ascii_lowercase();
            let fits = |lead: &&Lead| {
                lead.shown()
                    .any(|(_, value)| value.as_str().is_some_and(|text| text.to_ascii_lowercase().contains(&key)))
            };
            Ok(ok(&Value::Array(state.leads.values().filter(fits).map(flat).collect())))
        }
        ("POST", "Leads.Get") => search(state, call),
        ("POST", "Leads.RecentlyModified") => recent(state, call),
        ("GET", "Lead/Delete/ById") => {
            let id = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
            if !state.settings.allow_delete {
                return Err(Rejection::new(500, "MXUnauthorizedRequestException", "Delete is not enabled for you"));
            }
            if state.leads.remove(id).is_none() {
                return Err(Rejection::unknown_lead());
            }
            let id = id.to_owned();
            state.deleted.insert(id.clone());
            state.opportunities.retain(|_, found| found.lead != id);
            state.activities.retain(|_, found| found.lead != id);
            state.notes.retain(|_, found| found.lead != id);
            call.ledger.record("delete_lead");
            Ok(ok(&json!({"Status": "Success"})))
        }
        ("GET", "LeadsMetaData.Get") => Ok(ok(&json!([
            {"SchemaName": "EmailAddress", "DisplayName": "Email", "DataType": "Email", "IsMandatory": false, "MaxLength": "200"},
            {"SchemaName": "ProspectStage", "DisplayName": "Stage", "DataType": "Select", "IsMandatory": true,
             "Options": [{"Value": "Prospect"}, {"Value": "Customer"}]}
        ]))),
        ("POST", "CreateNote") => notes::create(state, call),
        ("POST", "RetrieveNote") => notes::list(state, call),
        ("GET", "RetrieveTaskByLeadId") => tasks::of_lead(state, call),
        ("GET", "Lists.Get") => Ok(lists::list(state, call)),
        (_, "Lead.Capture" | "Lead.Create" | "Lead.Update" | "Leads.Get" | "Lead/Delete/ById") => {
            Err(Rejection::wrong_method())
        }
        _ => Err(Rejection::no_such_path()),
    }
}

fn flat(lead: &Lead) -> Value {
    Value::Object(lead.shown().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

fn by(state: &State, name: &str, value: Option<&str>) -> FakeResponse {
    let found = value.and_then(|value| state.find_lead(name, value)).and_then(|id| state.leads.get(&id));
    ok(&Value::Array(found.map(flat).into_iter().collect()))
}

/// Finds a lead by phone number, ignoring punctuation, with or without the country code.
fn by_phone(state: &State, phone: &str) -> FakeResponse {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let wanted = digits(phone);
    let same = |known: &str| match state.settings.phone_form {
        PhoneForm::Exact => known == phone,
        PhoneForm::Digits => {
            let known = digits(known);
            let (short, long) = if known.len() < wanted.len() { (&known, &wanted) } else { (&wanted, &known) };
            // A number without its country code is the end of the full number.
            short.len() >= 6 && long.ends_with(short.as_str())
        }
    };
    let has = |lead: &&Lead| ["Phone", "Mobile"].iter().any(|name| lead.get(name).is_some_and(same));
    ok(&Value::Array(state.leads.values().find(has).map(flat).into_iter().collect()))
}

/// Rejects a write that names attributes the tenant does not have.
fn known(state: &State, attributes: &[(String, String)]) -> Result<(), Rejection> {
    let is_unknown = |name: &&str| state.settings.unknown_attributes.iter().any(|unknown| unknown == name);
    let unknown: Vec<&str> = attributes.iter().map(|(name, _)| name.as_str()).filter(is_unknown).collect();
    if unknown.is_empty() { Ok(()) } else { Err(Rejection::unknown_attributes(&unknown)) }
}

fn taken(state: &State, attributes: &[(String, String)], but: Option<&str>) -> Result<(), Rejection> {
    for (name, value) in attributes.iter().filter(|(name, value)| UNIQUE.contains(&name.as_str()) && !value.is_empty())
    {
        if state.find_lead(name, value).is_some_and(|found| Some(found.as_str()) != but) {
            return Err(Rejection::duplicate(value));
        }
    }
    Ok(())
}

fn create(state: &mut State, call: &Call<'_>, attributes: &[(String, String)]) -> Result<String, Rejection> {
    let named = ["FirstName", "LastName", "EmailAddress", "Phone"];
    if !attributes.iter().any(|(name, value)| named.contains(&name.as_str()) && !value.is_empty()) {
        return Err(Rejection::missing("FirstName, LastName, EmailAddress or Phone"));
    }
    known(state, attributes)?;
    taken(state, attributes, None)?;
    let real = attributes.iter().filter(|(name, _)| name != "SearchBy").cloned();
    let id = state.add_lead(real, Some(call.clock.now()));
    call.ledger.record("create_lead");
    Ok(id)
}

pub(super) fn update(
    state: &mut State,
    call: &Call<'_>,
    id: &str,
    attributes: &[(String, String)],
) -> Result<(), Rejection> {
    if !state.leads.contains_key(id) {
        return Err(if state.deleted.contains(id) { Rejection::stale_lead() } else { Rejection::unknown_lead() });
    }
    known(state, attributes)?;
    taken(state, attributes, Some(id))?;
    if let Some(lead) = state.leads.get_mut(id) {
        for (name, value) in attributes.iter().filter(|(name, _)| name != "SearchBy" && name != "ProspectID") {
            lead.set(name, value.clone());
        }
        lead.changed = Some(call.clock.now());
    }
    call.ledger.record("update_lead");
    Ok(())
}

/// The existing lead is found by `SearchBy`, or else by id, e-mail address and phone number, in this order.
pub(super) fn capture(state: &mut State, call: &Call<'_>, behavior: Option<&str>) -> Result<Value, Rejection> {
    let attributes = pairs(call.body, "Attribute")?;
    let value = |name: &str| attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let order: Vec<&str> = match value("SearchBy") {
        Some(name) => vec![name],
        None => vec!["ProspectID", "EmailAddress", "Phone"],
    };
    let found = order.into_iter().find_map(|name| {
        let attribute = if name == "ProspectId" { "ProspectID" } else { name };
        state.find_lead(attribute, value(attribute).filter(|value| !value.is_empty())?)
    });
    let Some(id) = found else {
        let id = create(state, call, &attributes)?;
        return Ok(json!({"Id": id, "RelatedId": id, "IsCreated": true}));
    };
    let lead = state.leads.get(&id);
    let change: Vec<(String, String)> = attributes
        .iter()
        .filter(|(name, _)| match behavior {
            Some("DoNotUpdate") => false,
            Some("UpdateOnlyEmptyFields") => lead.and_then(|lead| lead.get(name)).is_none_or(str::is_empty),
            Some("DoNotUpdateUniqueFields") => !UNIQUE.contains(&name.as_str()),
            // The source of an existing lead is unchanged.
            _ => name != "Source",
        })
        .cloned()
        .collect();
    if !change.is_empty() {
        update(state, call, &id, &change)?;
    }
    Ok(json!({"Id": id, "RelatedId": id, "IsCreated": false}))
}

/// Finds the lead by `SearchBy`, or else by id or e-mail address, and creates one otherwise. A known phone number with
/// a different e-mail address is then a duplicate.
fn create_or_update(
    state: &mut State,
    call: &Call<'_>,
    attributes: &[(String, String)],
) -> Result<(String, bool), Rejection> {
    let value = |name: &str| attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let order: Vec<&str> = match value("SearchBy") {
        Some(name) => vec![name],
        None => vec!["ProspectID", "EmailAddress"],
    };
    let found = order.into_iter().find_map(|name| {
        let attribute = if name == "ProspectId" { "ProspectID" } else { name };
        state.find_lead(attribute, value(attribute).filter(|value| !value.is_empty())?)
    });
    match found {
        Some(id) => update(state, call, &id, attributes).map(|()| (id, false)),
        None => create(state, call, attributes).map(|id| (id, true)),
    }
}

/// Handles a list of leads separately and returns a row for each, numbered from 1.
fn bulk(
    call: &Call<'_>,
    most: usize,
    mut write: impl FnMut(&[(String, String)]) -> Result<Value, Rejection>,
) -> Result<FakeResponse, Rejection> {
    let leads = call.body.as_array().ok_or_else(Rejection::malformed)?;
    if leads.len() > most {
        return Err(Rejection::input(&format!("Maximum {most} leads")));
    }
    let mut rows = Vec::new();
    for (at, lead) in leads.iter().enumerate() {
        let written = pairs(lead, "Attribute").and_then(|attributes| write(&attributes));
        let mut row = written.unwrap_or_else(|rejection| {
            let (exception, message) = rejection.exception_and_message();
            json!({
                "LeadId": "", "LeadCreated": false, "LeadUpdated": false, "AffectedRows": 0,
                "ExceptionType": exception, "ErrorMessage": message
            })
        });
        if let Some(row) = row.as_object_mut() {
            row.insert("RowNumber".to_owned(), json!(at + 1));
        }
        rows.push(row);
    }
    Ok(ok(&Value::Array(rows)))
}

fn bulk_update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let by = text(call.body, "SearchByKey");
    let Some(rows) = call.body.get("LeadPropertiesList").and_then(Value::as_array) else {
        return Err(Rejection::malformed());
    };
    let mut results = Vec::new();
    for row in rows {
        let attributes = pairs(row.get("Fields").unwrap_or(&Value::Null), "Attribute")?;
        let name = by.as_deref().unwrap_or("ProspectId");
        let key =
            attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let found = state.find_lead(name, &key);
        let changed = match found {
            None => Err(Rejection::unknown_lead()),
            Some(id) => {
                let rest: Vec<_> = attributes.into_iter().filter(|(known, _)| known != "ProspectId").collect();
                update(state, call, &id, &rest).map(|()| id)
            }
        };
        results.push((key, changed.map_err(|rejection| rejection.exception_and_message())));
    }
    // The only bulk response whose format is documented.
    Ok(ok(&bulk_response(BulkForm::Counts, "Id", by.as_deref().unwrap_or("ProspectId"), &results)))
}

fn search(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let (index, size) = page(call.body, usize::MAX)?;
    // A larger page size is silently capped.
    let size = size.min(1_000);
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let (name, value) = (text(&parameter, "LookupName"), text(&parameter, "LookupValue"));
    let operator = text(&parameter, "SqlOperator").unwrap_or_else(|| "=".to_owned());
    if !["=", "<>", "LIKE", ">", ">=", "<", "<=", "IN"].contains(&operator.as_str()) {
        return Err(Rejection::new(500, "MXInvalidEntityException", "Invalid SqlOperator."));
    }
    let fits = |lead: &&Lead| {
        // An unknown wrapper is ignored, and everything is returned.
        let (Some(name), Some(value)) = (&name, &value) else { return true };
        let known = lead.get(name).unwrap_or_default();
        match operator.as_str() {
            "=" => known.eq_ignore_ascii_case(value),
            "<>" => !known.eq_ignore_ascii_case(value),
            "LIKE" => known.to_ascii_lowercase().contains(&value.to_ascii_lowercase()),
            ">" => known > value.as_str(),
            ">=" => known >= value.as_str(),
            "<" => known < value.as_str(),
            "<=" => known <= value.as_str(),
            // The format of the list is not documented.
            _ => value.split(',').any(|one| known.eq_ignore_ascii_case(one.trim())),
        }
    };
    let rows = state.leads.values().filter(fits).skip((index - 1) * size).take(size).map(flat);
    Ok(ok(&Value::Array(rows.collect())))
}

fn recent(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let (index, size) = page(call.body, 5_000)?;
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let time = |name: &str| {
        let text = text(&parameter, name).ok_or_else(|| Rejection::missing(name))?;
        chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S")
            .map(|time| time.and_utc())
            .map_err(|_| Rejection::input(name))
    };
    let (from, to) = (time("FromDate")?, time("ToDate")?);
    if from > to {
        return Err(Rejection::input("FromDate"));
    }
    let found: Vec<&Lead> = state
        .leads
        .values()
        // Times are stored with milliseconds, so a row just after `to` is in no range that ends there.
        .filter(|lead| lead.changed.is_some_and(|changed| changed >= from && changed <= to))
        .collect();
    let rows: Vec<Value> = found
        .iter()
        .skip((index - 1) * size)
        .take(size)
        .map(|lead| {
            let pairs: Vec<Value> =
                lead.shown().map(|(name, value)| json!({"Attribute": name, "Value": value})).collect();
            json!({ "LeadPropertyList": pairs })
        })
        .collect();
    Ok(counted(found.len(), "Leads", rows, state.settings.leave_out_empty_lists))
}
