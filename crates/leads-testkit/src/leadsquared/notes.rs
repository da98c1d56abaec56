//! The notes of a lead.

use super::Call;
use super::paging::{cut, page, sort};
use super::records::{Note, OWNER_ID};
use super::responses::{Rejection, done, ok, plain, success, text};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let lead = text(call.body, "RelatedProspectId").ok_or_else(|| Rejection::missing("RelatedProspectId"))?;
    let note = text(call.body, "Note").ok_or_else(|| Rejection::missing("Note"))?;
    if !state.leads.contains_key(&lead) {
        return Err(Rejection::unknown_lead());
    }
    let id = add(state, &lead, note, text(call.body, "AttachmentName"));
    state.record("create_note");
    Ok(success(&json!({ "Id": id })))
}

/// Adds a note.
pub(super) fn add(state: &mut State, lead: &str, note: String, attachment: Option<String>) -> String {
    let (id, now) = (state.fresh_id(0x0407), state.now());
    let note = Note { lead: lead.to_owned(), note, attachment, created: now, modified: now };
    state.notes.insert(id.clone(), note);
    id
}

/// Finds a note of a lead.
fn find<'a>(state: &'a mut State, lead: &str, id: &str) -> Result<&'a mut Note, Rejection> {
    if !state.leads.contains_key(lead) {
        return Err(Rejection::unknown_lead());
    }
    let note = state.notes.get_mut(id).filter(|note| note.lead == lead);
    note.ok_or_else(|| Rejection::input("ProspectNoteId"))
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let of = |name: &str| text(call.body, name).ok_or_else(|| Rejection::missing(name));
    let (lead, id) = (of("RelatedProspectId")?, of("ProspectNoteId")?);
    let (text, attachment) = (text(call.body, "Note"), text(call.body, "AttachmentName"));
    if text.is_none() && attachment.is_none() {
        return Err(Rejection::missing("Note"));
    }
    let now = state.now();
    let note = find(state, &lead, &id)?;
    if let Some(text) = text {
        note.note = text;
    }
    note.attachment = attachment.or(note.attachment.take());
    note.modified = now;
    state.record("update_note");
    Ok(done())
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let of = |name: &str| call.request.query(name).ok_or_else(|| Rejection::missing(name));
    let (lead, id) = (of("prospectId")?, of("noteId")?);
    find(state, lead, id)?;
    state.notes.remove(id);
    state.record("delete_note");
    Ok(done())
}

pub(super) fn list(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let lead = text(&parameter, "RelatedId").ok_or_else(|| Rejection::missing("RelatedId"))?;
    let only = text(&parameter, "Id");
    let page = page(call.body, 1_000)?;
    let owner = state.user_name(OWNER_ID);
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
                "CreatedByName": owner,
                "CreatedOn": plain(note.created),
                "ModifiedOn": plain(note.modified)
            })
        })
        .collect();
    // Notes are in the order of creation.
    sort(&mut found, call.body, "CreatedOn");
    Ok(ok(&json!({"List": cut(state, found, page)})))
}
