//! To-dos: tasks of a type of this category.

use super::Call;
use super::records::{OWNER_ID, Task, User};
use super::responses::{Rejection, text, texts, with_millis};
use super::state::State;
use super::{paging, user_search};
use crate::FakeResponse;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// The longest range, in days.
const MOST_DAYS: i64 = 100;

/// `RetrieveToDos/ByUserEmailAddress` and `RetrieveToDos/ByUserId`
pub(super) fn of_users(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let wanted = texts(call.body, "Users");
    if wanted.is_empty() {
        return Err(Rejection::missing("Users"));
    }
    let users: Vec<&User> = wanted.iter().filter_map(|user| state.find_user(user)).collect();
    list(state, call.body, &users)
}

/// `RetrieveToDos/ByUserSearchCriteria`
pub(super) fn search(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let criteria = call.body.get("UserSearchCriteria").cloned().unwrap_or_default();
    let mut users: Vec<&User> = Vec::new();
    for user in &state.users {
        if user_search::fits(&criteria, user)? {
            users.push(user);
        }
    }
    list(state, call.body, &users)
}

fn list(state: &State, body: &Value, users: &[&User]) -> Result<FakeResponse, Rejection> {
    let day = |name: &str| {
        let text = text(body, name).ok_or_else(|| Rejection::missing(name))?;
        text.parse::<NaiveDate>().map_err(|_| Rejection::input(name))
    };
    let (from, to) = (day("FromDate")?, day("ToDate")?);
    if from > to || (to - from).num_days() > MOST_DAYS {
        return Err(Rejection::input("ToDate"));
    }
    let fits = |task: &Task| {
        let due = task.member("DueDate").and_then(super::dates::date).map(|time| time.date_naive());
        let category = task.type_of(&state.task_types).map_or(1, |kind| kind.category);
        category == 1
            && users.iter().any(|user| task.member("OwnerId") == Some(user.id.as_str()))
            && due.is_some_and(|due| due >= from && due <= to)
    };
    let rows = state.tasks.iter().filter(|(_, task)| fits(task)).map(|(id, task)| row(state, id, task));
    paging::paged(state, body, rows.collect())
}

/// Returns a to-do; unlike the other lists of tasks, with numbers.
fn row(state: &State, id: &str, task: &Task) -> Value {
    json!({
        "UserTaskId": id,
        "Name": task.member("Name"),
        "Category": 1,
        "Description": task.member("Description").unwrap_or_default(),
        "RelatedEntity": task.number("RelatedEntity"),
        "DueDate": task.member("DueDate").map(|due| format!("{due}.000")),
        "Reminder": task.number("Reminder"),
        "ReminderBeforeDays": task.number("ReminderBeforeDays"),
        "NotifyBy": task.member("NotifyBy").unwrap_or("1000"),
        "StatusCode": i64::from(task.is_done),
        "OwnerId": task.member("OwnerId"),
        "OwnerName": task.member("OwnerId").and_then(|id| state.user_name(id)),
        "CreatedBy": OWNER_ID,
        "CreatedByName": state.user_name(OWNER_ID),
        "CreatedOn": with_millis(task.created),
        "ModifiedBy": OWNER_ID
    })
}
