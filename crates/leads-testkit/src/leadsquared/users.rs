//! `UserManagement.svc`

use super::responses::{Rejection, ok};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

pub(super) fn response(state: &State, method: &str, operation: &str) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("GET", "Users.Get") => {
            let rows: Vec<Value> = state
                .users
                .iter()
                .map(|user| {
                    json!({
                        "ID": user.id,
                        "FirstName": user.address.split('@').next(),
                        "LastName": null,
                        "EmailAddress": user.address,
                        "Role": user.role,
                        "StatusCode": 0,
                        "Tag": null,
                        "IsPhoneCallAgent": false
                    })
                })
                .collect();
            Ok(ok(&Value::Array(rows)))
        }
        (_, "Users.Get") => Err(Rejection::wrong_method()),
        _ => Err(Rejection::no_such_path()),
    }
}
