//! Lists of leads.

use super::Call;
use super::lead_search::contains;
use super::records::List;
use super::responses::{Rejection, ok, success, text, texts};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

const PAGE: usize = 25;

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "CreateEmptyList") => create(state, call),
        ("POST", "AddLeadsToStaticList") => add(state, call),
        ("GET", "RemoveLeadFromStaticList") => remove(state, call),
        ("GET", "Lists/EmptyStaticList") => empty(state, call),
        ("GET", "Lists.GetByLeadId") => of_lead(state, call),
        _ => {
            let known = [
                "CreateEmptyList",
                "AddLeadsToStaticList",
                "RemoveLeadFromStaticList",
                "Lists/EmptyStaticList",
                "Lists.GetByLeadId",
            ];
            Err(Rejection::of_path(operation, &known))
        }
    }
}

fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let name = text(call.body, "Name").ok_or_else(|| Rejection::missing("Name"))?;
    if state.lists.values().any(|list| list.name.eq_ignore_ascii_case(&name)) {
        return Err(Rejection::new(500, "MXDuplicateEntityNameException", "A list of this name exists."));
    }
    let id = state.fresh_id(0x0115);
    let description = text(call.body, "Description").unwrap_or_default();
    state.lists.insert(id.clone(), List { name, description, leads: Vec::new(), condition: None });
    state.record("create_empty_list");
    Ok(success(&json!({ "Id": id })))
}

/// Finds a list that leads can be added to.
fn find<'a>(state: &'a mut State, id: &str) -> Result<&'a mut List, Rejection> {
    let list = state.lists.get_mut(id).ok_or_else(|| Rejection::input("listId"))?;
    if list.condition.is_some() { Err(Rejection::not_allowed("The list is not static")) } else { Ok(list) }
}

/// A lead that is already in the list is not added again.
fn add(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = text(call.body, "listId").ok_or_else(|| Rejection::missing("listId"))?;
    let leads = texts(call.body, "leadIds");
    if leads.is_empty() {
        return Err(Rejection::missing("leadIds"));
    }
    if leads.iter().any(|lead| !state.leads.contains_key(lead)) {
        return Err(Rejection::unknown_lead());
    }
    let list = find(state, &id)?;
    for lead in leads {
        if !list.leads.contains(&lead) {
            list.leads.push(lead);
        }
    }
    state.record("add_leads_to_list");
    Ok(success(&json!({"Message": "Leads added to the list."})))
}

fn remove(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("ListId").ok_or_else(|| Rejection::missing("ListId"))?;
    let lead = call.request.query("LeadID").ok_or_else(|| Rejection::missing("LeadID"))?;
    if !state.leads.contains_key(lead) {
        return Err(Rejection::unknown_lead());
    }
    find(state, id)?.leads.retain(|known| known != lead);
    state.record("remove_lead_from_list");
    Ok(success(&json!({"Message": "Successfully removed lead from list"})))
}

fn empty(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("ListId").ok_or_else(|| Rejection::missing("ListId"))?;
    find(state, id)?.leads.clear();
    state.record("empty_list");
    Ok(success(&json!({ "Id": id })))
}

fn row(state: &State, id: &str, list: &List) -> Value {
    let members = match &list.condition {
        None => list.leads.len(),
        Some(_) => state.leads.keys().filter(|lead| contains(state, list, lead)).count(),
    };
    json!({
        "ListId": id,
        "ListName": list.name,
        "ListDescription": list.description,
        "ListType": if list.condition.is_some() { "dynamic" } else { "static" },
        "MemberCount": members
    })
}

/// `Lists.Get`
pub(super) fn list(state: &State, call: &Call<'_>) -> FakeResponse {
    let index = call.request.query("PageIndex").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).max(1);
    let wanted = call.request.query("SearchText").unwrap_or_default().to_ascii_lowercase();
    let rows: Vec<Value> = state
        .lists
        .iter()
        // It is not known which number of `ListType` is which type, so nothing is excluded.
        .filter(|(_, list)| list.name.to_ascii_lowercase().contains(&wanted))
        .skip((index - 1) * PAGE)
        .take(PAGE)
        .map(|(id, list)| row(state, id, list))
        .collect();
    ok(&Value::Array(rows))
}

fn of_lead(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    if !state.leads.contains_key(lead) {
        return Err(Rejection::unknown_lead());
    }
    let found = state.lists.iter().filter(|(_, list)| contains(state, list, lead));
    Ok(ok(&Value::Array(found.map(|(id, list)| row(state, id, list)).collect())))
}
