//! LeadSquared: wins an opportunity.

use super::{Call, Peer, send};
use leadsquared::{Client, api::opportunities::UpdateOpportunity, model::OpportunityStatus};
use serde::{Deserialize, Serialize};

const OPPORTUNITY: &str = "00000bb0-0000-4000-8000-000000000012";

pub(super) fn response() -> String {
    format!(r#"{{"Status":"Success","Message":{{"Id":"{OPPORTUNITY}"}}}}"#)
}

pub(super) fn by_client(peer: &Peer) -> Call {
    let client = Client::builder()
        .base_url(&peer.base)
        .keys("u$r0123456789abcdef", "0123456789abcdef0123456789abcdef")
        .config(peer.config())
        .build()
        .expect("a client");
    Box::new(move || {
        let client = client.clone();
        Box::pin(async move {
            let request = UpdateOpportunity::new(OPPORTUNITY)
                .status(OpportunityStatus::Won)
                .field("mx_Custom_7", "180000")
                .note("signed");
            let done = client.send(&request).await.expect("a response");
            done.id().map_or(0, |id| id.as_str().len())
        })
    })
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Change<'a> {
    prospect_opportunity_id: &'a str,
    opportunity_note: &'a str,
    fields: Vec<Field<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Field<'a> {
    schema_name: &'a str,
    value: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code)]
struct Answer {
    status: String,
    message: Option<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    id: Option<String>,
}

pub(super) fn by_hand(peer: &Peer) -> Call {
    let (http, base) = (peer.http(), peer.base.clone());
    Box::new(move || {
        let request = http
            .post(format!("{base}/v2/OpportunityManagement.svc/Update"))
            .header("x-LSQ-AccessKey", "u$r0123456789abcdef")
            .header("x-LSQ-SecretKey", "0123456789abcdef0123456789abcdef");
        Box::pin(async move {
            let field = |schema_name, value| Field { schema_name, value };
            let change = Change {
                prospect_opportunity_id: OPPORTUNITY,
                opportunity_note: "signed",
                fields: vec![field("Status", "Won"), field("mx_Custom_7", "180000")],
            };
            let answer: Answer = send(request, &change).await;
            std::hint::black_box(&answer)
                .message
                .as_ref()
                .and_then(|message| message.id.as_ref())
                .map_or(0, String::len)
        })
    })
}
