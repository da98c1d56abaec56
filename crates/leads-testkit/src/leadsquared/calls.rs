//! `Telephony.svc`

use super::Call;
use super::activity_types::{INBOUND_CALL, OUTBOUND_CALL};
use super::lead_reads::find_by_phone;
use super::lead_writes;
use super::records::Pairs;
use super::responses::{Rejection, success, text, time, whole};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

/// The longest source of a call.
const LONGEST_SOURCE: usize = 50;

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "LogCall") => {
            let user = text(call.body, "UserId").ok_or_else(|| Rejection::missing("UserId"))?;
            if state.find_user(&user).is_none() {
                return Err(Rejection::entity("User does not exist."));
            }
            let id = log(state, call.body, Some(&user))?;
            Ok(success(&json!({ "Id": id })))
        }
        _ => Err(Rejection::of_path(operation, &["LogCall"])),
    }
}

/// Writes the activity of a call. An unknown number creates a lead.
pub(super) fn log(state: &mut State, body: &Value, user: Option<&str>) -> Result<String, Rejection> {
    let is_outbound = text(body, "Direction").is_some_and(|word| word.eq_ignore_ascii_case("Outbound"));
    let source = text(body, "CallerSource").unwrap_or_default();
    if source.chars().count() > LONGEST_SOURCE {
        return Err(Rejection::input("CallerSource"));
    }
    let (start, end) = (time(body, "StartTime")?, time(body, "EndTime")?);
    if start.zip(end).is_some_and(|(start, end)| start > end) {
        return Err(Rejection::input("StartTime"));
    }
    // The lead calls, or is called.
    let number = text(body, if is_outbound { "DestinationNumber" } else { "SourceNumber" });
    let lead = match text(body, "LeadId") {
        Some(id) if state.leads.contains_key(&id) => id,
        Some(id) => return Err(lead_writes::missing(state, &id)),
        None => {
            let number = number.ok_or_else(|| Rejection::missing("SourceNumber"))?;
            match find_by_phone(state, &number) {
                Some(id) => id,
                None => {
                    let mut attributes = Pairs::from([("Phone".to_owned(), number)]);
                    attributes.extend((!source.is_empty()).then(|| ("Source".to_owned(), source)));
                    state.as_one(|state| lead_writes::add(state, &attributes))
                }
            }
        }
    };
    let mut fields = Pairs::new();
    for (name, field) in [
        ("Status", "Status"),
        ("SourceNumber", "mx_Custom_1"),
        ("DestinationNumber", "mx_Custom_2"),
        ("CallSessionId", "mx_Custom_3"),
        ("ResourceURL", "mx_Custom_4"),
    ] {
        fields.extend(text(body, name).map(|value| (field.to_owned(), value)));
    }
    fields.extend(whole(body, "CallDuration").map(|seconds| ("mx_Custom_5".to_owned(), seconds.to_string())));
    fields.extend(user.map(|user| ("Owner".to_owned(), user.to_owned())));
    let code = if is_outbound { OUTBOUND_CALL } else { INBOUND_CALL };
    let id = super::activity_writes::add(state, &lead, code, text(body, "Tag"), fields, start);
    state.record("log_call");
    Ok(id)
}
