//! Capillary: sets the status of a lead.

use super::{Call, Peer, send};
use capillary_leads::{Client, Password, api::leads::UpdateLeadStatus, model::LeadStatus};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// The lead with a status log of one row.
pub(super) fn response() -> String {
    r#"{"id":12,"userId":300000084,"type":"SKU","leadFor":"item00012","status":"WON","subStatus":"Delivered","nextFollowUp":"2026-04-05T08:00:00+05:30","createdOn":"2026-03-04T13:30:00+05:30","createdBy":28812689,"lastUpdatedOn":"2026-03-14T15:44:26+05:30","lastUpdatedBy":15002926,"followUpDetails":[],"statusLogDetails":[{"id":61,"userId":300000084,"leadId":12,"status":"WON","subStatus":"Delivered","createdBy":15002926,"createdOn":"2026-03-14T15:44:26+05:30","reasonId":6,"reason":"Deal closed"}],"orgSourceId":-1,"extendedFields":{"trial_status":"Not Done","colour":"Indigo"},"warnings":[]}"#.to_owned()
}

const USER: &str = "store.till";
const PASSWORD: &str = "0123456789abcdef0123456789abcdef";

pub(super) fn by_client(peer: &Peer) -> Call {
    let client = Client::builder()
        .base_url(&peer.base)
        .basic(USER, Password::plain(PASSWORD))
        .config(peer.config())
        .build()
        .expect("a client");
    Box::new(move || {
        let client = client.clone();
        Box::pin(async move {
            let request = UpdateLeadStatus::new(12, LeadStatus::Won).sub_status("Delivered").reason_id(6);
            let lead = client.send(&request).await.expect("a response");
            usize::try_from(lead.id.get()).unwrap_or_default()
        })
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    status: &'a str,
    sub_status: &'a str,
    reason_id: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Lead {
    id: usize,
    user_id: Option<i64>,
    #[serde(rename = "type")]
    kind: Option<String>,
    lead_for: Option<String>,
    status: Option<String>,
    sub_status: Option<String>,
    next_follow_up: Option<DateTime<FixedOffset>>,
    created_on: Option<DateTime<FixedOffset>>,
    created_by: Option<i64>,
    last_updated_on: Option<DateTime<FixedOffset>>,
    last_updated_by: Option<i64>,
    status_log_details: Vec<Row>,
    org_source_id: Option<i64>,
    extended_fields: Option<std::collections::HashMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct Row {
    id: i64,
    status: Option<String>,
    sub_status: Option<String>,
    created_by: Option<i64>,
    created_on: Option<DateTime<FixedOffset>>,
    reason_id: Option<i64>,
    reason: Option<String>,
}

pub(super) fn by_hand(peer: &Peer) -> Call {
    let (http, base) = (peer.http(), peer.base.clone());
    Box::new(move || {
        let request = http.put(format!("{base}/v2/leads/{}/status", 12)).basic_auth(USER, Some(PASSWORD));
        Box::pin(async move {
            let change = Change { status: "WON", sub_status: "Delivered", reason_id: 6 };
            let lead: Lead = send(request, &change).await;
            std::hint::black_box(&lead).id
        })
    })
}
