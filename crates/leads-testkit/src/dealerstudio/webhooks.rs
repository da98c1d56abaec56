//! The webhooks that would be sent.

use super::WebhookAuth;
use super::form::text;
use super::state::{Cluster, State};
use crate::Webhook;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue};
use serde_json::{Map, Value, json};

fn post(state: &mut State, event: &'static str, body: &Value) {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("accept", HeaderValue::from_static("application/json"));
    if let Some((auth, token)) = &state.settings.webhook_token {
        let (name, value) = match auth {
            WebhookAuth::Bearer => ("authorization", format!("Bearer {token}")),
            WebhookAuth::XAuthorization => ("x-authorization", token.clone()),
            WebhookAuth::XApiKey => ("x-api-key", token.clone()),
        };
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    state.outbox.push(Webhook::new(event, headers, body.to_string()));
}

pub(super) fn lead_made(state: &mut State, id: i64, category: &str) {
    let Some(lead) = state.leads.get(&id) else { return };
    let slug = state.dealerships.get(&lead.dealership).map(|known| known.slug.clone());
    let cluster = lead.cluster;
    let mut export = Map::from_iter([("id".to_owned(), json!(id))]);
    export.extend(lead.fields.clone());
    export.insert("dealership_id".to_owned(), json!(lead.dealership));
    export.insert("dealership_slug".to_owned(), json!(slug));
    let contact = json!({
        "first_name": lead.fields.get("name"), "last_name": lead.fields.get("last_name"),
        "email": lead.fields.get("email"), "phone": lead.fields.get("phone"),
    });
    let dealership = json!({"dealership_id": lead.dealership, "external_identifiers": []});
    let version = state.settings.lead_export_version;
    if version >= 3 {
        let appointments: Vec<Value> = state
            .appointments
            .iter()
            .filter(|known| known.get("lead_cluster_id") == Some(&json!(cluster)))
            .filter(|known| text(known.get("activityType")) == Some("Test Drive"))
            .map(|known| json!({"id": known.get("id"), "status": "pending", "user_id": known.get("user_id")}))
            .collect();
        export.insert("has_test_drives".to_owned(), json!(!appointments.is_empty()));
        export.insert("appointments".to_owned(), json!(appointments));
    }
    let event = match version {
        1 => "lead_export_v1",
        2 => "lead_export_v2",
        _ => "lead_export_v3",
    };
    post(state, event, &Value::Object(export));
    cluster_changed(state, cluster);
    match category {
        "Finance Enquiry" => post(
            state,
            "finance_application",
            &json!({"dealership": dealership, "contact": contact, "deposit": 1000.0, "loan_term": 60,
                "repayment_frequency": "weekly", "lead_cluster_id": cluster}),
        ),
        "Subscription Enquiry" => post(
            state,
            "subscription_lead",
            &json!({"event_type": "lead", "contact": {"lead_id": id.to_string(), "lead_cluster_id": cluster.to_string(),
                "email": contact.get("email"), "marketing_opt_in": false},
                "subscription_plan": {"subscription_id": "3", "price": "99.50", "frequnecy": "weekly"}}),
        ),
        _ => {}
    }
}

pub(super) fn cluster_changed(state: &mut State, id: i64) {
    if let Some(known) = state.clusters.get(&id) {
        let body = cluster(state, id, known);
        post(state, "lead_cluster", &body);
    }
}

/// Returns a cluster in the format of its webhook.
pub(super) fn cluster(state: &State, id: i64, cluster: &Cluster) -> Value {
    let time = |time: DateTime<Utc>| time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let mut body = Map::new();
    body.insert(if state.settings.capital_id { "Id" } else { "id" }.to_owned(), json!(id));
    let leads: Vec<Value> =
        cluster.leads.iter().filter_map(|id| state.leads.get(id)).map(|lead| json!(lead.fields)).collect();
    let newest = cluster.leads.last().and_then(|id| state.leads.get(id));
    body.extend([
        ("dealership_id".to_owned(), json!(cluster.dealership)),
        (
            "provider".to_owned(),
            json!(newest.and_then(|lead| text(lead.fields.get("provider"))).unwrap_or("Dealer Studio")),
        ),
        ("status".to_owned(), cluster.fields.get("status").cloned().unwrap_or(Value::Null)),
        ("contact".to_owned(), json!({"business_name": null, "name": newest.and_then(|lead| lead.fields.get("name"))})),
        ("created".to_owned(), json!(time(cluster.made))),
        ("modified".to_owned(), json!(time(cluster.changed))),
        ("leads".to_owned(), json!(leads)),
        ("lead_events".to_owned(), json!([])),
    ]);
    if let Some(user) = cluster.fields.get("user_id") {
        body.insert("assigned_salesperson".to_owned(), json!({"id": user}));
    }
    for (name, value) in &cluster.fields {
        body.entry(name.clone()).or_insert_with(|| value.clone());
    }
    Value::Object(body)
}

pub(super) fn car_changed(state: &mut State, id: i64, now: DateTime<Utc>) {
    let Some(car) = state.cars.get(&id) else { return };
    let gone = matches!(text(car.get("status")), Some("withdrawn" | "sold"));
    let body = json!({
        "Type": "CAR",
        "Identifier": id,
        "ListingType": car.get("car_type"),
        "SaleStatus": if gone { "WITHDRAWN" } else { "For Sale" },
        "SaleType": "Retail",
        "Description": car.get("dealercomments"),
        "Registration": {"Number": car.get("rego"), "ExpiresUtc": null},
        "Identification": [{"Type": "StockNumber", "Value": car.get("stocknum")}, {"Type": "VIN", "Value": car.get("vin")}],
        "OdometerReadings": [{"Type": "Latest", "Value": car.get("odometer"), "UnitOfMeasure": "KM"}],
        "Seller": {"Identifier": car.get("dealership_id")},
        "LastModifiedUtc": now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    });
    post(state, "inventory_vehicle", &body);
}
