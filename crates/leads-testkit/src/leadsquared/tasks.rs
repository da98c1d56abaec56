//! `Task.svc`, and the tasks of a lead.

use super::Call;
use super::responses::{Rejection, counted, offset, ok, success, text};
use super::state::{OWNER_ADDRESS, OWNER_ID, State, Task};
use crate::FakeResponse;
use serde_json::{Map, Value, json};

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Create") => create(state, call),
        ("POST", "Update") => update(state, call),
        ("POST", "Retrieve") => of_owner(state, call),
        (_, "Create" | "Update" | "Retrieve") => Err(Rejection::wrong_method()),
        _ => Err(Rejection::no_such_path()),
    }
}

/// Returns the members of a task, once its relation and owner are known to exist.
fn members(state: &State, call: &Call<'_>) -> Result<Map<String, Value>, Rejection> {
    let mut sent = call.body.as_object().cloned().ok_or_else(Rejection::malformed)?;
    sent.remove("UserTaskId");
    let related = text(call.body, "RelatedEntityId").unwrap_or_default();
    match text(call.body, "RelatedEntity").as_deref() {
        Some("1") if !state.leads.contains_key(&related) => return Err(Rejection::unknown_lead()),
        Some("5") if !state.opportunities.contains_key(&related) => {
            return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
        }
        _ => {}
    }
    let id = text(call.body, "OwnerId");
    let address = text(call.body, "OwnerEmailAddress");
    if id.is_some() || address.is_some() {
        let owner = state.users.iter().find(|user| {
            id.as_ref().is_none_or(|id| user.id == *id)
                && address.as_ref().is_none_or(|address| user.address.eq_ignore_ascii_case(address))
        });
        let owner = owner.ok_or_else(|| Rejection::input("OwnerId"))?;
        sent.insert("OwnerId".to_owned(), json!(owner.id));
        sent.insert("OwnerEmailAddress".to_owned(), json!(owner.address));
    }
    Ok(sent)
}

fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    for name in ["Name", "DueDate"] {
        text(call.body, name).ok_or_else(|| Rejection::missing(name))?;
    }
    let mut members = members(state, call)?;
    members.entry("OwnerId").or_insert_with(|| json!(OWNER_ID));
    members.entry("OwnerEmailAddress").or_insert_with(|| json!(OWNER_ADDRESS));
    let (id, auto_id) = (state.fresh_id(0x0075), state.tasks.len() + 1);
    state.tasks.insert(id.clone(), Task { auto_id, is_done: false, members });
    call.ledger.record("create_task");
    Ok(success(&json!({ "Id": id })))
}

fn update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = text(call.body, "UserTaskId").ok_or_else(|| Rejection::missing("UserTaskId"))?;
    let members = members(state, call)?;
    let Some(task) = state.tasks.get_mut(&id) else { return Err(Rejection::input("UserTaskId")) };
    task.members.extend(members);
    call.ledger.record("update_task");
    Ok(success(&json!({"AffectedRows": 1, "AutoId": task.auto_id})))
}

impl Task {
    fn member(&self, name: &str) -> Option<&str> {
        self.members.get(name)?.as_str()
    }

    /// Due dates are returned with milliseconds, the state as a word.
    fn row(&self, id: &str) -> Value {
        let mut row = self.members.clone();
        row.insert("UserTaskId".to_owned(), json!(id));
        row.insert("UserTaskAutoId".to_owned(), json!(self.auto_id));
        row.insert("Status".to_owned(), json!(if self.is_done { "Completed" } else { "Pending" }));
        row.insert("DueDate".to_owned(), json!(self.member("DueDate").map(|due| format!("{due}.000"))));
        Value::Object(row)
    }
}

fn of_owner(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let (name, value) = (text(&parameter, "LookupName"), text(&parameter, "LookupValue"));
    let (Some(name), Some(value)) = (name, value) else { return Err(Rejection::missing("LookupName")) };
    if !["OwnerId", "OwnerEmailAddress"].contains(&name.as_str()) {
        return Err(Rejection::input("LookupName"));
    }
    let status = text(&parameter, "StatusCode");
    let (from, to) = (text(&parameter, "FromDate"), text(&parameter, "ToDate"));
    let fits = |task: &Task| {
        let due = task.member("DueDate").unwrap_or_default();
        task.member(&name).is_some_and(|known| known.eq_ignore_ascii_case(&value))
            && status.as_ref().is_none_or(|status| (status == "1") == task.is_done)
            && from.as_ref().is_none_or(|from| due >= from.as_str())
            && to.as_ref().is_none_or(|to| due <= to.as_str())
    };
    let mut found: Vec<(&String, &Task)> = state.tasks.iter().filter(|(_, task)| fits(task)).collect();
    let sorting = call.body.get("Sorting").cloned().unwrap_or_default();
    if let Some(column) = text(&sorting, "ColumnName") {
        found.sort_by(|(_, one), (_, other)| one.member(&column).cmp(&other.member(&column)));
        if text(&sorting, "Direction").as_deref() == Some("1") {
            found.reverse();
        }
    }
    let (skip, rows) = offset(call.body, 25, state.settings.offset_counts_pages);
    let left_out = call.body.pointer("/Columns").and_then(|columns| text(columns, "Exclude_CSV")).unwrap_or_default();
    let rows: Vec<Value> = found
        .into_iter()
        .skip(skip)
        .take(rows)
        .map(|(id, task)| {
            let mut row = task.row(id);
            if let Some(members) = row.as_object_mut() {
                members.retain(|name, _| !left_out.split(',').any(|out| out.trim() == name));
            }
            row
        })
        .collect();
    Ok(ok(&json!({ "List": rows })))
}

/// `RetrieveTaskByLeadId`
pub(super) fn of_lead(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    let rows: Vec<Value> = state
        .tasks
        .iter()
        .filter(|(_, task)| task.member("RelatedEntityId") == Some(lead))
        .map(|(id, task)| task.row(id))
        .collect();
    Ok(counted(rows.len(), "TaskList", rows, state.settings.leave_out_empty_lists))
}
