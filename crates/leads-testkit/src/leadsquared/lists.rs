//! Lists of leads.

use super::Call;
use super::answers::{Refusal, ok, success, text};
use super::state::{List, State};
use crate::FakeAnswer;
use serde_json::{Value, json};

const PAGE: usize = 25;

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeAnswer, Refusal> {
    match (method, operation) {
        ("POST", "CreateEmptyList") => create(state, call),
        ("POST", "AddLeadsToStaticList") => add(state, call),
        (_, "CreateEmptyList" | "AddLeadsToStaticList") => Err(Refusal::wrong_verb()),
        _ => Err(Refusal::no_such_path()),
    }
}

fn create(state: &mut State, call: &Call<'_>) -> Result<FakeAnswer, Refusal> {
    let name = text(call.body, "Name").ok_or_else(|| Refusal::missing("Name"))?;
    if state.lists.values().any(|list| list.name.eq_ignore_ascii_case(&name)) {
        return Err(Refusal::new(500, "MXDuplicateEntityNameException", "A list of this name exists."));
    }
    let id = state.fresh_id(0x0115);
    let description = text(call.body, "Description").unwrap_or_default();
    state.lists.insert(id.clone(), List { name, description, leads: Vec::new() });
    call.ledger.applied("create_empty_list");
    Ok(success(&json!({ "Id": id })))
}

/// A lead that is in the list stays in it once.
fn add(state: &mut State, call: &Call<'_>) -> Result<FakeAnswer, Refusal> {
    let id = text(call.body, "listId").ok_or_else(|| Refusal::missing("listId"))?;
    let leads = call.body.get("leadIds").and_then(Value::as_array).ok_or_else(|| Refusal::missing("leadIds"))?;
    let leads: Vec<String> = leads.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if leads.iter().any(|lead| !state.leads.contains_key(lead)) {
        return Err(Refusal::unknown_lead());
    }
    let Some(list) = state.lists.get_mut(&id) else { return Err(Refusal::input("listId")) };
    for lead in leads {
        if !list.leads.contains(&lead) {
            list.leads.push(lead);
        }
    }
    call.ledger.applied("add_leads_to_list");
    Ok(success(&json!({"Message": "Leads added to the list."})))
}

/// `Lists.Get`
pub(super) fn list(state: &State, call: &Call<'_>) -> FakeAnswer {
    let index = call.request.query("PageIndex").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).max(1);
    let wanted = call.request.query("SearchText").unwrap_or_default().to_ascii_lowercase();
    let rows: Vec<Value> = state
        .lists
        .iter()
        // Which number of `ListType` is which type is not known, so it leaves nothing out.
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
