//! Classification of responses.

use super::CODES;
use super::messages::{Message, error_messages, field_messages, members, messages};
use super::rules::{is_about_fields, is_too_old};
use crate::preflight::{PermissionNeed, permission_of};
use crate::proof;
use crate::settings::Settings;
use leads_core::WriteOutcome;
use leads_core::error::{Code, ErrorKind};
use leads_core::vendor::{Classification, Failure, HttpResponse, Operation, Safety};
use serde::Deserialize;

/// Classifies a response. The body takes precedence over the status; the status decides only if the body says nothing.
pub(crate) fn classify(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
    if !response.is_2xx() {
        return classify_failure(settings, operation, response).into();
    }
    let verdict = classify_success(operation, response);
    if operation.name == "show_apikey" && matches!(verdict, Classification::Success { .. }) {
        remember_permissions(settings, response);
    }
    verdict
}

/// Records the permissions of the key.
fn remember_permissions(settings: &Settings, response: &HttpResponse) {
    #[derive(Deserialize)]
    struct Seen {
        #[serde(deserialize_with = "leads_core::vendor::tolerant::scalars")]
        permissions: Vec<String>,
    }
    if let Ok(seen) = leads_core::vendor::decode::from_slice::<Seen>(&response.body) {
        settings.learn(seen.permissions);
    }
}

/// Classifies a 2xx response: a record, an empty body, or a rejection with a success status.
fn classify_success(operation: &Operation, response: &HttpResponse) -> Classification {
    let write = operation.safety != Safety::Read;
    match response.first_byte() {
        None if write && proof::is_proved_by_empty_body(operation.name, response.status) => Classification::applied(),
        Some(b'{') if write => classify_write(operation, response),
        Some(b'{') => classify_read(response),
        Some(b'[') if !write => Classification::tentative(),
        None if write => Classification::tentative(),
        Some(b'<') | None => Failure::from_status(response).into(),
        Some(_) => {
            // Text: a bare JSON string, or not JSON at all.
            let messages = messages(&response.body);
            if is_too_old(operation, &messages) {
                return too_old_failure(messages).into();
            }
            Failure::from_status(response).into()
        }
    }
}

/// Classifies a 2xx response of a read with an object: a rejection if it has an error and no record.
fn classify_read(response: &HttpResponse) -> Classification {
    // Reads can be large; search for a marker before parsing anything.
    if !response.contains(b"\"error") && !response.contains(b"\"message\"") {
        return Classification::tentative();
    }
    let Some(members) = members(&response.body) else {
        return Classification::tentative();
    };
    let is_record = members
        .iter()
        .any(|(name, raw)| matches!(&**name, "id" | "permissions" | "dealerships") && raw.get() != "null");
    let found = error_messages(&members, !is_record);
    if found.is_empty() {
        return Classification::tentative();
    }
    if is_record {
        let warnings = found.into_iter().map(|message| message.code("rejected")).collect();
        return Classification::tentative().with_warnings(warnings);
    }
    let code = if is_about_fields(&found) { "validation_failed" } else { "rejected" };
    with_codes(Failure::rejected(ErrorKind::Rejected, "rejected with a success status"), code, found).into()
}

/// Classifies a 2xx response of a write with an object. A record proves success; known messages of the vendor prove a
/// rejection; anything else may come from a third party.
fn classify_write(operation: &Operation, response: &HttpResponse) -> Classification {
    let Some(members) = members(&response.body) else {
        return Classification::tentative();
    };
    let failed = members.iter().any(|(name, raw)| *name == "success" && raw.get() == "false");
    if proof::is_proof(&members) {
        // The record was written, but something secondary failed. A message is what the customer wrote.
        let found = error_messages(&members, false);
        if failed {
            let failure = Failure::unknown(ErrorKind::Other, "the response has a record but reports a failure");
            return with_codes(failure, "unrecognised", found).into();
        }
        let warnings = found.into_iter().map(|message| message.code("rejected")).collect();
        return Classification::tentative().with_warnings(warnings);
    }
    let mut found = error_messages(&members, true);
    if found.is_empty() {
        found = field_messages(&members);
    }
    if is_too_old(operation, &found) {
        return too_old_failure(found).into();
    }
    if is_about_fields(&found) {
        let failure = Failure::rejected(ErrorKind::Rejected, "rejected with a success status");
        return with_codes(failure, "validation_failed", found).into();
    }
    // Only `errors`, `error` and `message` are messages; any other member may be anything.
    let said = error_messages(&members, true);
    if !said.is_empty() {
        return with_codes(Failure::from_status(response), "unrecognised", said).into();
    }
    // An empty object or a bare success flag may come from the vendor; parsing them finds no proof.
    let says_success = members.iter().any(|(name, raw)| match &**name {
        "success" => raw.get() == "true",
        "status" => matches!(raw.get().to_ascii_lowercase().as_str(), "\"ok\"" | "\"success\""),
        _ => false,
    });
    match members.is_empty() || says_success {
        true => Classification::tentative(),
        false => Failure::from_status(response).into(),
    }
}

/// Classifies a response with any other status.
fn classify_failure(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Failure {
    let messages = if response.looks_like_html() { Vec::new() } else { messages(&response.body) };
    if is_too_old(operation, &messages) {
        return too_old_failure(messages);
    }
    let failure = Failure::from_status(response);
    if response.status < 500 && failure.outcome == WriteOutcome::Unknown {
        // By HTTP such a status does not prove that nothing was done; the vendor's own messages do.
        return match is_about_fields(&messages) {
            true => with_codes(failure.kind(ErrorKind::Rejected), "validation_failed", messages)
                .outcome(WriteOutcome::NotApplied)
                .retryable(false),
            false => with_codes(failure, "unrecognised", messages),
        };
    }
    let need = permission_of(operation);
    match response.status {
        401 => unauthorised(settings, need, failure, messages),
        403 => {
            let failure = with_codes(failure, "forbidden", messages);
            match need {
                PermissionNeed::One(permission) => failure.help(format!(
                    "send `show_apikey`: the key needs access to the dealership and the permission `{permission}`"
                )),
                _ => failure,
            }
        }
        404 | 410 => with_codes(failure, "not_found", messages),
        422 => with_codes(failure, "validation_failed", messages),
        429 => with_codes(failure, "too_many_calls", messages),
        400 if messages.iter().any(|message| message.field.is_some()) => {
            with_codes(failure, "validation_failed", messages)
        }
        502..=504 => with_codes(failure, "unavailable", messages),
        500..=599 => with_codes(failure, "server_error", messages),
        400..=499 => with_codes(failure, "rejected", messages),
        _ => failure,
    }
}

/// Classifies an invalid key, or a valid one without the permission.
fn unauthorised(settings: &Settings, need: PermissionNeed, failure: Failure, messages: Vec<Message>) -> Failure {
    match need {
        PermissionNeed::One(permission) if settings.lacks(permission) => {
            let code = Code::new("missing_permission").arguments(vec![permission.to_owned()]).subject(permission);
            failure
                .kind(ErrorKind::Forbidden)
                .codes(vec![code])
                .help(format!("ask Dealer Studio to add the permission `{permission}` to the key"))
        }
        PermissionNeed::One(permission) => with_codes(failure, "unauthorised", messages).help(format!(
            "the key is invalid, or it lacks the permission `{permission}`; send `show_apikey` to find out which"
        )),
        PermissionNeed::None => {
            with_codes(failure, "unauthorised", messages).help("the key is invalid: this call needs no permission")
        }
        PermissionNeed::NotDocumented => with_codes(failure, "unauthorised", messages),
    }
}

fn too_old_failure(messages: Vec<Message>) -> Failure {
    let failure = Failure::rejected(ErrorKind::State, "the lead is older than three days");
    with_codes(failure, "lead_too_old", messages)
}

/// Adds the code to each message; without messages the code is used alone.
fn with_codes(failure: Failure, code: &str, messages: Vec<Message>) -> Failure {
    let help = CODES.get(code).map(|entry| entry.remedy);
    let field = messages.iter().find_map(|message| message.field.clone());
    let failure = match field {
        Some(field) => failure.field(field),
        None => failure,
    };
    let codes = match messages.is_empty() {
        true => vec![Code::new(code)],
        false => messages.into_iter().map(|message| message.code(code)).collect(),
    };
    let failure = failure.codes(codes);
    match help {
        Some(help) => failure.help(help),
        None => failure,
    }
}
