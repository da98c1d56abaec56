//! Reads of opportunities.

use super::Call;
use super::activity_reads;
use super::advanced_search::Search;
use super::lookup::Lookup;
use super::paging::{listed, page, select, sort, turn};
use super::records::{OWNER_ID, Opportunity};
use super::responses::{Rejection, counted, millis, ok, or_null, text, texts, whole, written};
use super::state::State;
use super::types;
use crate::FakeResponse;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Columns that are in every row.
const ALWAYS: [&str; 6] =
    ["OpportunityId", "ProspectId", "RelatedProspectId", "OpportunityEvent", "PACreatedOn", "PAModifiedOn"];

/// The largest number of opportunities that can be read by their ids.
const MOST_IDS: usize = 2_000;

impl Opportunity {
    /// Returns the row of a list, with the fields that the index shows.
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
        let kind = state.opportunity_types.get(&self.code).map(|kind| kind.name.as_str());
        row.insert("OpportunityEventType".to_owned(), json!(kind));
        row.insert("OpportunityNote".to_owned(), json!(self.note));
        row.insert("PACreatedOn".to_owned(), json!(self.created.map(written)));
        row.insert("PAModifiedOn".to_owned(), json!(self.modified.map(written)));
        row.insert("CreatedOn".to_owned(), json!(self.created.map(written)));
        row.insert("ModifiedOn".to_owned(), json!(self.modified.map(written)));
        let owner = fields.get("Owner").and_then(|id| state.user_name(id));
        row.insert("OwnerName".to_owned(), json!(owner));
        for (name, value) in fields {
            row.insert(name.clone(), or_null(value));
        }
        Value::Object(row)
    }

    /// Returns a value by the name of its column.
    fn value(&self, fields: &BTreeMap<String, String>, name: &str) -> Option<String> {
        match name {
            "ActivityEvent" => Some(self.code.to_string()),
            "CreatedOn" | "PACreatedOn" => self.created.map(written),
            "ModifiedOn" | "PAModifiedOn" => self.modified.map(written),
            _ => fields.get(name).cloned(),
        }
    }
}

/// Returns a page of the opportunities that match, as the index shows them.
fn list(
    state: &State,
    call: &Call<'_>,
    fits: impl Fn(&Opportunity, &BTreeMap<String, String>) -> bool,
) -> Result<FakeResponse, Rejection> {
    let page = page(call.body, 1_000)?;
    let now = state.instant();
    let shown = state.opportunities.values().filter_map(|found| Some((found, found.index.shown(&found.fields, now)?)));
    let mut rows: Vec<Value> =
        shown.filter(|(found, fields)| fits(found, fields)).map(|(found, fields)| found.row(state, fields)).collect();
    sort(&mut rows, call.body, "OpportunityId");
    let count = rows.len();
    let mut rows = turn(state, rows, page, "OpportunityId");
    select(&mut rows, call.body, &ALWAYS);
    if state.settings.odd_values {
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            row.insert("Total".to_owned(), json!(count.to_string()));
            row.insert("P_Source".to_owned(), Value::Null);
            row.insert("DoNotCall".to_owned(), json!("0"));
        }
    }
    Ok(counted(count, "List", rows, state.settings.leave_out_empty_lists))
}

pub(super) fn of_lead(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    let code: Option<i64> = call.request.query("opportunityType").and_then(|code| code.parse().ok());
    list(state, call, |found, _| found.lead == lead && code.is_none_or(|code| found.code == code))
}

pub(super) fn by_lead_field(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let (name, value) = (text(&parameter, "LookupName"), text(&parameter, "LookupValue"));
    let (Some(name), Some(value)) = (name, value) else { return Err(Rejection::missing("LookupName")) };
    Lookup::read(call.body)?;
    let lead = state.find_lead(&name, &value);
    list(state, call, |found, _| Some(&found.lead) == lead.as_ref())
}

pub(super) fn search(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let code = text(call.body, "OpportunityEventCode").ok_or_else(|| Rejection::missing("OpportunityEventCode"))?;
    let search = text(call.body, "AdvancedSearch").ok_or_else(|| Rejection::missing("AdvancedSearch"))?;
    let search = Search::read(&search)?;
    if !search.names_event(&code) {
        return Err(Rejection::input("AdvancedSearch criteria does not match ActivityEvent passed"));
    }
    if search.restricts("CreatedOn") {
        return Err(Rejection::malformed());
    }
    list(state, call, |found, fields| found.code.to_string() == code && search.fits(|name| found.value(fields, name)))
}

pub(super) fn by_ids(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let groups = call.body.get("SearchParameters").and_then(Value::as_array).ok_or_else(Rejection::malformed)?;
    let count: usize = groups.iter().map(|group| texts(group, "ProspectActivityId").len()).sum();
    if count > MOST_IDS {
        return Err(Rejection::input("Maximum 2000 opportunities"));
    }
    let now = state.instant();
    let response: Result<Vec<Value>, Rejection> = groups
        .iter()
        .map(|group| {
            let code = whole(group, "EventCode").ok_or_else(|| Rejection::missing("EventCode"))?;
            if group.pointer("/Columns/Include_CSV").is_none() {
                return Err(Rejection::missing("Columns"));
            }
            let ids = texts(group, "ProspectActivityId");
            let found = ids.iter().filter_map(|id| state.opportunities.get(id)).filter(|found| found.code == code);
            let rows = found.filter_map(|found| Some(found.row(state, found.index.shown(&found.fields, now)?)));
            let mut rows: Vec<Value> = rows.collect();
            select(&mut rows, group, &ALWAYS);
            Ok(json!({"EventCode": code.to_string(), "RecordCount": rows.len(), "Opportunities": rows}))
        })
        .collect();
    Ok(ok(&Value::Array(response?)))
}

pub(super) fn details(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("OpportunityId").or_else(|| call.request.query("opportunityId"));
    let found = id.and_then(|id| state.opportunities.get(id));
    let Some(found) = found else {
        return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
    };
    let kind = state.opportunity_types.get(&found.code);
    let defined = kind.map(|kind| kind.fields.as_slice()).unwrap_or_default();
    let name = kind.map_or("Sale", |kind| kind.name.as_str());
    let user = state.user_name(OWNER_ID);
    Ok(ok(&json!({
        "ID": found.id,
        "Name": name,
        "DisplayName": name,
        "RelatedProspectId": found.lead,
        "OpportunityNote": found.note,
        "CreatedOn": millis(found.created),
        "CreatedByName": user,
        "ModifiedOn": millis(found.modified),
        "ModifiedByName": user,
        "Fields": types::objects(defined, found.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    })))
}

/// Returns the activities that were posted on an opportunity.
pub(super) fn activities(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("opportunityId").ok_or_else(|| Rejection::missing("opportunityId"))?;
    if !state.opportunities.contains_key(id) {
        return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
    }
    let code: Option<i64> = call.request.query("activityEventCode").and_then(|code| code.parse().ok());
    let found = state.activities.values().filter(|found| found.opportunity.as_deref() == Some(id));
    let found = found.filter(|found| code.is_none_or(|code| found.code == code));
    let rows = found.map(|found| activity_reads::flat(state, found, false)).collect();
    listed(state, call.body, 1_000, "List", "ProspectActivityId", &["ProspectActivityId"], rows)
}
