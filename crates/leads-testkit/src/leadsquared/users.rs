//! `UserManagement.svc`

use super::answers::{Refusal, ok};
use super::state::State;
use crate::FakeAnswer;
use serde_json::{Value, json};

pub(super) fn response(state: &State, method: &str, operation: &str) -> Result<FakeAnswer, Refusal> {
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
        (_, "Users.Get") => Err(Refusal::wrong_verb()),
        _ => Err(Refusal::no_such_path()),
    }
}
