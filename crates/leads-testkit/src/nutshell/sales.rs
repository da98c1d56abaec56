//! Quotes and invoices.

use super::call::{Answered, Call};
use super::records;
use super::responses::{self, Rejection};
use super::store::iso;
use serde_json::{Value, json};

/// The statuses that can be set.
const STATUSES: &[&str] = &["READY", "SENT", "REVOKED", "ACCEPTED", "ARCHIVED"];

/// Returns a document in the envelope, in which even one document is a list.
fn shown(call: &Call<'_>, status: u16, kind: &'static str, id: &str, lines: bool) -> Answered {
    let mut record = call.store.get(kind, id).ok_or(Rejection::NotFound)?.clone();
    if let (false, Some(members)) = (lines, record.as_object_mut()) {
        members.remove("productLineItems");
        members.remove("subtotalLineItems");
    }
    Ok(crate::FakeResponse { status, ..responses::many(kind, vec![record], json!({}), Vec::new()) })
}

/// Sets the status; an invoice that is accepted is paid. The response has no line items.
pub(super) fn update_status(call: &mut Call<'_>) -> Answered {
    let kind = call.kind;
    let known = call.store.get(kind, &call.id).filter(|row| row["deletedTime"].is_null());
    let id = known.ok_or(Rejection::NotFound)?["id"].as_str().unwrap_or_default().to_owned();
    let body: Value = call.request.json().map_err(|_| Rejection::listed(kind, "Invalid body"))?;
    let status = body["status"].as_str().unwrap_or_default();
    if !STATUSES.contains(&status) {
        return Err(Rejection::listed(kind, "Invalid status"));
    }
    let now = iso(call.store.now);
    if let Some(record) = call.store.get_mut(kind, &id) {
        record["displayStatus"] = json!(status);
        match (status, kind) {
            ("READY", _) => record["publishedTime"] = now,
            ("SENT", _) => record["sentTime"] = now,
            ("ACCEPTED", "invoices") => record["paidTime"] = now,
            ("ACCEPTED", _) => record["acceptedTime"] = now,
            _ => {}
        }
        for name in ["acceptedName", "acceptedEmail"] {
            if let Some(text) = body.get(name) {
                record[name] = text.clone();
            }
        }
        if let ("invoices", Some(comment)) = (kind, body.get("comment")) {
            record["completionComment"] = comment.clone();
        }
    }
    call.applied();
    shown(call, 200, kind, &id, false)
}

/// Creates an invoice with the lines, the recipient and the lead of a quote.
pub(super) fn create_invoice(call: &mut Call<'_>) -> Answered {
    let quote = call.store.get("quotes", &call.id).filter(|row| row["deletedTime"].is_null());
    let quote = quote.ok_or(Rejection::NotFound)?;
    let mut members = json!({"displayStatus": "DRAFT", "publishedTime": null, "sentTime": null});
    for name in ["total", "productLineItems", "subtotalLineItems", "recipient", "links"] {
        members[name] = quote[name].clone();
    }
    let record = records::complete(call.store, "invoices", &members);
    let id = call.store.add("invoices", record);
    call.applied();
    shown(call, 201, "invoices", &id, true)
}
