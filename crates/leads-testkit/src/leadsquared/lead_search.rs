//! Lists of leads, which come from an index.

use super::Call;
use super::advanced_search::Search;
use super::lead_reads::{flat, row};
use super::lookup::Lookup;
use super::paging::{listed, page, select, sort, turn};
use super::records::{Lead, Pairs};
use super::responses::{Rejection, counted, ok, range, text, texts};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Map, Value, json};

/// Columns that are in every row.
const ALWAYS: [&str; 1] = ["ProspectID"];

/// The page size that a larger one is cut to without an error.
const LARGEST_PAGE: usize = 1_000;

/// Returns what the index shows of every lead, in the order of their ids.
fn shown(state: &State) -> impl Iterator<Item = (&String, &Lead, &Pairs)> {
    let now = state.instant();
    state.leads.iter().filter_map(move |(id, lead)| Some((id, lead, lead.index.shown(&lead.attributes, now)?)))
}

/// Returns an attribute of a lead as text, including those that the vendor sets.
fn value(state: &State, id: &str, lead: &Lead, attributes: &Pairs, name: &str) -> String {
    match name {
        "ProspectID" => id.to_owned(),
        "ProspectAutoId" => lead.auto_id.to_string(),
        "CreatedOn" => lead.created.map(super::responses::written).unwrap_or_default(),
        "ModifiedOn" | "LeadLastModifiedOn" => lead.changed.map(super::responses::written).unwrap_or_default(),
        "OwnerEmailAddress" | "OwnerIdEmailAddress" => {
            let owner = super::records::get(attributes, "OwnerId").and_then(|id| state.find_user(id));
            owner.map(|user| user.address.clone()).unwrap_or_default()
        }
        _ => super::records::get(attributes, name).unwrap_or_default().to_owned(),
    }
}

/// Returns whether a lead is of the object type that a body names next to its parameters. Leads without one are of the
/// default type.
fn is_of_type(body: &Value, attributes: &Pairs) -> bool {
    let wanted = match text(body, "Attribute").as_deref() {
        Some("LeadType") => text(body, "Value"),
        _ => None,
    };
    let known = super::records::get(attributes, "LeadType").filter(|value| !value.is_empty()).unwrap_or("OT_0");
    wanted.is_none_or(|wanted| wanted == known)
}

/// Members that no metadata mentions, and numbers in unusual forms.
fn odd(rows: &mut [Value], total: usize) {
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        row.insert("Total".to_owned(), json!(total.to_string()));
        row.insert("CanUpdate".to_owned(), json!("true"));
        row.insert("Revenue".to_owned(), json!("200,000"));
        row.entry("Score".to_owned()).or_insert_with(|| json!("0"));
        row.insert("PageViewsPerVisit".to_owned(), json!("1.67"));
    }
}

pub(super) fn search(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let (index, size) = page(call.body, usize::MAX)?;
    let size = size.min(LARGEST_PAGE);
    let lookup = Lookup::read(call.body)?;
    // An unknown wrapper is ignored, and everything is returned; an unknown name matches nothing.
    let typed = shown(state).filter(|(_, _, attributes)| is_of_type(call.body, attributes));
    let found = typed.filter(|(id, lead, attributes)| {
        lookup.as_ref().is_none_or(|lookup| lookup.fits(&value(state, id, lead, attributes, lookup.name())))
    });
    let mut rows: Vec<Value> = found.map(|(id, lead, shown)| Value::Object(row(state, id, lead, shown))).collect();
    sort(&mut rows, call.body, "ProspectID");
    let total = rows.len();
    let mut rows = turn(state, rows, (index, size), "ProspectID");
    select(&mut rows, call.body, &ALWAYS);
    if state.settings.odd_values {
        odd(&mut rows, total);
    }
    let rows = Value::Array(rows);
    Ok(ok(&if state.settings.nested_pages { json!([rows]) } else { rows }))
}

pub(super) fn recent(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let most = 5_000;
    let (index, size) = page(call.body, usize::MAX)?;
    if size > most {
        let message = format!("Page size can not be larger than {most}.");
        return Err(Rejection::new(500, "MXMandatoryFieldMissingException", &message));
    }
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let (from, to) = range(&parameter)?;
    // Times are stored with milliseconds, so a row just after `to` is in no range that ends there.
    let typed = shown(state).filter(|(_, _, attributes)| is_of_type(call.body, attributes));
    let found = typed.filter(|(_, lead, _)| lead.changed.is_some_and(|time| time >= from && time <= to));
    let mut rows: Vec<Value> = found.map(|(id, lead, shown)| Value::Object(row(state, id, lead, shown))).collect();
    sort(&mut rows, call.body, "ProspectID");
    let count = rows.len();
    let mut rows = turn(state, rows, (index, size), "ProspectID");
    select(&mut rows, call.body, &ALWAYS);
    let rows = rows.into_iter().map(|row| {
        let members = row.as_object().cloned().unwrap_or_default();
        let pairs: Vec<Value> =
            members.into_iter().map(|(name, value)| json!({"Attribute": name, "Value": value})).collect();
        json!({ "LeadPropertyList": pairs })
    });
    Ok(counted(count, "Leads", rows.collect(), state.settings.leave_out_empty_lists))
}

pub(super) fn by_ids(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let most = 10_000;
    let ids = texts(&call.body.get("SearchParameters").cloned().unwrap_or_default(), "LeadIds");
    if ids.is_empty() {
        return Err(Rejection::missing("LeadIds"));
    }
    if ids.len() > most {
        return Err(Rejection::input(&format!("Maximum {most} leads")));
    }
    if call.body.pointer("/Columns/Include_CSV").is_none() {
        return Err(Rejection::missing("Columns"));
    }
    let rows: Vec<Value> = ids.iter().filter_map(|id| Some(flat(state, id, state.leads.get(id)?))).collect();
    listed(state, call.body, LARGEST_PAGE, "Leads", "ProspectID", &ALWAYS, rows)
}

/// Returns the members of a list, or the leads that match an advanced search.
pub(super) fn by_search_parameter(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameters = call.body.get("SearchParameters").cloned().unwrap_or_default();
    let search = text(&parameters, "AdvancedSearchTextNew").map(|text| Search::read(&text)).transpose()?;
    let list = match text(&parameters, "ListId") {
        Some(id) => Some(state.lists.get(&id).ok_or_else(|| Rejection::input("ListId"))?),
        None => None,
    };
    let fits = |(id, lead, attributes): &(&String, &Lead, &Pairs)| {
        let of = |name: &str| Some(value(state, id, lead, attributes, name));
        list.is_none_or(|list| is_member(list, id, of)) && search.as_ref().is_none_or(|search| search.fits(of))
    };
    let rows = shown(state).filter(fits).map(|(id, lead, shown)| Value::Object(row(state, id, lead, shown)));
    listed(state, call.body, LARGEST_PAGE, "Leads", "ProspectID", &ALWAYS, rows.collect())
}

/// Returns whether a list contains a lead with these values.
pub(super) fn is_member(list: &super::records::List, id: &str, of: impl Fn(&str) -> Option<String>) -> bool {
    match &list.condition {
        Some((name, operator, value)) => Lookup::new(name, operator, value).fits(&of(name).unwrap_or_default()),
        None => list.leads.iter().any(|lead| lead == id),
    }
}

/// Returns whether a list contains a lead, as it is now.
pub(super) fn contains(state: &State, list: &super::records::List, id: &str) -> bool {
    let Some(lead) = state.leads.get(id) else { return false };
    is_member(list, id, |name| Some(value(state, id, lead, &lead.attributes, name)))
}

/// Returns a lead's attributes by name.
pub(super) fn attributes(state: &State, id: &str) -> Option<Map<String, Value>> {
    let lead = state.leads.get(id)?;
    Some(row(state, id, lead, &lead.attributes))
}
