//! No account's credentials reach another account.

use super::{Hosts, Table};
use leads::client::{LeadQuery, NewLead};
use leads::{Accounts, LeadClientExt, LeadId};
use leads_core::HttpResponse;
use leads_core::http::{Progress, Transport, TransportError, WireBody, WireRequest};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// Records every request as text, and responds with an error.
#[derive(Clone, Debug, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

#[async_trait::async_trait]
impl Transport for Recorder {
    async fn send(&self, wire: WireRequest, _: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let mut text = format!("{} {}\n", wire.method, wire.url);
        for (name, value) in &wire.headers {
            text.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
        }
        if let WireBody::Full(body) = &wire.body {
            text.push_str(&String::from_utf8_lossy(body));
        }
        // What an encoding hides.
        for word in text.clone().split_ascii_whitespace() {
            use base64::Engine as _;
            let decoded = base64::engine::general_purpose::STANDARD.decode(word).unwrap_or_default();
            text.push_str(&String::from_utf8_lossy(&decoded));
        }
        self.0.lock().unwrap().push(text);
        tokio::task::yield_now().await;
        Ok(HttpResponse::new(500, http::HeaderMap::new(), "{}"))
    }
}

/// Four vendors with two accounts each, whose credentials are `secret-a…` and `secret-b…`.
fn rows(table: &Table) {
    for owner in ["a", "b"] {
        let (url, secret) = (format!("https://{owner}.example"), format!("secret-{owner}-8d1f"));
        table.set(
            &format!("nutshell-{owner}"),
            json!({
                "vendor": "nutshell", "user": format!("{secret}@example.com"), "api_key": secret, "base_url": url,
            }),
        );
        table.set(
            &format!("leadsquared-{owner}"),
            json!({
                "vendor": "leadsquared", "access_key": secret, "secret_key": secret, "base_url": url,
                "plan": "older_enterprise", "opportunities": { "event_code": 12000 },
            }),
        );
        table.set(
            &format!("dealerstudio-{owner}"),
            json!({
                "vendor": "dealerstudio", "api_key": secret, "base_url": url, "dealership": "northside",
            }),
        );
        table.set(
            &format!("capillary-{owner}"),
            json!({
                "vendor": "capillary", "key": secret, "secret": secret, "base_url": url,
            }),
        );
    }
}

#[tokio::test(start_paused = true)]
async fn request_of_one_account_has_no_byte_of_another_accounts_credentials() {
    let (recorder, hosts, table) = (Recorder::default(), Hosts::default(), Table::default());
    for host in ["a.example", "b.example"] {
        hosts.add(host, Arc::new(recorder.clone()));
    }
    rows(&table);
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    let mut tasks = Vec::new();
    for vendor in ["nutshell", "leadsquared", "dealerstudio", "capillary"] {
        for owner in ["a", "b"].repeat(5) {
            let accounts = accounts.clone();
            tasks.push(tokio::spawn(async move {
                let account = accounts.get(&format!("{vendor}-{owner}")).await.unwrap();
                let mut shown = String::new();
                shown += &format!("{:?}", account.check().await.map(|_| ()));
                shown += &format!("{:?}", account.get(&LeadId::new("1003")).await.map(|_| ()));
                shown += &format!("{:?}", account.create(&NewLead::new("Jo")).await.map(|_| ()));
                shown += &format!("{:?}", account.list_page(&LeadQuery::new(), None).await.map(|_| ()));
                format!("{shown}{account:?}{:?}", accounts.stats())
            }));
        }
    }
    for task in tasks {
        let shown = task.await.unwrap();
        assert!(!shown.contains("secret-"), "{shown}");
    }
    let requests = recorder.0.lock().unwrap();
    let mut seen = [0, 0];
    for request in requests.iter() {
        let owner = if request.contains("a.example") { "a" } else { "b" };
        let other = if owner == "a" { "secret-b" } else { "secret-a" };
        assert!(!request.contains(other), "{request}");
        seen[usize::from(owner == "b")] += usize::from(request.contains(&format!("secret-{owner}")));
    }
    assert!(seen.iter().all(|count| *count >= 20), "each account sent its own credentials: {seen:?}");
}
