//! Lists of leads.

use super::Call;
use super::responses::{Rejection, ok, success, text};
use super::state::{List, State};
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
        (_, "CreateEmptyList" | "AddLeadsToStaticList") => Err(Rejection::wrong_method()),
        _ => Err(Rejection::no_such_path()),
    }
}

fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let name = text(call.body, "Name").ok_or_else(|| Rejection::missing("Name"))?;
    if state.lists.values().any(|list| list.name.eq_ignore_ascii_case(&name)) {
        return Err(Rejection::new(500, "MXDuplicateEntityNameException", "A list of this name exists."));
    }
    let id = state.fresh_id(0x0115);
    let description = text(call.body, "Description").unwrap_or_default();
    state.lists.insert(id.clone(), List { name, description, leads: Vec::new() });
    call.ledger.record("create_empty_list");
    Ok(success(&json!({ "Id": id })))
}

/// A lead that is already in the list is not added again.
fn add(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = text(call.body, "listId").ok_or_else(|| Rejection::missing("listId"))?;
    let leads = call.body.get("leadIds").and_then(Value::as_array).ok_or_else(|| Rejection::missing("leadIds"))?;
    let leads: Vec<String> = leads.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if leads.iter().any(|lead| !state.leads.contains_key(lead)) {
        return Err(Rejection::unknown_lead());
    }
    let Some(list) = state.lists.get_mut(&id) else { return Err(Rejection::input("listId")) };
    for lead in leads {
        if !list.leads.contains(&lead) {
            list.leads.push(lead);
        }
    }
    call.ledger.record("add_leads_to_list");
    Ok(success(&json!({"Message": "Leads added to the list."})))
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
        .map(|(id, list)| {
            json!({
                "ListId": id,
                "ListName": list.name,
                "ListDescription": list.description,
                "ListType": "static",
                "MemberCount": list.leads.len()
            })
        })
        .collect();
    ok(&Value::Array(rows))
}
