//! Reads of single leads.

use super::Call;
use super::records::{Lead, Pairs};
use super::responses::{Rejection, ok, one, or_null, with_millis};
use super::settings::PhoneForm;
use super::state::State;
use crate::FakeResponse;
use serde_json::{Map, Value, json};

/// Returns every attribute of a lead; empty ones are null, as in the vendor's responses.
pub(super) fn row(state: &State, id: &str, lead: &Lead, attributes: &Pairs) -> Map<String, Value> {
    let mut row = Map::new();
    row.insert("ProspectID".to_owned(), json!(id));
    row.insert("ProspectAutoId".to_owned(), json!(lead.auto_id.to_string()));
    row.extend(attributes.iter().map(|(name, value)| (name.clone(), or_null(value))));
    let owner = lead.get("OwnerId").and_then(|id| state.find_user(id));
    row.insert("OwnerIdName".to_owned(), json!(owner.map(super::records::User::name)));
    row.insert("OwnerIdEmailAddress".to_owned(), json!(owner.map(|user| user.address.as_str())));
    row.insert("CreatedOn".to_owned(), with_millis(lead.created));
    row.insert("ModifiedOn".to_owned(), with_millis(lead.changed));
    row.insert("LeadLastModifiedOn".to_owned(), with_millis(lead.changed));
    row
}

/// Returns a lead in the format of most reads.
pub(super) fn flat(state: &State, id: &str, lead: &Lead) -> Value {
    Value::Object(row(state, id, lead, &lead.attributes))
}

/// Returns a lead in the format of webhooks.
pub(super) fn delivered(state: &State, id: &str, lead: &Lead) -> Value {
    let mut row = row(state, id, lead, &lead.attributes);
    row.insert("CanUpdate".to_owned(), json!("true"));
    row.insert("ModifiedBy".to_owned(), json!(super::records::OWNER_ID));
    Value::Object(row)
}

pub(super) fn by(state: &State, name: &str, value: Option<&str>) -> FakeResponse {
    let id = value.and_then(|value| state.find_lead(name, value));
    one(id.and_then(|id| Some(flat(state, &id, state.leads.get(&id)?))))
}

/// Finds a lead by phone number, ignoring punctuation, with or without the country code. Of several, the one that was
/// changed last is returned.
pub(super) fn by_phone(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let phone = call.request.query("phone").ok_or_else(|| Rejection::missing("phone"))?;
    Ok(one(find_by_phone(state, phone).and_then(|id| Some(flat(state, &id, state.leads.get(&id)?)))))
}

/// Returns the id of the lead with a phone number.
pub(super) fn find_by_phone(state: &State, phone: &str) -> Option<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let wanted = digits(phone);
    let same = |known: &str| match state.settings.phone_form {
        PhoneForm::Exact => known == phone,
        PhoneForm::Digits => {
            let known = digits(known);
            let (short, long) = if known.len() < wanted.len() { (&known, &wanted) } else { (&wanted, &known) };
            // A number without its country code is the end of the full number.
            short.len() >= 6 && long.ends_with(short.as_str())
        }
    };
    let has = |lead: &Lead| ["Phone", "Mobile"].iter().any(|name| lead.get(name).is_some_and(same));
    let found = state.leads.iter().filter(|(_, lead)| has(lead)).rev();
    found.max_by_key(|(_, lead)| lead.changed).map(|(id, _)| id.clone())
}

/// Finds leads by a part of any of their values.
pub(super) fn quick_search(state: &State, call: &Call<'_>) -> FakeResponse {
    let key = call.request.query("key").unwrap_or_default().to_ascii_lowercase();
    let now = state.instant();
    let rows = state
        .leads
        .iter()
        .filter_map(|(id, lead)| Some((id, lead, lead.index.shown(&lead.attributes, now)?)))
        .filter(|(_, _, shown)| shown.iter().any(|(_, value)| value.to_ascii_lowercase().contains(&key)))
        .map(|(id, lead, shown)| Value::Object(row(state, id, lead, shown)));
    ok(&Value::Array(rows.collect()))
}

/// Returns the owner of the lead whose field has a value.
pub(super) fn owner(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let field = call.request.query("LeadIdentifier").ok_or_else(|| Rejection::missing("LeadIdentifier"))?;
    let value = call.request.query("value").ok_or_else(|| Rejection::missing("value"))?;
    let lead = state.find_lead(field, value).and_then(|id| state.leads.get(&id));
    let owner = lead.and_then(|lead| state.find_user(lead.get("OwnerId")?));
    Ok(one(owner.map(super::users::details)))
}
