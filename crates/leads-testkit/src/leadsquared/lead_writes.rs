//! Writes of one lead.

use super::Call;
use super::events::Event;
use super::histories::{OWNER_CHANGE, STAGE_CHANGE};
use super::lookup::FLAGS;
use super::outbox::Subject;
use super::records::{Pairs, get};
use super::responses::{Rejection, done, pairs, success};
use super::settings::LeadUpdateForm;
use super::state::State;
use super::types::PSEUDO;
use crate::FakeResponse;
use serde_json::{Value, json};

/// Names that a write does not store: what the vendor sets itself, and what only says how to write.
const IGNORED: [&str; 8] = [
    "SearchBy",
    "ProspectID",
    "ProspectAutoId",
    "CreatedOn",
    "ModifiedOn",
    "LeadLastModifiedOn",
    "StageChangeComment",
    "__UseUserDefinedGuid__",
];

/// Rejects a write that names attributes the tenant does not have, or whose values do not fit their types.
fn known(state: &State, attributes: &[(String, String)], is_new: bool) -> Result<(), Rejection> {
    let is_unknown = |name: &&str| {
        let field = name.split('~').next().unwrap_or_default();
        let is_defined = || PSEUDO.contains(&field) || state.lead_fields.iter().any(|known| known.name == field);
        state.settings.unknown_attributes.iter().any(|unknown| unknown == name)
            || (state.settings.strict_fields && !is_defined())
    };
    let unknown: Vec<&str> = attributes.iter().map(|(name, _)| name.as_str()).filter(is_unknown).collect();
    if !unknown.is_empty() {
        return Err(Rejection::unknown_attributes(&unknown));
    }
    for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
        let Some(field) = state.lead_fields.iter().find(|field| field.name == *name) else { continue };
        if field.is_locked_after_create && !is_new {
            return Err(Rejection::not_allowed(&format!("Field '{name}' is locked after create")));
        }
        let fits = match field.data_type.as_str() {
            "Number" => value.replace(',', "").parse::<f64>().is_ok(),
            "Date" => super::dates::date(value).is_some(),
            "Boolean" => ["1", "0", "true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word)),
            _ => true,
        };
        // A value outside the options of a dropdown is stored without an error.
        if !fits {
            return Err(Rejection::data_type(&format!("Invalid value for '{name}' of datatype '{}'", field.data_type)));
        }
    }
    Ok(())
}

fn unique(state: &State) -> impl Iterator<Item = &str> {
    state.lead_fields.iter().filter(|field| field.is_unique).map(|field| field.name.as_str())
}

fn taken(state: &State, attributes: &[(String, String)], but: Option<&str>) -> Result<(), Rejection> {
    let is_unique = |name: &str| unique(state).any(|known| known == name);
    for (name, value) in attributes.iter().filter(|(name, value)| is_unique(name) && !value.is_empty()) {
        let mut others = state.leads.iter().filter(|(id, _)| Some(id.as_str()) != but);
        if others.any(|(_, lead)| lead.get(name).is_some_and(|known| known.eq_ignore_ascii_case(value))) {
            return Err(Rejection::duplicate(value));
        }
    }
    Ok(())
}

/// Flags and fields of type Boolean are kept as `1` and `0`.
fn stored(state: &State, name: &str, value: &str) -> String {
    let is_flag = FLAGS.contains(&name)
        || state.lead_fields.iter().any(|field| field.name == name && field.data_type == "Boolean");
    match value {
        _ if is_flag && value.eq_ignore_ascii_case("true") => "1".to_owned(),
        _ if is_flag && value.eq_ignore_ascii_case("false") => "0".to_owned(),
        _ => value.to_owned(),
    }
}

/// Creates a lead.
pub(super) fn create(state: &mut State, attributes: &[(String, String)]) -> Result<String, Rejection> {
    let named = ["FirstName", "LastName", "EmailAddress", "Phone"];
    if !attributes.iter().any(|(name, value)| named.contains(&name.as_str()) && !value.is_empty()) {
        return Err(Rejection::missing("FirstName, LastName, EmailAddress or Phone"));
    }
    known(state, attributes, true)?;
    let is_missing = |field: &&super::records::LeadField| {
        field.is_mandatory && field.name.starts_with("mx_") && get_of(attributes, &field.name).is_none_or(str::is_empty)
    };
    if let Some(field) = state.lead_fields.iter().find(is_missing) {
        return Err(Rejection::missing(&field.name));
    }
    taken(state, attributes, None)?;
    Ok(add(state, attributes))
}

/// Adds a lead without further checks, and reports it.
pub(super) fn add(state: &mut State, attributes: &[(String, String)]) -> String {
    let given = attributes.iter().filter(|(name, _)| name == "ProspectID" || !IGNORED.contains(&name.as_str()));
    let mut all: Pairs = given.map(|(name, value)| (name.clone(), stored(state, name, value))).collect();
    let defaults: Pairs = state
        .lead_fields
        .iter()
        .filter(|field| get_of(&all, &field.name).is_none())
        .filter_map(|field| Some((field.name.clone(), field.default_value.clone()?)))
        .collect();
    all.extend(defaults);
    let id = state.add_lead(all);
    state.record("create_lead");
    if state.listens(Event::LEAD_CREATE)
        && let Some(lead) = state.leads.get(&id)
    {
        let body = super::lead_reads::delivered(state, &id, lead);
        state.emit(Event::LEAD_CREATE, &Subject { entity: "Lead", id: id.clone(), ..Subject::default() }, &body);
    }
    id
}

fn get_of<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Returns the rejection of a lead that does not exist.
pub(super) fn missing(state: &State, id: &str) -> Rejection {
    if state.deleted.contains(id) { Rejection::stale_lead() } else { Rejection::unknown_lead() }
}

/// Changes a lead. Webhooks and rules are triggered only if `fires` is set.
pub(super) fn update(
    state: &mut State,
    id: &str,
    attributes: &[(String, String)],
    fires: bool,
) -> Result<(), Rejection> {
    if !state.leads.contains_key(id) {
        return Err(missing(state, id));
    }
    known(state, attributes, false)?;
    taken(state, attributes, Some(id))?;
    change(state, id, attributes, fires);
    state.record("update_lead");
    Ok(())
}

/// Changes a lead without further checks, and writes what the vendor keeps about it.
pub(super) fn change(state: &mut State, id: &str, attributes: &[(String, String)], fires: bool) {
    let is_real = |(name, _): &&(String, String)| !IGNORED.contains(&name.as_str());
    let changes: Pairs =
        attributes.iter().filter(is_real).map(|(name, value)| (name.clone(), stored(state, name, value))).collect();
    let Some(lead) = state.leads.get(id) else { return };
    let before = lead.clone();
    let shown = lead.index.shown(&lead.attributes, state.instant()).cloned();
    let index = state.lag(shown);
    let now = state.now();
    let Some(lead) = state.leads.get_mut(id) else { return };
    let mut changed = Vec::new();
    for (name, value) in changes {
        if lead.get(&name).unwrap_or_default() != value {
            changed.push(name.clone());
        }
        lead.set(&name, value);
    }
    lead.changed = now;
    lead.index = index;
    let comment = get_of(attributes, "StageChangeComment");
    for (name, code) in [("ProspectStage", STAGE_CHANGE), ("OwnerId", OWNER_CHANGE)] {
        if changed.iter().any(|known| known == name) {
            state.add_system_activity(id, code, name);
        }
    }
    if fires {
        report(state, id, &before, &changed, comment);
    }
}

/// Queues the webhooks of a change.
fn report(state: &mut State, id: &str, before: &super::records::Lead, changed: &[String], comment: Option<&str>) {
    let Some(lead) = state.leads.get(id) else { return };
    if state.outbox.hooks.is_empty() || changed.is_empty() {
        return;
    }
    let old = super::lead_reads::delivered(state, id, before);
    let mut new = super::lead_reads::delivered(state, id, lead);
    let both = json!({"Before": old, "After": new});
    let subject = Subject { entity: "Lead", id: id.to_owned(), ..Subject::default() };
    let update = match state.settings.lead_update_form {
        LeadUpdateForm::Flat => new.clone(),
        LeadUpdateForm::BeforeAndAfter => both.clone(),
    };
    state.emit(Event::LEAD_UPDATE, &subject, &update);
    for name in changed {
        match name.as_str() {
            "ProspectStage" => {
                if let Some(members) = new.as_object_mut() {
                    members.insert("StageChangeComment".to_owned(), json!(comment));
                }
                state.emit(Event::LEAD_STAGE_CHANGE, &subject, &json!({"Before": old, "After": new}));
            }
            "OwnerId" => state.emit(Event::LEAD_OWNER_CHANGE, &subject, &both),
            "Score" => state.emit(Event::LEAD_SCORE_CHANGE, &subject, &both),
            _ => {}
        }
        state.emit(Event::LEAD_FIELD_CHANGE, &Subject { detail: Some(name.clone()), ..subject.clone() }, &both);
    }
}

pub(super) fn create_lead(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = create(state, &pairs(call.body, "Attribute")?)?;
    Ok(success(&json!({ "Id": id })))
}

pub(super) fn update_lead(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let missing =
        || Rejection::new(500, "MXMandatoryAttributeMissingException", "'leadId' is mandatory for updating lead");
    let id = call.request.query("leadId").filter(|id| !id.is_empty()).ok_or_else(missing)?;
    update(state, id, &pairs(call.body, "Attribute")?, fires(call))?;
    Ok(success(&json!({"AffectedRows": 1})))
}

/// Webhooks are not triggered by default.
fn fires(call: &Call<'_>) -> bool {
    call.request.query("postUpdatedLead").is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
}

pub(super) fn create_or_update_lead(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let (id, _) = create_or_update(state, &pairs(call.body, "Attribute")?, fires(call))?;
    Ok(success(&json!({"Id": id, "AffectedRows": 1})))
}

pub(super) fn capture_lead(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let behavior = call.request.query("LeadUpdateBehavior");
    capture(state, &pairs(call.body, "Attribute")?, behavior).map(|message| success(&message))
}

/// Makes a visitor of the website a lead.
pub(super) fn convert(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    let attributes = pairs(call.body, "Attribute")?;
    if state.visitors.contains(id) {
        known(state, &attributes, true)?;
        taken(state, &attributes, None)?;
        let mut all = attributes;
        all.retain(|(name, _)| name != "ProspectID");
        all.push(("ProspectID".to_owned(), id.to_owned()));
        add(state, &all);
    } else {
        update(state, id, &attributes, true)?;
    }
    Ok(success(&json!({"AffectedRows": 1})))
}

/// Deletes a lead with everything that belongs to it.
pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let id = call.request.query("leadId").ok_or_else(|| Rejection::missing("leadId"))?;
    if !state.settings.allow_delete {
        return Err(Rejection::new(500, "MXUnauthorizedRequestException", "Delete is not enabled for you"));
    }
    let lead = state.leads.get(id).ok_or_else(Rejection::unknown_lead)?;
    let body = super::lead_reads::delivered(state, id, lead);
    state.leads.remove(id);
    state.deleted.insert(id.to_owned());
    state.opportunities.retain(|_, found| found.lead != id);
    state.activities.retain(|_, found| found.lead != id);
    state.notes.retain(|_, found| found.lead != id);
    state.sales.retain(|_, found| found.lead != id);
    state.tasks.retain(|_, found| found.member("RelatedEntityId") != Some(id));
    state.lists.values_mut().for_each(|list| list.leads.retain(|lead| lead != id));
    state.record("delete_lead");
    state.emit(Event::LEAD_DELETE, &Subject { entity: "Lead", id: id.to_owned(), ..Subject::default() }, &body);
    Ok(done())
}

/// Finds the lead that a write with `SearchBy` means, or else by these attributes, in this order.
fn search_by(state: &State, attributes: &[(String, String)], order: &[&str]) -> Option<String> {
    let order = match get_of(attributes, "SearchBy") {
        // It is ignored if every key is there.
        Some(_) if order.len() == 3 && order.iter().all(|name| get_of(attributes, name).is_some()) => order.to_vec(),
        Some(name) => vec![name],
        None => order.to_vec(),
    };
    order.into_iter().find_map(|name| {
        let attribute = if name == "ProspectId" { "ProspectID" } else { name };
        state.find_lead(attribute, get_of(attributes, attribute).filter(|value| !value.is_empty())?)
    })
}

/// The existing lead is found by `SearchBy`, or else by id, e-mail address and phone number, in this order.
pub(super) fn capture(
    state: &mut State,
    attributes: &[(String, String)],
    behavior: Option<&str>,
) -> Result<Value, Rejection> {
    let found = search_by(state, attributes, &["ProspectID", "EmailAddress", "Phone"]);
    let Some(id) = found else {
        let id = create(state, attributes)?;
        return Ok(json!({"Id": id, "RelatedId": id, "IsCreated": true}));
    };
    let lead = state.leads.get(&id);
    let change: Vec<(String, String)> = attributes
        .iter()
        .filter(|(name, _)| match behavior {
            Some("DoNotUpdate") => false,
            Some("UpdateOnlyEmptyFields") => lead.and_then(|lead| lead.get(name)).is_none_or(str::is_empty),
            Some("DoNotUpdateUniqueFields") => !unique(state).any(|known| known == name),
            // The source of an existing lead is unchanged.
            _ => name != "Source",
        })
        .cloned()
        .collect();
    if !change.is_empty() {
        update(state, &id, &change, true)?;
    }
    Ok(json!({"Id": id, "RelatedId": id, "IsCreated": false}))
}

/// Finds the lead by `SearchBy`, or else by id or e-mail address, and creates one otherwise. A known phone number with
/// a different e-mail address is then a duplicate.
pub(super) fn create_or_update(
    state: &mut State,
    attributes: &[(String, String)],
    fires: bool,
) -> Result<(String, bool), Rejection> {
    match search_by(state, attributes, &["ProspectID", "EmailAddress"]) {
        Some(id) => update(state, &id, attributes, fires).map(|()| (id, false)),
        None => create(state, attributes).map(|id| (id, true)),
    }
}

/// Adds to the score of a lead, as an activity of a type with a score does.
pub(super) fn add_score(state: &mut State, id: &str, score: i64) {
    let Some(lead) = state.leads.get(id) else { return };
    let known: i64 = get(&lead.attributes, "Score").and_then(|text| text.parse().ok()).unwrap_or(0);
    change(state, id, &[("Score".to_owned(), (known + score).to_string())], true);
}
