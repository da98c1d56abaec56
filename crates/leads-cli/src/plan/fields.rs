//! Comparing a lead with what it should be.

use super::file::Before;
use super::loss::Loss;
use crate::commands::show;
use crate::output::cell;
use leads::client::{LeadUpdate, NewLead};
use leads::{Lead, LeadState, Patch, Personal};
use leads_journal::Write;
use serde_json::Value;

/// What must change.
pub(crate) struct Difference {
    pub(crate) update: LeadUpdate,
    pub(crate) state: Option<LeadState>,
    pub(crate) before: Before,
    pub(crate) fields: Vec<String>,
    pub(crate) loss: Vec<Loss>,
}

/// Returns the fingerprint of everything that the common view shows of a lead.
pub(crate) fn fingerprint(lead: &dyn Lead) -> String {
    let shown = serde_json::to_string(&show::lead(lead)).unwrap_or_default();
    format!("{:x}", md5::compute(shown))
}

fn same(known: &str, wanted: &str) -> bool {
    known.trim().eq_ignore_ascii_case(wanted.trim())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn old<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Clear, Patch::Set)
}

/// Compares a lead with the fields of a row that are set.
pub(crate) fn difference(lead: &dyn Lead, wanted: &NewLead) -> Difference {
    let (mut update, mut before) = (LeadUpdate::new(), LeadUpdate::new());
    let (mut fields, mut loss) = (Vec::new(), Vec::new());
    if let Some(name) = wanted.name.as_ref().filter(|name| lead.name().as_deref() != Some(name.as_str())) {
        fields.push("name".to_owned());
        (update.name, before.name) = (Patch::Set(name.clone()), old(lead.name().map(Personal)));
    }
    if let Some(email) = wanted.emails.first().filter(|email| !lead.emails().iter().any(|known| same(known, email))) {
        fields.push("email".to_owned());
        (update.email, before.email) = (Patch::Set(email.clone()), old(lead.emails().into_iter().next().map(Personal)));
    }
    let has_phone = |number: &str| lead.phones().iter().any(|known| digits(known) == digits(number));
    if let Some(phone) = wanted.phones.first().filter(|number| !has_phone(number)) {
        fields.push("phone".to_owned());
        (update.phone, before.phone) = (Patch::Set(phone.clone()), old(lead.phones().into_iter().next().map(Personal)));
    }
    // No read shows a note, so it is written each time.
    if let Some(note) = &wanted.note {
        fields.push("note".to_owned());
        update.note = Patch::Set(note.clone());
    }
    if let Some(source) = wanted.source.as_ref().filter(|source| lead.source().as_ref() != Some(source)) {
        fields.push("source".to_owned());
        (update.source, before.source) = (Patch::Set(source.clone()), old(lead.source()));
    }
    if let Some(owner) = wanted.owner.as_ref().filter(|owner| lead.owner().as_ref() != Some(owner)) {
        fields.push("owner".to_owned());
        (update.owner, before.owner) = (Patch::Set(owner.clone()), old(lead.owner()));
    }
    let is_value = |amount: &leads::Money| lead.value().is_some_and(|known| known.amount == amount.amount);
    if let Some(value) = wanted.value.as_ref().filter(|value| !is_value(value)) {
        fields.push("value".to_owned());
        (update.value, before.value) = (Patch::Set(value.clone()), old(lead.value()));
    }
    for (name, value) in &wanted.custom {
        let known = lead.custom(name);
        if known.as_deref() != Some(cell(value).as_str()) {
            fields.push(format!("custom.{name}"));
            update.custom.insert(name.clone(), value.clone());
            before.custom.insert(name.clone(), known.map_or(Value::Null, Value::String));
        }
    }
    let now = lead.status().state;
    let state = wanted.state.filter(|state| *state != now);
    fields.extend(state.map(|_| "state".to_owned()));
    let only_new = [("campaign", wanted.campaign.is_some()), ("company", wanted.company.is_some())];
    let ignored = only_new.iter().filter(|(_, set)| *set).map(|(name, _)| *name);
    for field in ignored.chain(wanted.vendor_fields.keys().map(String::as_str)) {
        loss.push(Loss::lost(field, "it is written only when a lead is created"));
    }
    Difference { update, state, before: Before { update: before, state: state.map(|_| now) }, fields, loss }
}

/// Returns whether a lead shows what a write set. A note is not shown by any read, so it counts as there.
pub(crate) fn holds(lead: &dyn Lead, write: &Write) -> bool {
    let mut wanted = NewLead::default();
    match write {
        Write::Create(lead) => wanted = (**lead).clone(),
        Write::Update { change, .. } => {
            wanted.name = change.name.value().cloned();
            wanted.emails.extend(change.email.value().cloned());
            wanted.phones.extend(change.phone.value().cloned());
            wanted.source = change.source.value().cloned();
            wanted.owner = change.owner.value().cloned();
            wanted.value = change.value.value().cloned();
            wanted.custom = change.custom.clone();
        }
        Write::Status { change, .. } => {
            let leads::client::StatusTarget::State(state) = change.target else { return true };
            wanted.state = Some(state);
        }
        _ => return true,
    }
    wanted.note = None;
    difference(lead, &wanted).fields.is_empty()
}
