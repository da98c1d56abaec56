//! Dealer Studio: creates a lead.

use super::{Call, Peer, send};
use dealerstudio::{Client, api::leads::CreateLead, model::Category, model::Source};
use serde::{Deserialize, Serialize};

pub(super) fn response() -> String {
    r#"{"id":12,"lead_cluster_id":34}"#.to_owned()
}

const KEY: &str = "0123456789abcdef0123456789abcdef";

pub(super) fn by_client(peer: &Peer) -> Call {
    let client = Client::builder().base_url(&peer.base).api_key(KEY).config(peer.config()).build().expect("a client");
    Box::new(move || {
        let client = client.clone();
        Box::pin(async move {
            let request = CreateLead::new(
                "northside-motors",
                Category::TestDriveBooking,
                Source::Website,
                "jo@example.com",
                "0400000000",
            )
            .name("Jo Citizen")
            .message("Is the blue one still there?")
            .provider("example.com")
            .provider_id("enquiry-1");
            let lead = client.send(&request).await.expect("a response");
            lead.id.as_ref().and_then(|id| usize::try_from(id.get()).ok()).unwrap_or_default()
        })
    })
}

#[derive(Serialize)]
struct Body<'a> {
    lead: NewLead<'a>,
}

#[derive(Serialize)]
struct NewLead<'a> {
    name: &'a str,
    email: &'a str,
    phone: &'a str,
    message: &'a str,
    dealership_slug: &'a str,
    category: &'a str,
    source: &'a str,
    provider: &'a str,
    provider_id: &'a str,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Answer {
    id: usize,
    lead_cluster_id: Option<i64>,
}

pub(super) fn by_hand(peer: &Peer) -> Call {
    let (http, base) = (peer.http(), peer.base.clone());
    Box::new(move || {
        let request = http.post(format!("{base}/api/v1/leads")).bearer_auth(KEY);
        Box::pin(async move {
            let lead = NewLead {
                name: "Jo Citizen",
                email: "jo@example.com",
                phone: "0400000000",
                message: "Is the blue one still there?",
                dealership_slug: "northside-motors",
                category: "Test Drive Booking",
                source: "Website",
                provider: "example.com",
                provider_id: "enquiry-1",
            };
            let answer: Answer = send(request, &Body { lead }).await;
            std::hint::black_box(&answer).id
        })
    })
}
