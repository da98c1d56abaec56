//! `Webhook.svc`

use super::Call;
use super::events::Event;
use super::outbox::{Hook, HookStatus};
use super::paging::listed;
use super::responses::{Rejection, done, flag, success, text, texts, whole};
use super::settings::WebhookCodes;
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

/// The maximum number of custom headers.
const MOST_HEADERS: usize = 10;

pub(super) fn response(
    state: &mut State,
    call: &Call<'_>,
    method: &str,
    operation: &str,
) -> Result<FakeResponse, Rejection> {
    match (method, operation) {
        ("POST", "Create") => {
            let id = state.fresh_id(0x3eb4);
            let hook = read(state, call.body, id.clone())?;
            let same = |other: &Hook| other.event == Event::LEAD_FIELD_CHANGE && other.field == hook.field;
            if hook.event == Event::LEAD_FIELD_CHANGE && state.outbox.hooks.iter().any(same) {
                return Err(Rejection::new(500, "MXDuplicateEntryException", "A webhook for this field exists."));
            }
            state.verify(&hook);
            state.outbox.hooks.push(hook);
            state.record("create_webhook");
            Ok(success(&json!({ "Id": id })))
        }
        ("POST", "Update") => {
            let id = text(call.body, "WebhookId").ok_or_else(|| Rejection::missing("WebhookId"))?;
            let mut hook = read(state, call.body, id.clone())?;
            // A status that is not sent is kept.
            let known = state.outbox.hooks.iter().find(|known| known.id == id).ok_or_else(unknown)?;
            hook.status = match whole(call.body, "StatusCode") {
                Some(0) => HookStatus::On,
                Some(_) => HookStatus::Off,
                None => known.status,
            };
            state.outbox.hooks.iter_mut().filter(|known| known.id == id).for_each(|known| known.clone_from(&hook));
            state.record("update_webhook");
            Ok(success(&json!({ "Id": id })))
        }
        ("POST", "Retrieve") => list(state, call),
        ("GET", "Delete") => {
            let id = call.request.query("webhookId").ok_or_else(|| Rejection::missing("webhookId"))?;
            if !state.outbox.hooks.iter().any(|hook| hook.id == id) {
                return Err(unknown());
            }
            state.outbox.hooks.retain(|hook| hook.id != id);
            state.record("delete_webhook");
            Ok(done())
        }
        _ => Err(Rejection::of_path(operation, &["Create", "Update", "Retrieve", "Delete"])),
    }
}

fn unknown() -> Rejection {
    Rejection::entity("Webhook does not exist.")
}

fn read(state: &State, body: &Value, id: String) -> Result<Hook, Rejection> {
    let url = text(body, "URL").ok_or_else(|| Rejection::missing("URL"))?;
    let code = text(body, "WebhookEvent").ok_or_else(|| Rejection::missing("WebhookEvent"))?;
    let codes = state.settings.webhook_codes;
    let code: Option<i64> = code.trim().parse().ok();
    let event = code.and_then(|code| Event::of_code(code, codes));
    let event = event.ok_or_else(|| Rejection::input("Webhook Event not found"))?;
    let properties = match body.get("WebhookProperties") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.is_empty() => None,
        Some(Value::String(text)) => Some(text.clone()),
        // Its members are JSON in text.
        Some(_) => return Err(Rejection::malformed()),
    };
    let members: Value = match &properties {
        None => Value::Null,
        Some(text) => {
            serde_json::from_str(text).map_err(|_| Rejection::input("Webhook Properties is not a valid JSON"))?
        }
    };
    if event == Event::LEAD_STAGE_CHANGE && codes == WebhookCodes::Observed {
        return Err(Rejection::input("Webhook Properties is not found"));
    }
    let activity = whole(body, "ActivityEvent");
    if event == Event::ACTIVITY_CREATE && activity.is_none() {
        return Err(Rejection::data_type("You have not passed ActivityEvent."));
    }
    let field = text(body, "ChangedLeadField");
    if event == Event::LEAD_FIELD_CHANGE && field.is_none() {
        return Err(Rejection::data_type("You have not passed ChangedLeadField."));
    }
    let headers = body.get("CustomHeaders").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if headers.len() > MOST_HEADERS {
        return Err(Rejection::input("CustomHeaders"));
    }
    let headers = headers.iter().filter_map(|row| Some((text(row, "Key")?, text(row, "Value").unwrap_or_default())));
    let pages = if flag(body, "IsSpecificLandingPage") { texts(body, "LandingPageUrls") } else { Vec::new() };
    Ok(Hook {
        id,
        event,
        url,
        description: text(body, "Description").unwrap_or_default(),
        method: text(body, "Method").unwrap_or_else(|| "POST".to_owned()),
        content_type: text(body, "ContentType").unwrap_or_else(|| "application/json".to_owned()),
        headers: headers.collect(),
        status: HookStatus::On,
        code: activity.or_else(|| whole(&members, "ActivityEvent")),
        field,
        pages,
        properties,
        notifies: flag(body, "NotifyOnFailure"),
        failures: 0,
    })
}

fn list(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let kind = text(&parameter, "Type").ok_or_else(|| Rejection::missing("Type"))?;
    let (name, id) = (text(&parameter, "WebhookEvent"), text(&parameter, "WebhookId"));
    let (status, words) = (whole(&parameter, "StatusCode"), text(&parameter, "SearchText"));
    let fits = |hook: &&Hook| {
        let words = words.as_ref().map(|words| words.to_ascii_lowercase());
        let has = |text: &str| words.as_ref().is_none_or(|words| text.to_ascii_lowercase().contains(words.as_str()));
        kind == "Webhook"
            && name.as_ref().is_none_or(|name| hook.event.name == Some(name.as_str()))
            && id.as_ref().is_none_or(|id| hook.id == *id)
            && status.is_none_or(|status| hook.status.code() == status)
            && (has(&hook.url) || has(&hook.description))
    };
    let rows = state
        .outbox
        .hooks
        .iter()
        .filter(fits)
        .map(|hook| {
            json!({
                "WebhookId": hook.id,
                "EventCode": hook.event.shown_name(),
                "URL": hook.url,
                "Description": hook.description,
                "Method": hook.method,
                "ContentType": hook.content_type,
                "StatusCode": hook.status.code(),
                "NotifyOnFailure": hook.notifies,
                "WebhookProperties": hook.properties
            })
        })
        .collect();
    listed(state, call.body, 1_000, "Response", "WebhookId", &[], rows)
}
