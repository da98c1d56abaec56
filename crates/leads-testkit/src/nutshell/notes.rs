//! Writing notes.

use super::call::{Answered, Call};
use super::reads;
use super::records;
use super::responses::Rejection;
use super::store::Store;
use serde_json::{Value, json};

const KIND: &str = "notes";

pub(super) fn create(call: &mut Call<'_>) -> Answered {
    let body: Value = call.request.json().map_err(|_| Rejection::listed(KIND, "Invalid body"))?;
    let data = &body["data"];
    let text = data["body"].as_str().ok_or_else(|| Rejection::listed(KIND, "body is required"))?;
    let parent = data["links"]["parent"].as_str().unwrap_or_default();
    let id = add(call.store, parent, text).ok_or_else(|| Rejection::listed(KIND, "Unknown parent"))?;
    call.applied();
    reads::shown(call.store, 201, KIND, &id)
}

/// Adds a note to a lead, contact or account; `None` if it does not exist.
pub(super) fn add(store: &mut Store, parent: &str, text: &str) -> Option<String> {
    let kind = super::kinds::of(parent).filter(|kind| super::kinds::is_entity(kind))?;
    let parent = store.get(kind, parent)?["id"].clone();
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let members = json!({"body": text, "bodyHtml": escaped, "bodyMarkup": text, "parentType": kind,
        "links": {"parent": parent}});
    let record = records::complete(store, KIND, &members);
    let id = store.add(KIND, record);
    store.log("create", KIND, &id, json!([]));
    Some(id)
}
