//! The event log.

use super::call::{Answered, Call};
use super::responses;
use super::store::{Event, Store, USER_ID, number};
use crate::{FakeResponse, Webhook};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

/// The page size if no limit is given.
const PAGE: usize = 20;

pub(super) fn list(call: &mut Call<'_>) -> Answered {
    let (store, request) = (&*call.store, call.request);
    let id = |name: &str| request.query(name).and_then(number);
    let time = |name: &str| request.query(name).and_then(|text| text.parse::<i64>().ok());
    let limit = request.query("limit").and_then(|text| text.parse().ok()).unwrap_or(PAGE);
    let kinds: Vec<&str> = request.queries("filters[payload][]").collect();
    // Every event is made by the user of the credentials.
    let creators: Vec<&str> = request.queries("filters[creator][]").collect();
    let is_of_creator = creators.is_empty() || creators.contains(&USER_ID);
    let (since, max) = (id("since_id"), id("max_id"));
    let fitting: Vec<&Event> = store
        .events
        .iter()
        .filter(|_| is_of_creator)
        .filter(|event| since.is_none_or(|since| event.number > since))
        .filter(|event| max.is_none_or(|max| event.number <= max))
        .filter(|event| time("since_time").is_none_or(|since| event.time >= since))
        .filter(|event| time("max_time").is_none_or(|max| event.time <= max))
        .filter(|event| request.query("entity_id").is_none_or(|id| event.payload == id))
        .filter(|event| kinds.is_empty() || kinds.contains(&event.kind))
        .collect();
    let from_the_old_end = store.settings.oldest_events_first && since.is_some() && max.is_none();
    let skip = if from_the_old_end { 0 } else { fitting.len().saturating_sub(limit) };
    let page: Vec<&Event> = fitting.into_iter().skip(skip).take(limit).rev().collect();
    Ok(shown(store, &page, limit))
}

pub(super) fn deleted(call: &mut Call<'_>) -> Answered {
    let (store, request) = (&*call.store, call.request);
    let kind = request.query("filter[types]");
    let mut events: Vec<&Event> = store
        .events
        .iter()
        .filter(|event| event.action == "delete" && kind.is_none_or(|kind| event.kind == kind))
        .collect();
    if request.query("sort") == Some("-change_time") {
        events.reverse();
    }
    Ok(shown(store, &events, events.len()))
}

/// Returns the webhook of an event: the same document as a list with this event alone, without cursors.
pub(super) fn webhook(store: &Store, event: &Event) -> Webhook {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    Webhook::new("event", headers, document(store, &[event], json!({})).body)
}

fn shown(store: &Store, page: &[&Event], limit: usize) -> FakeResponse {
    // Deliberately another host: a client that followed it would send its credentials there.
    let address = |query: String| json!(format!("https://elsewhere.example/rest/events?limit={limit}&{query}"));
    let mut meta = json!({});
    if let (Some(newest), Some(oldest)) = (page.first(), page.last()) {
        meta = json!({
            "next": address(format!("since_id={}-events&since_time={}", newest.number, newest.time)),
            "previous": address(format!("max_id={}-events&max_time={}", oldest.number, oldest.time)),
            "last": format!("{}-events", oldest.number),
        });
    }
    document(store, page, meta)
}

/// Returns events with their actors and records.
fn document(store: &Store, page: &[&Event], meta: Value) -> FakeResponse {
    let mut payloads: Vec<Value> = Vec::new();
    for event in page {
        if let Some(record) = store.get(event.kind, &event.payload) {
            let record = store.shown(event.kind, record);
            if !payloads.contains(&record) {
                payloads.push(record);
            }
        }
    }
    let actors = store.get("users", USER_ID).cloned().into_iter().collect();
    let events = page.iter().map(|event| event.shown()).collect();
    responses::many("events", events, meta, vec![("actors", actors), ("payloads", payloads)])
}
