//! Merged leads.

use super::Call;
use super::events::Event;
use super::histories::MERGE;
use super::lead_writes::missing;
use super::outbox::Subject;
use super::responses::{Rejection, done, ok, text};
use super::state::State;
use crate::FakeResponse;
use serde_json::{Value, json};

/// Moves what belongs to the child to the master, whose own values stay. The child may be a visitor of the website.
pub(super) fn merge(state: &mut State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let of = |name: &str| call.request.query(name).filter(|id| !id.is_empty()).ok_or_else(|| Rejection::missing(name));
    let (master, child) = (of("masterId")?, of("childId")?);
    if !state.leads.contains_key(master) {
        return Err(missing(state, master));
    }
    if master == child {
        return Err(Rejection::input("childId"));
    }
    let absorbed = state.leads.remove(child);
    if absorbed.is_none() && !state.visitors.remove(child) {
        return Err(missing(state, child));
    }
    state.deleted.insert(child.to_owned());
    let target = || master.to_owned();
    state.opportunities.values_mut().filter(|it| it.lead == child).for_each(|it| it.lead = target());
    state.activities.values_mut().filter(|it| it.lead == child).for_each(|it| it.lead = target());
    state.notes.values_mut().filter(|it| it.lead == child).for_each(|it| it.lead = target());
    state.sales.values_mut().filter(|it| it.lead == child).for_each(|it| it.lead = target());
    for task in state.tasks.values_mut().filter(|it| it.member("RelatedEntityId") == Some(child)) {
        task.members.insert("RelatedEntityId".to_owned(), json!(master));
    }
    for list in state.lists.values_mut() {
        list.leads.retain(|lead| lead != child);
    }
    let audit = state.add_system_activity(master, MERGE, child);
    if let Some(lead) = absorbed {
        state.merged.insert(audit, lead);
    }
    state.record("merge_leads");
    let subject = Subject { entity: "Lead", id: master.to_owned(), ..Subject::default() };
    if let Some(lead) = state.leads.get(master) {
        let body = super::lead_reads::delivered(state, master, lead);
        state.emit(Event::LEAD_MERGE, &subject, &body);
    }
    Ok(done())
}

/// Returns the leads that a merge absorbed. Unique fields are null, except e-mail address and phone number.
pub(super) fn list(state: &State, call: &Call<'_>) -> Result<FakeResponse, Rejection> {
    let parameter = call.body.get("Parameter").cloned().unwrap_or_default();
    let audit = text(&parameter, "MergeAuditId").ok_or_else(|| Rejection::missing("MergeAuditId"))?;
    let activity = state.activities.get(&audit).filter(|activity| activity.code == MERGE);
    let child = activity.ok_or_else(Rejection::unknown_activity)?.note.clone().unwrap_or_default();
    let row = state.merged.get(&audit).map(|lead| {
        let mut row = super::lead_reads::row(state, &child, lead, &lead.attributes);
        let unique = state.lead_fields.iter().filter(|field| field.is_unique);
        for field in unique.filter(|field| !matches!(field.name.as_str(), "EmailAddress" | "Phone")) {
            row.insert(field.name.clone(), Value::Null);
        }
        Value::Object(row)
    });
    Ok(ok(&Value::Array(row.into_iter().collect())))
}
