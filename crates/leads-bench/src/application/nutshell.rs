//! Nutshell: closes a lead.

use super::{Call, Peer, send};
use nutshell::{Client, api::leads::UpdateLeadStatus};
use serde::{Deserialize, Serialize};

/// The lead in its envelope.
pub(super) fn response() -> String {
    let time = |stamp: u32| format!(r#"{{"absoluteLocalizedString":"March 4, 2026","timestamp":{stamp}}}"#);
    let (created, closed) = (time(1_772_613_000), time(1_774_686_600));
    format!(
        r#"{{"meta":{{"count":1,"instance":"1-instances"}},"leads":[{{"id":"12-leads","type":"leads","name":"Twelve desks, oak veneer","number":"1012","description":"Asked by mail for a quote; wants delivery before the end of term.","status":"won","value":{{"amount":120.5,"currency":"USD","formatted":"$ 120.50"}},"createdTime":{created},"closedTime":{closed},"isOverdue":false,"confidence":42,"priority":1,"href":"https://app.nutshell.com/rest/leads/12-leads","htmlUrl":"https://app.nutshell.com/lead/1012","links":{{"accounts":["24-accounts"],"contacts":["36-contacts"],"owner":"4-users","stage":"101-stages","outcome":"1-outcomes"}}}}],"companions":[]}}"#
    )
}

pub(super) fn by_client(peer: &Peer) -> Call {
    let client = Client::builder()
        .base_url(&peer.base)
        .basic("agent@example.com", "0123456789abcdef")
        .config(peer.config())
        .build()
        .expect("a client");
    Box::new(move || {
        let client = client.clone();
        Box::pin(async move {
            let request = UpdateLeadStatus::new("12-leads").outcome("1-outcomes");
            let lead = client.send(&request).await.expect("a response");
            lead.id.as_str().len()
        })
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    outcome_id: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    leads: Vec<Lead>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Lead {
    id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    number: Option<String>,
    description: Option<String>,
    status: Option<String>,
    value: Option<Value>,
    created_time: Option<Time>,
    closed_time: Option<Time>,
    is_overdue: Option<bool>,
    confidence: Option<i64>,
    priority: Option<i64>,
    href: Option<String>,
    html_url: Option<String>,
    links: Option<Links>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Value {
    amount: Option<f64>,
    currency: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Time {
    timestamp: Option<i64>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
#[allow(dead_code)]
struct Links {
    accounts: Vec<String>,
    contacts: Vec<String>,
    owner: Option<String>,
    stage: Option<String>,
    outcome: Option<String>,
}

pub(super) fn by_hand(peer: &Peer) -> Call {
    let (http, base) = (peer.http(), peer.base.clone());
    Box::new(move || {
        let request = http.post(format!("{base}/rest/leads/12-leads/status"));
        let request = request.basic_auth("agent@example.com", Some("0123456789abcdef"));
        Box::pin(async move {
            let answer: Answer = send(request, &Change { outcome_id: "1-outcomes" }).await;
            std::hint::black_box(&answer).leads.first().map_or(0, |lead| lead.id.len())
        })
    })
}
