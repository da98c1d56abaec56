//! The notes of a lead.

use super::Call;
use super::responses::{Rejection, ok, page, success, text, written};
use super::state::{Note, OWNER_ID, State};
use crate::FakeResponse;
use serde_json::{Value, json};

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = text(call.body, "RelatedProspectId").ok_or_else(|| Rejection::missing("RelatedProspectId"))?;
    let note = text(call.body, "Note").ok_or_else(|| Rejection::missing("Note"))?;
    if !state.leads.contains_key(&lead) {
        return Err(Rejection::unknown_lead());
    }
    let id = state.fresh_id(0x0407);
    let attachment = text(call.body, "AttachmentName");
    state.notes.insert(id.clone(), Note { lead, note, attachment, created: written(call.clock.now()) });
    call.ledger.record("create_note");
    Ok(success(&json!({ "Id": id })))
}

pub(super) fn list(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let lead = text(&parameter, "RelatedId").ok_or_else(|| Rejection::missing("RelatedId"))?;
    let only = text(&parameter, "Id");
    let (index, size) = page(call.body, 1_000)?;
    let mut found: Vec<Value> = state
        .notes
        .iter()
        .filter(|(id, note)| note.lead == lead && only.as_ref().is_none_or(|only| only == *id))
        .map(|(id, note)| {
            json!({
                "ProspectNoteId": id,
                "RelatedProspectId": note.lead,
                "Note": note.note,
                "AttachmentName": note.attachment,
                "CreatedBy": OWNER_ID,
                "CreatedOn": note.created
            })
        })
        .collect();
    let direction = call.body.pointer("/Sorting").and_then(|sorting| text(sorting, "Direction"));
    if direction.as_deref() == Some("1") {
        found.reverse();
    }
    let rows: Vec<Value> = found.into_iter().skip((index - 1) * size).take(size).collect();
    Ok(ok(&json!({ "List": rows })))
}
