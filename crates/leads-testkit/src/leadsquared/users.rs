//! `UserManagement.svc`, and the owner of the keys.

use super::Call;
use super::records::{OWNER_ADDRESS, OWNER_ID, Pairs, User};
use super::responses::{Rejection, ok, plain, success, text};
use super::state::State;
use super::user_search;
use crate::FakeResponse;
use serde_json::{Value, json};

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("GET", "Users.Get") => Ok(ok(&Value::Array(state.users.iter().map(row).collect()))),
        ("GET", "User/Retrieve/ByUserId") => {
            let id = call.request.query("userId").ok_or_else(|| Rejection::missing("userId"))?;
            let user = state.users.iter().find(|user| user.id == id);
            user.map(|user| ok(&details(user))).ok_or_else(|| Rejection::entity("User does not exist."))
        }
        ("POST", "User/AdvancedSearch") => user_search::search(state, call),
        ("POST", "User/Create") => create(state, call),
        _ => {
            let known = ["Users.Get", "User/Retrieve/ByUserId", "User/AdvancedSearch", "User/Create"];
            Err(Rejection::of_path(operation, &known))
        }
    }
}

fn row(user: &User) -> Value {
    let mut row = json!({
        "ID": user.id,
        "FirstName": user.first_name(),
        "LastName": user.member("LastName"),
        "EmailAddress": user.address,
        "Role": user.role,
        "StatusCode": i64::from(!user.is_active),
        "Tag": null,
        "IsPhoneCallAgent": false
    });
    if let Some(members) = row.as_object_mut()
        && !user.groups.is_empty()
    {
        members.insert("MemberOfGroups".to_owned(), json!(user.groups));
    }
    row
}

/// Returns a user as a single read and as the owner of a lead, with real numbers and flags.
pub(super) fn details(user: &User) -> Value {
    let mut row = json!({
        "UserId": user.id,
        "FirstName": user.first_name(),
        "LastName": user.member("LastName"),
        "EmailAddress": user.address,
        "AssociatedPhoneNumbers": user.member("AssociatedPhoneNumbers"),
        "TimeZone": "Asia/Kolkata",
        "IsAdministrator": user.role == "Administrator",
        "Role": user.role,
        "IsPhoneCallAgent": false,
        "UserType": 0,
        "StatusCode": i64::from(!user.is_active),
        "CreatedOn": plain(user.created),
        "CreatedBy": OWNER_ID,
        "ModifiedOn": plain(user.created)
    });
    if let Some(members) = row.as_object_mut() {
        for (name, value) in &user.members {
            members.entry(name.clone()).or_insert_with(|| json!(value));
        }
    }
    row
}

fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let of = |name: &str| text(call.body, name).ok_or_else(|| Rejection::missing(name));
    let (first, address, role) = (of("FirstName")?, of("EmailAddress")?, of("Role")?);
    if state.users.iter().any(|user| user.address.eq_ignore_ascii_case(&address)) {
        return Err(Rejection::duplicate(&address));
    }
    if let Some(manager) = text(call.body, "ManagerUserId")
        && state.settings.strict_types
        && state.find_user(&manager).is_none()
    {
        return Err(Rejection::input("ManagerUserId"));
    }
    let mut members = Pairs::from([("FirstName".to_owned(), first)]);
    for name in ["LastName", "TeamId", "ManagerUserId", "AssociatedPhoneNumbers"] {
        members.extend(text(call.body, name).map(|value| (name.to_owned(), value)));
    }
    let custom = call.body.get("CustomFields").and_then(Value::as_object);
    let custom =
        custom.into_iter().flatten().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    members.extend(custom);
    let id = add(state, None, &address, &role, members);
    state.record("create_user");
    Ok(success(&json!({ "Id": id })))
}

/// Adds a user.
pub(super) fn add(state: &mut State, id: Option<String>, address: &str, role: &str, members: Pairs) -> String {
    let id = id.unwrap_or_else(|| state.fresh_id(0x005e));
    let user = User {
        id: id.clone(),
        address: address.to_owned(),
        role: role.to_owned(),
        is_active: true,
        groups: Vec::new(),
        members,
        created: state.now(),
    };
    state.users.push(user);
    id
}

/// `UserByAccessKey.Get`: flat, without an envelope, and all text.
pub(super) fn key_owner(state: &State) -> FakeResponse {
    let host = state.settings.host.as_str();
    let owner = state.find_user(OWNER_ID);
    ok(&json!({
        "Id": OWNER_ID,
        "Name": owner.map(User::name),
        // The address is here, and the member named after it is null.
        "PassPhrase": OWNER_ADDRESS,
        "EmailAddress": null,
        "Role": "Administrator",
        "TimeZone": "Asia/Kolkata",
        "Type": "0",
        "OrgId": "10001",
        "OrgShortCode": "10001",
        "OrgDisplayName": "Example",
        "DefaultCountryCode": "+1",
        "UserType": "0",
        "MobileServiceURLs": {
            "FileUploadURL": format!("https://{}/File/Upload", host.replacen("api", "files", 1))
        },
        "LSQCommonServiceURLs": {
            "api": host,
            "app": host.strip_prefix("api-").unwrap_or("run.leadsquared.com")
        }
    }))
}
