//! "Update the status of a lead", by the client and by hand.

use crate::decode::capillary::PlainLead;
use capillary_leads::api::leads::UpdateLeadStatus;
use capillary_leads::model::LeadStatus;
use capillary_leads::{Client, Password};
use chrono::{DateTime, FixedOffset};
use leads_core::ClientConfig;
use leads_core::observe::Metrics;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

const USER: &str = "store.till";
const PASSWORD: &str = "0123456789abcdef0123456789abcdef";

/// Returns the client as an application builds it.
#[must_use]
pub fn client(server: SocketAddr) -> Client {
    Client::builder()
        .base_url(format!("http://{server}"))
        .basic(USER, Password::plain(PASSWORD))
        .build()
        .expect("a client")
}

/// Returns the same client with an observer for the crate `metrics`.
#[must_use]
pub fn client_with_metrics(server: SocketAddr) -> Client {
    Client::builder()
        .base_url(format!("http://{server}"))
        .basic(USER, Password::plain(PASSWORD))
        .config(ClientConfig::new().observer(Arc::new(Metrics::new())))
        .build()
        .expect("a client")
}

/// Makes the call with the client.
pub async fn by_client(client: &Client, id: i64) -> i64 {
    let request = UpdateLeadStatus::new(id, LeadStatus::Won).sub_status("Delivered").reason_id(6);
    let lead = client.send(&request).await.expect("a response");
    lead.id.get()
}

/// The status, hand-written without other values.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum Status {
    Open,
    Won,
    Lost,
    OnHold,
    Deleted,
}

/// The body, hand-written.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_id: Option<i64>,
}

/// Returns the body that both sides send.
#[must_use]
pub fn change() -> Change {
    Change { status: Status::Won, sub_status: Some("Delivered".to_owned()), reason_id: Some(6) }
}

/// Two members of a lead, for programs that need only these.
#[derive(Debug, Deserialize)]
struct Brief {
    id: i64,
    status: Option<Status>,
}

/// How the hand-written program configures reqwest.
#[derive(Clone, Copy, Debug)]
pub enum Setup {
    /// With the clients' rules: no redirects, no `Referer`, no implicit retries. The budget compares with this.
    Alike,
    /// With reqwest's defaults and two timeouts.
    Plain,
}

/// The hand-written program: reqwest's client and the base URL.
#[derive(Debug)]
pub struct ByHand {
    http: reqwest::Client,
    base: String,
}

impl ByHand {
    /// Builds it.
    #[must_use]
    pub fn new(server: SocketAddr, setup: Setup) -> Self {
        // The server is local, where the measured client does not use a proxy from the environment either.
        let mut builder = reqwest::Client::builder()
            .no_proxy()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(30))
            .user_agent("leads-bench/0.1.0");
        if let Setup::Alike = setup {
            builder = builder.redirect(reqwest::redirect::Policy::none()).referer(false).retry(reqwest::retry::never());
        }
        Self { http: builder.build().expect("a client"), base: format!("http://{server}") }
    }

    /// Makes the call by hand and parses the times in the response.
    pub async fn send(&self, id: i64) -> i64 {
        self.send_and_read::<PlainLead<DateTime<FixedOffset>>>(id).await.id
    }

    /// Makes the call by hand and leaves the times in the response as text.
    pub async fn send_reading_text(&self, id: i64) -> i64 {
        self.send_and_read::<PlainLead<String>>(id).await.id
    }

    /// Makes the call by hand and reads only id and status of the response.
    pub async fn send_reading_status(&self, id: i64) -> i64 {
        let lead: Brief = self.send_and_read(id).await;
        std::hint::black_box(lead.status);
        lead.id
    }

    async fn send_and_read<T: DeserializeOwned>(&self, id: i64) -> T {
        let change = change();
        let response = self
            .http
            .put(format!("{}/v2/leads/{id}/status", self.base))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .basic_auth(USER, Some(PASSWORD))
            .body(serde_json::to_vec(&change).expect("a body"))
            .send()
            .await
            .expect("a response");
        assert!(response.status().is_success());
        let body = response.bytes().await.expect("a body");
        let lead: T = serde_json::from_slice(&body).expect("a lead");
        std::hint::black_box(lead)
    }
}
