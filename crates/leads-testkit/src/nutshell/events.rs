//! The event log.

use super::responses;
use super::store::{Event, Store, USER_ID, number};
use crate::{FakeRequest, FakeResponse};
use serde_json::{Value, json};

/// The page size if no limit is given.
const PAGE: usize = 20;

pub(super) fn list(store: &Store, request: &FakeRequest) -> FakeResponse {
    let id = |name: &str| request.query(name).and_then(number);
    let time = |name: &str| request.query(name).and_then(|text| text.parse::<i64>().ok());
    let limit = request.query("limit").and_then(|text| text.parse().ok()).unwrap_or(PAGE);
    let kinds: Vec<&str> = request.queries("filters[payload][]").collect();
    let (since, max) = (id("since_id"), id("max_id"));
    let fitting: Vec<&Event> = store
        .events
        .iter()
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
    shown(store, &page, limit)
}

pub(super) fn deleted(store: &Store, request: &FakeRequest) -> FakeResponse {
    let kind = request.query("filter[types]");
    let mut events: Vec<&Event> = store
        .events
        .iter()
        .filter(|event| event.action == "delete" && kind.is_none_or(|kind| event.kind == kind))
        .collect();
    if request.query("sort") == Some("-change_time") {
        events.reverse();
    }
    shown(store, &events, events.len())
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
