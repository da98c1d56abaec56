//! `Task.svc`, and the tasks of a lead or an opportunity.

use super::Call;
use super::events::Event;
use super::outbox::Subject;
use super::paging::{offset, select, sort};
use super::records::{Effect, OWNER_ADDRESS, OWNER_ID, Task, TaskType};
use super::responses::{Rejection, counted, millis, ok, plain, queued, success, text, texts, with_millis, written};
use super::state::State;
use super::to_dos;
use crate::FakeResponse;
use serde_json::{Map, Value, json};

/// The largest number of tasks that can be created in one call.
const MOST_CREATED: usize = 50;
/// The largest number of tasks that can be deleted in one call.
const MOST_DELETED: usize = 5_000;

const OPERATIONS: &[&str] = &[
    "Create",
    "Update",
    "Retrieve",
    "Bulk/Create",
    "DeleteTasks",
    "RetrieveTaskType",
    "MarkComplete",
    "RetrieveToDos/ByUserEmailAddress",
    "RetrieveToDos/ByUserId",
    "RetrieveToDos/ByUserSearchCriteria",
];

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
        ("POST", "Bulk/Create") => bulk_create(state, call),
        ("POST", "DeleteTasks") => bulk_delete(state, call),
        ("GET", "MarkComplete") => mark_complete(state, call),
        ("GET", "RetrieveTaskType") => list_types(state, call),
        ("POST", "RetrieveToDos/ByUserEmailAddress" | "RetrieveToDos/ByUserId") => to_dos::of_users(state, call),
        ("POST", "RetrieveToDos/ByUserSearchCriteria") => to_dos::search(state, call),
        _ => Err(Rejection::of_path(operation, OPERATIONS)),
    }
}

/// Returns the members of a task, once its relation, type and owner are known to exist.
fn members(state: &State, body: &Value) -> Result<Map<String, Value>, Rejection> {
    let mut sent = body.as_object().cloned().ok_or_else(Rejection::malformed)?;
    sent.remove("UserTaskId");
    let related = text(body, "RelatedEntityId").unwrap_or_default();
    match text(body, "RelatedEntity").as_deref() {
        Some("1") if !state.leads.contains_key(&related) => return Err(Rejection::unknown_lead()),
        Some("5") if !state.opportunities.contains_key(&related) => {
            return Err(Rejection::unknown_opportunity(state.settings.unknown_form));
        }
        _ => {}
    }
    let kind = body.get("TaskType").and_then(|kind| text(kind, "Name"));
    if let Some(name) = kind
        && state.settings.strict_types
        && !state.task_types.iter().any(|kind| kind.name == name)
    {
        return Err(Rejection::input("TaskType"));
    }
    let id = text(body, "OwnerId");
    let address = text(body, "OwnerEmailAddress");
    if id.is_some() || address.is_some() {
        let owner = state.users.iter().find(|user| {
            id.as_ref().is_none_or(|id| user.id == *id)
                && address.as_ref().is_none_or(|address| user.address.eq_ignore_ascii_case(address.trim()))
        });
        let owner = owner.ok_or_else(|| Rejection::input("OwnerId"))?;
        sent.insert("OwnerId".to_owned(), json!(owner.id));
        sent.insert("OwnerEmailAddress".to_owned(), json!(owner.address));
    }
    Ok(sent)
}

/// Returns the members of a new task.
fn new_members(state: &State, body: &Value) -> Result<Map<String, Value>, Rejection> {
    for name in ["Name", "DueDate"] {
        text(body, name).ok_or_else(|| Rejection::missing(name))?;
    }
    let mut members = members(state, body)?;
    members.entry("OwnerId").or_insert_with(|| json!(OWNER_ID));
    members.entry("OwnerEmailAddress").or_insert_with(|| json!(OWNER_ADDRESS));
    Ok(members)
}

/// Adds a task with these members, and reports it.
pub(super) fn add(state: &mut State, members: Map<String, Value>) -> String {
    let id = insert(state, members);
    state.record("create_task");
    report(state, &id, Event::TASK_CREATE);
    id
}

/// Adds a task with these members. A member `UserTaskId` is its id.
pub(super) fn insert(state: &mut State, mut members: Map<String, Value>) -> String {
    let given = members.remove("UserTaskId").and_then(|id| id.as_str().map(str::to_owned));
    let id = given.unwrap_or_else(|| state.fresh_id(0x0075));
    let (auto_id, now) = (state.tasks.len() + 1, state.now());
    let task = Task { auto_id, is_done: false, created: now, modified: now, completed: None, members };
    state.tasks.insert(id.clone(), task);
    id
}

/// Removes a task, and reports it. Returns `false` if it does not exist.
pub(super) fn remove(state: &mut State, id: &str) -> bool {
    if !state.tasks.contains_key(id) {
        return false;
    }
    report(state, id, Event::TASK_DELETE);
    state.tasks.remove(id);
    state.record("delete_task");
    true
}

/// Completes a task, and reports it. Returns `false` if it does not exist.
pub(super) fn complete(state: &mut State, id: &str) -> bool {
    let now = state.now();
    let Some(task) = state.tasks.get_mut(id) else { return false };
    task.is_done = true;
    task.completed = now;
    report(state, id, Event::TASK_COMPLETE);
    true
}

/// Queues the webhooks of a task.
pub(super) fn report(state: &mut State, id: &str, event: Event) {
    let Some(task) = state.tasks.get(id) else { return };
    let body = task.row(state, id);
    state.emit(event, &Subject { entity: "Task", id: id.to_owned(), ..Subject::default() }, &body);
}

fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let members = new_members(state, call.body)?;
    let id = add(state, members);
    Ok(success(&json!({ "Id": id })))
}

/// It does not complete a task.
fn update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = text(call.body, "UserTaskId").ok_or_else(|| Rejection::missing("UserTaskId"))?;
    let members = members(state, call.body)?;
    let now = state.now();
    let Some(task) = state.tasks.get_mut(&id) else { return Err(Rejection::input("UserTaskId")) };
    task.members.extend(members);
    task.modified = now;
    let auto_id = task.auto_id;
    state.record("update_task");
    report(state, &id, Event::TASK_UPDATE);
    Ok(success(&json!({"AffectedRows": 1, "AutoId": auto_id})))
}

fn mark_complete(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("id").ok_or_else(|| Rejection::missing("id"))?;
    if !complete(state, id) {
        return Err(Rejection::input("id"));
    }
    state.record("complete_task");
    Ok(success(&json!({ "Id": id })))
}

/// One invalid task rejects the whole call.
fn bulk_create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let rows = call.body.get("TaskList").and_then(Value::as_array).ok_or_else(Rejection::malformed)?;
    if rows.len() > MOST_CREATED {
        return Err(Rejection::input("Maximum 50 tasks"));
    }
    let tasks = rows.iter().map(|row| new_members(state, row)).collect::<Result<Vec<_>, Rejection>>()?;
    let report_to = text(call.body, "StatusWebhookURL");
    state.enqueue(Effect::CreateTasks { tasks }, report_to);
    Ok(queued("bulk create tasks"))
}

fn bulk_delete(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let ids = texts(call.body, "TaskIds");
    if ids.is_empty() {
        return Err(Rejection::missing("TaskIds"));
    }
    if ids.len() > MOST_DELETED {
        return Err(Rejection::input("Maximum 5000 tasks"));
    }
    let report_to = text(call.body, "StatusWebhookURL");
    state.enqueue(Effect::DeleteTasks { ids }, report_to);
    Ok(queued("bulk delete tasks"))
}

fn list_types(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let value = call.request.query("ColumnValue").unwrap_or_default();
    let column = call.request.query("ColumnName").unwrap_or_default();
    if !["", "TaskTypeId", "Category", "TaskTypeName", "TaskName"].contains(&column) {
        return Err(Rejection::input("ColumnName"));
    }
    let fits = |kind: &&TaskType| match column {
        "TaskTypeId" => kind.id == value,
        "Category" => kind.category.to_string() == value,
        "TaskTypeName" | "TaskName" => kind.name.eq_ignore_ascii_case(value),
        _ => true,
    };
    let owner = state.users.first().and_then(|user| user.created);
    let rows = state.task_types.iter().filter(fits).map(|kind| {
        json!({
            "Category": kind.category,
            "Color": "#4caf50",
            "ColumnConfiguration": [{
                "DataType": 1, "DisplayName": "Due date", "InternalSchemaName": "DueDate", "IsDefault": true,
                "IsMandatoryConfigurable": false, "Mandatory": true, "Options": null, "RenderType": 1,
                "SchemaName": "DueDate"
            }],
            "CreatedBy": OWNER_ID,
            "CreatedOn": millis(owner),
            "FormLayout": r#"{"Sections":[{"Fields":[{"SchemaName":"DueDate"}]}]}"#,
            "Id": kind.id,
            "Name": kind.name
        })
    });
    Ok(ok(&Value::Array(rows.collect())))
}

impl Task {
    pub(super) fn member(&self, name: &str) -> Option<&str> {
        self.members.get(name)?.as_str()
    }

    /// Returns the type, if it is defined.
    pub(super) fn type_of<'a>(&self, types: &'a [TaskType]) -> Option<&'a TaskType> {
        let name = text(self.members.get("TaskType")?, "Name")?;
        types.iter().find(|kind| kind.name == name)
    }

    /// The state as a word.
    fn state(&self) -> &'static str {
        if self.is_done { "Completed" } else { "Pending" }
    }

    /// Returns a number of the task, which may have been sent as text.
    pub(super) fn number(&self, name: &str) -> i64 {
        self.members.get(name).and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok())).unwrap_or(0)
    }

    /// Due dates are returned with milliseconds.
    pub(super) fn row(&self, state: &State, id: &str) -> Value {
        let mut row = self.members.clone();
        row.insert("UserTaskId".to_owned(), json!(id));
        row.insert("UserTaskAutoId".to_owned(), json!(self.auto_id));
        row.insert("Status".to_owned(), json!(self.state()));
        row.insert("StatusCode".to_owned(), json!(i64::from(self.is_done)));
        row.insert("DueDate".to_owned(), json!(self.member("DueDate").map(|due| format!("{due}.000"))));
        row.insert("OwnerName".to_owned(), json!(self.member("OwnerId").and_then(|id| state.user_name(id))));
        row.insert("CreatedBy".to_owned(), json!(OWNER_ID));
        row.insert("CreatedOn".to_owned(), with_millis(self.created));
        row.insert("ModifiedOn".to_owned(), with_millis(self.modified));
        row.insert("CompletedOn".to_owned(), with_millis(self.completed));
        Value::Object(row)
    }

    /// Returns the row of the lists of a lead and of an opportunity: all text, without milliseconds.
    fn short_row(&self, state: &State, id: &str) -> Value {
        json!({
            "TaskID": id,
            "Name": self.member("Name"),
            "Description": self.member("Description"),
            "DueDate": self.member("DueDate"),
            "CreatedOn": plain(self.created),
            "OwnerID": self.member("OwnerId"),
            "OwnerName": self.member("OwnerId").and_then(|id| state.user_name(id)),
            "CreatedBy": OWNER_ID,
            "CreatedByName": state.user_name(OWNER_ID),
            "Status": self.state(),
            "Reminder": self.number("Reminder").to_string()
        })
    }
}

fn of_owner(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let (name, value) = (text(&parameter, "LookupName"), text(&parameter, "LookupValue"));
    let (Some(name), Some(value)) = (name, value) else { return Err(Rejection::missing("LookupName")) };
    if !["OwnerId", "OwnerEmailAddress"].contains(&name.as_str()) {
        return Err(Rejection::input("LookupName"));
    }
    let (status, kind) = (text(&parameter, "StatusCode"), text(&parameter, "TypeName"));
    let end = |name: &str| super::responses::time(&parameter, name).map(|time| time.map(written));
    let (from, to) = (end("FromDate")?, end("ToDate")?);
    let fits = |task: &Task| {
        let due = task.member("DueDate").unwrap_or_default();
        task.member(&name).is_some_and(|known| known.eq_ignore_ascii_case(&value))
            && status.as_ref().is_none_or(|status| (status == "1") == task.is_done)
            && kind.as_ref().is_none_or(|id| task.type_of(&state.task_types).is_some_and(|kind| kind.id == *id))
            && from.as_ref().is_none_or(|from| due >= from.as_str())
            && to.as_ref().is_none_or(|to| due <= to.as_str())
    };
    let found = state.tasks.iter().filter(|(_, task)| fits(task));
    let mut rows: Vec<Value> = found.map(|(id, task)| task.row(state, id)).collect();
    sort(&mut rows, call.body, "UserTaskId");
    let (skip, most) = offset(state, call.body, 25);
    let mut rows: Vec<Value> = rows.into_iter().skip(skip).take(most).collect();
    select(&mut rows, call.body, &["UserTaskId"]);
    Ok(ok(&json!({ "List": rows })))
}

fn related<'a>(state: &'a State, id: &'a str) -> impl Iterator<Item = Value> + 'a {
    let found = state.tasks.iter().filter(move |(_, task)| task.member("RelatedEntityId") == Some(id));
    found.map(|(id, task)| task.short_row(state, id))
}

/// `RetrieveTaskByLeadId`
pub(super) fn of_lead(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    let rows: Vec<Value> = related(state, lead).collect();
    Ok(counted(rows.len(), "TaskList", rows, state.settings.leave_out_empty_lists))
}

/// `RetrieveTasksByOpportunityId`
pub(super) fn of_opportunity(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("opportunityId").ok_or_else(|| Rejection::missing("opportunityId"))?;
    let is_guid = id.len() == 36 && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if !is_guid {
        return Err(Rejection::entity("Not a valid Opportunity Id"));
    }
    if !state.opportunities.contains_key(id) {
        return Err(Rejection::entity(&format!("The Opportunity Id '{id}' does not exist in the system")));
    }
    let rows: Vec<Value> = related(state, id).collect();
    Ok(counted(rows.len(), "List", rows, state.settings.leave_out_empty_lists))
}
