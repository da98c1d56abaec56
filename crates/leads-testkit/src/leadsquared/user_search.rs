//! The search of users.

use super::Call;
use super::paging::listed;
use super::records::User;
use super::responses::{Rejection, plain, text};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

/// The names that can be searched and selected, in addition to custom fields.
const NAMES: &[&str] = &[
    "UserID",
    "UserId",
    "FirstName",
    "LastName",
    "EmailAddress",
    "Role",
    "StatusCode",
    "AssociatedPhoneNumbers",
    "TeamId",
    "ManagerUserId",
    "Groups",
    "CreatedOn",
];

/// Returns a value of a user; a name that cannot be searched is rejected.
fn value(user: &User, name: &str) -> Result<String, Rejection> {
    if !NAMES.contains(&name) && !name.starts_with("mx_") {
        return Err(Rejection::new(500, "MXInvalidInputException", "User search has some invalid Attributes"));
    }
    Ok(match name {
        "UserID" | "UserId" => user.id.clone(),
        "FirstName" => user.first_name().to_owned(),
        "EmailAddress" => user.address.clone(),
        "Role" => user.role.clone(),
        "StatusCode" => i64::from(!user.is_active).to_string(),
        "Groups" => user.groups.join(","),
        _ => user.member(name).unwrap_or_default().to_owned(),
    })
}

/// Returns whether a user matches the groups of conditions, which each operator joins to what follows it.
pub(super) fn fits(criteria: &Value, user: &User) -> Result<bool, Rejection> {
    joined(&rows(criteria.get("GroupConditions")), "GroupOperator", |group| {
        joined(&rows(group.get("Condition")), "ConditionOperator", |row| {
            let name = text(row, "LookupName").ok_or_else(|| Rejection::missing("LookupName"))?;
            let known = value(user, &name)?.to_ascii_lowercase();
            let wanted = text(row, "LookupValue").unwrap_or_default().to_ascii_lowercase();
            match text(row, "Operator").as_deref() {
                Some("lik") => Ok(known.contains(&wanted)),
                // Other operators are not documented; these are the ones of advanced searches.
                Some("eq" | "=") => Ok(known == wanted),
                Some("neq" | "<>") => Ok(known != wanted),
                _ => Err(Rejection::input("Operator")),
            }
        })
    })
}

/// Returns the rows of a list, which one sample nests one level deeper.
fn rows(list: Option<&Value>) -> Vec<Value> {
    let rows = list.and_then(Value::as_array).cloned().unwrap_or_default();
    match rows.as_slice() {
        [Value::Array(nested)] => nested.clone(),
        _ => rows,
    }
}

fn joined(rows: &[Value], operator: &str, fits: impl Fn(&Value) -> Result<bool, Rejection>) -> Result<bool, Rejection> {
    let (mut all, mut is_or) = (true, false);
    for (at, row) in rows.iter().enumerate() {
        let this = fits(row)?;
        all = if at == 0 {
            this
        } else if is_or {
            all || this
        } else {
            all && this
        };
        is_or = text(row, operator).is_some_and(|word| word.eq_ignore_ascii_case("or"));
    }
    Ok(all)
}

/// Status codes are text here, and groups are one text.
fn row(user: &User) -> Value {
    let mut row = json!({
        "UserID": user.id,
        "FirstName": user.first_name(),
        "LastName": user.member("LastName"),
        "EmailAddress": user.address,
        "Role": user.role,
        "StatusCode": i64::from(!user.is_active).to_string(),
        "Groups": user.groups.join(","),
        "CreatedOn": plain(user.created)
    });
    if let Some(members) = row.as_object_mut() {
        for (name, value) in &user.members {
            members.entry(name.clone()).or_insert_with(|| json!(value));
        }
    }
    row
}

pub(super) fn search(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    if let Some(csv) = call.body.pointer("/Columns/Include_CSV").and_then(Value::as_str) {
        for name in csv.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "*") {
            if let Some(user) = state.users.first() {
                value(user, name)?;
            }
        }
    }
    let size = call.body.get("Paging").and_then(|paging| super::responses::whole(paging, "PageSize"));
    if size.is_some_and(|size| size > 1_000) {
        return Err(Rejection::new(500, "MXInvalidInputException", "PageSize can't be greater than 1000"));
    }
    let mut found = Vec::new();
    for user in &state.users {
        if fits(call.body, user)? {
            found.push(row(user));
        }
    }
    found.sort_by_key(|row| text(row, "UserID"));
    listed(state, call.body, 1_000, "Users", "UserID", &["UserID"], found)
}
