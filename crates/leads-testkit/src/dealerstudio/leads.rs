//! Leads, clusters, appointments and events.

use super::form::{flag, integer, rows, text};
use super::state::{Cluster, FakeFile, Lead, State};
use super::{Call, HandlerResult, Rejection, done, webhooks};
use crate::FakeResponse;
use chrono::TimeDelta;
use serde_json::{Map, Value, json};

const CATEGORIES: &[&str] = &[
    "New Vehicle Enquiry",
    "Used Vehicle Enquiry",
    "Test Drive Booking",
    "Special Offer Enquiry",
    "Fleet Enquiry",
    "Finance Enquiry",
    "Insurance Enquiry",
    "Subscription Enquiry",
    "Team Member Enquiry",
    "Vehicle Reservation",
    "Online Purchase",
    "Brochure Download",
    "Document Request",
    "Trade-in Enquiry",
    "Sell My Car Enquiry",
    "Service Booking",
    "Service Enquiry",
    "Parts Enquiry",
    "Service Retention",
    "Loan Car Booking",
    "General Enquiry",
    "Survey",
    "Competition Enquiry",
    "Phone Call",
    "Event Enquiry",
];

const STATES: &[&str] = &["new", "contacted", "lost", "invalid", "converted"];

/// The dealership of a lead, by id, by slug, or by both if they agree.
fn dealership(state: &State, fields: &Map<String, Value>) -> Option<i64> {
    let by_id = integer(fields.get("dealership_id")).filter(|id| state.dealerships.contains_key(id));
    let by_slug = text(fields.get("dealership_slug")).and_then(|slug| state.dealership(slug));
    match (fields.contains_key("dealership_id"), fields.contains_key("dealership_slug")) {
        (true, true) => by_id.filter(|id| Some(*id) == by_slug),
        (true, false) => by_id,
        _ => by_slug,
    }
}

/// Validates the fields. With `whole`, required fields must be present.
fn check(state: &State, fields: &Map<String, Value>, whole: bool) -> Result<(), Rejection> {
    let mut wrong: Vec<(String, String)> = Vec::new();
    let mut say = |field: &str, message: &str| wrong.push((field.to_owned(), message.to_owned()));
    for field in ["email", "phone", "category", "source"] {
        let there = text(fields.get(field)).is_some();
        if !there && (whole || fields.contains_key(field)) {
            say(field, "can't be blank");
        }
    }
    if !flag(fields.get("disable_strict_validation")) {
        if text(fields.get("email")).is_some_and(|email| !email.contains('@')) {
            say("email", "is invalid");
        }
        let digits = |phone: &str| phone.bytes().filter(u8::is_ascii_digit).count();
        if text(fields.get("phone")).is_some_and(|phone| digits(phone) < 8) {
            say("phone", "is invalid");
        }
    }
    if text(fields.get("category")).is_some_and(|category| !CATEGORIES.contains(&category)) {
        say("category", "is not included in the list");
    }
    if text(fields.get("lead_state")).is_some_and(|word| !STATES.contains(&word)) {
        say("lead_state", "is not included in the list");
    }
    let names_one = fields.contains_key("dealership_id") || fields.contains_key("dealership_slug");
    if dealership(state, fields).is_none() && (whole || names_one) {
        say("dealership", "must exist");
    }
    if let Some(charges) = fields.get("charge_breakdown")
        && charges.get("total").is_none()
        && charges.get("charges").is_none()
    {
        say("charge_breakdown", "must include total or charges");
    }
    if wrong.is_empty() { Ok(()) } else { Err(Rejection::unprocessable(wrong)) }
}

/// Merges what was sent in addition to the fields into the lead: files and payments are created each time.
fn merge(lead: &mut Lead, mut fields: Map<String, Value>) {
    for row in rows(fields.remove("lead_files_attributes").as_ref()) {
        let file = row.get("file");
        let part = |name: &str| file.and_then(|file| text(file.get(name))).unwrap_or_default().to_owned();
        lead.files.push(FakeFile {
            file_type: text(row.get("file_type")).map(str::to_owned),
            name: part("name"),
            content_type: part("content_type"),
            size: file.and_then(|file| file.get("size")?.as_u64()).unwrap_or_default(),
        });
    }
    lead.payments += usize::from(fields.contains_key("payment_attributes"));
    lead.fields.append(&mut fields);
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> HandlerResult {
    let fields = call.wrapped("lead")?;
    check(state, &fields, true)?;
    let Some(dealership) = dealership(state, &fields) else {
        return Err(Rejection::unprocessable(vec![("dealership".to_owned(), "must exist".to_owned())]));
    };
    call.reaches(&state.settings, dealership)?;
    let id = state.next();
    let cluster = match matching(state, dealership, &fields) {
        Some(cluster) => cluster,
        None => {
            let cluster = state.next();
            let fields = Map::from_iter([("status".to_owned(), json!("new"))]);
            let made = Cluster { dealership, fields, leads: Vec::new(), made: call.now, changed: call.now };
            state.clusters.insert(cluster, made);
            cluster
        }
    };
    let mut lead = Lead { fields: Map::new(), dealership, cluster, made: call.now, files: Vec::new(), payments: 0 };
    merge(&mut lead, fields);
    lead.fields.insert("id".to_owned(), json!(id));
    lead.fields.insert("lead_cluster_id".to_owned(), json!(cluster));
    if let Some(known) = state.clusters.get_mut(&cluster) {
        known.leads.push(id);
        known.changed = call.now;
        if let Some(word) = text(lead.fields.get("lead_state")) {
            known.fields.insert("status".to_owned(), json!(word));
        }
    }
    let category = text(lead.fields.get("category")).unwrap_or_default().to_owned();
    state.leads.insert(id, lead);
    webhooks::lead_made(state, id, &category);
    Ok(FakeResponse::json(state.settings.created_status, &json!({"id": id, "lead_cluster_id": cluster})))
}

/// Returns the cluster of the same customer at the same dealership: the same phone number, ignoring punctuation, or the
/// same e-mail address, ignoring case.
fn matching(state: &State, dealership: i64, fields: &Map<String, Value>) -> Option<i64> {
    let phone = |fields: &Map<String, Value>| {
        let digits: String = text(fields.get("phone"))?.chars().filter(char::is_ascii_digit).collect();
        Some(digits).filter(|digits| !digits.is_empty())
    };
    let email = |fields: &Map<String, Value>| text(fields.get("email")).map(str::to_ascii_lowercase);
    let (wanted_phone, wanted_email) = (phone(fields), email(fields));
    state
        .leads
        .values()
        .filter(|lead| lead.dealership == dealership)
        .find(|lead| {
            (wanted_phone.is_some() && phone(&lead.fields) == wanted_phone)
                || (wanted_email.is_some() && email(&lead.fields) == wanted_email)
        })
        .map(|lead| lead.cluster)
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> HandlerResult {
    let fields = call.wrapped("lead")?;
    let id: i64 = call.param(0).parse().map_err(|_| Rejection::new(404, "Lead NOT found"))?;
    let Some(lead) = state.leads.get(&id) else { return Err(Rejection::new(404, "Lead NOT found")) };
    call.reaches(&state.settings, lead.dealership)?;
    if call.now - lead.made > TimeDelta::days(3) {
        return Err(Rejection::new(state.settings.too_old_status, "Cannot update lead older than 3 days"));
    }
    check(state, &fields, state.settings.update_needs_all)?;
    let Some(lead) = state.leads.get_mut(&id) else { return Err(Rejection::new(404, "Lead NOT found")) };
    merge(lead, fields);
    let record = json!({"id": id, "lead_cluster_id": lead.cluster});
    Ok(done(&state.settings, "lead", record))
}

pub(super) fn update_cluster(state: &mut State, call: &Call<'_>) -> HandlerResult {
    let fields = call.wrapped("lead_cluster")?;
    let not_found = || Rejection::new(404, "Lead cluster not found");
    let dealership = state.dealership(call.param(0)).ok_or_else(not_found)?;
    call.reaches(&state.settings, dealership)?;
    let id: i64 = call.param(1).parse().map_err(|_| not_found())?;
    if state.clusters.get(&id).is_none_or(|cluster| cluster.dealership != dealership) {
        return Err(not_found());
    }
    let mut wrong = Vec::new();
    if text(fields.get("lead_state")).is_some_and(|word| !STATES.contains(&word)) {
        wrong.push(("lead_state".to_owned(), "is not included in the list".to_owned()));
    }
    for field in ["user_id", "secondary_user_id"] {
        if integer(fields.get(field)).is_some_and(|user| !state.has_user(dealership, user)) {
            wrong.push((field.to_owned(), "must exist".to_owned()));
        }
    }
    for row in rows(fields.get("car_lead_clusters_attributes")) {
        for field in ["car_id", "family_id", "manufacturer_id"] {
            if integer(row.get(field)).is_none() {
                wrong.push((format!("car_lead_clusters.{field}"), "can't be blank".to_owned()));
            }
        }
    }
    if !wrong.is_empty() {
        return Err(Rejection::unprocessable(wrong));
    }
    let new_rows: Vec<Value> = rows(fields.get("car_lead_clusters_attributes"));
    let row_ids: Vec<i64> = new_rows.iter().map(|_| state.next()).collect();
    if let Some(cluster) = state.clusters.get_mut(&id) {
        for (name, value) in fields {
            match (name.as_str(), &value) {
                // A blank user leaves the current one unchanged.
                ("user_id" | "secondary_user_id", Value::Null) => {}
                ("lead_state", Value::String(_)) => {
                    cluster.fields.insert("status".to_owned(), value);
                }
                ("lead_state", _) | ("car_lead_clusters_attributes", _) => {}
                _ => {
                    cluster.fields.insert(name, value);
                }
            }
        }
        join_cars(cluster, new_rows, &row_ids);
        cluster.changed = call.now;
    }
    webhooks::cluster_changed(state, id);
    let word = state.clusters.get(&id).and_then(|cluster| cluster.fields.get("status").cloned());
    Ok(done(&state.settings, "lead_cluster", json!({"id": id, "dealership_id": dealership, "lead_state": word})))
}

/// Creates rows without an id, edits those with one, and removes those marked to be destroyed.
fn join_cars(cluster: &mut Cluster, given: Vec<Value>, ids: &[i64]) {
    let kept = cluster.fields.entry("car_lead_clusters").or_insert_with(|| json!([]));
    let Value::Array(kept) = kept else { return };
    for (mut row, new_id) in given.into_iter().zip(ids) {
        match integer(row.get("id")) {
            Some(id) => {
                let gone = flag(row.get("_destroy"));
                kept.retain(|known| integer(known.get("id")) != Some(id));
                if !gone {
                    kept.push(row);
                }
            }
            None => {
                if let Some(members) = row.as_object_mut() {
                    members.insert("id".to_owned(), json!(new_id));
                }
                kept.push(row);
            }
        }
    }
}

pub(super) fn create_appointment(state: &mut State, call: &Call<'_>) -> HandlerResult {
    let body = super::form::body(call.request).ok_or_else(|| Rejection::new(400, "the body is not an object"))?;
    let blank = ["dueDate", "activityType", "comments"].into_iter().filter(|field| text(body.get(*field)).is_none());
    let wrong: Vec<_> = blank.map(|field| (field.to_owned(), "can't be blank".to_owned())).collect();
    if !wrong.is_empty() {
        return Err(Rejection::unprocessable(wrong));
    }
    let lead = integer(body.get("leadId")).and_then(|id| state.leads.get(&id));
    let Some((dealership, cluster)) = lead.map(|lead| (lead.dealership, lead.cluster)) else {
        return Err(Rejection::new(404, "Lead not found"));
    };
    call.reaches(&state.settings, dealership)?;
    if integer(body.get("user_id")).is_some_and(|user| !state.has_user(dealership, user)) {
        return Err(Rejection {
            status: state.settings.foreign_user_status,
            fields: vec![("user_id".to_owned(), "is not part of the dealership".to_owned())],
        });
    }
    let id = state.next();
    let mut body = body;
    body.insert("id".to_owned(), json!(id));
    body.insert("lead_cluster_id".to_owned(), json!(cluster));
    state.appointments.push(Value::Object(body));
    Ok(match done(&state.settings, "appointment", json!({"id": id})) {
        response if response.status == 200 => FakeResponse { status: state.settings.created_status, ..response },
        response => response,
    })
}

/// The data is in the query; a body is not read.
pub(super) fn create_event(state: &mut State, call: &Call<'_>) -> HandlerResult {
    let request = call.request;
    let detail = request.query("messageDetail").and_then(|text| serde_json::from_str::<Value>(text).ok());
    let Some(detail) = detail.filter(Value::is_object) else {
        return Err(Rejection::unprocessable(vec![("messageDetail".to_owned(), "can't be blank".to_owned())]));
    };
    let lead = request.query("leadId").and_then(|id| id.parse().ok()).and_then(|id: i64| state.leads.get(&id));
    let Some(dealership) = lead.map(|lead| lead.dealership) else {
        return Err(Rejection::new(404, "No lead found"));
    };
    call.reaches(&state.settings, dealership)?;
    let service = call.param(0).to_owned();
    state.events.push(json!({"service": service, "leadId": request.query("leadId"), "messageDetail": detail}));
    Ok(FakeResponse { status: state.settings.created_status, ..FakeResponse::empty(201) })
}
