//! The accounts of `leads::Accounts` in a worker.

use crate::common::{Running, journal, worker};
use async_trait::async_trait;
use leads::{AccountConfig, AccountLoader, Accounts, ClientConfig, VendorConfig};
use leads_core::client::NewLead;
use leads_core::http::{Progress, Transport, TransportError, TransportErrorKind, WireRequest};
use leads_core::{HttpResponse, Result};
use leads_journal::{Entry, State};
use leads_testkit::Fake;
use leads_testkit::nutshell::{API_KEY, FakeNutshell, USER_EMAIL};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Accounts in memory.
#[derive(Debug)]
struct Table(BTreeMap<&'static str, serde_json::Value>);

#[async_trait]
impl AccountLoader for Table {
    async fn load(&self, name: &str) -> Result<Option<AccountConfig>> {
        let row = self.0.get(name).cloned();
        Ok(row.map(|row| AccountConfig::new(serde_json::from_value::<VendorConfig>(row).unwrap())))
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().map(|name| (*name).to_owned()).collect()
    }
}

/// Passes a request to the fake of its host.
#[derive(Debug)]
struct Hosts(BTreeMap<&'static str, Arc<dyn Transport>>);

#[async_trait]
impl Transport for Hosts {
    async fn send(
        &self,
        wire: WireRequest,
        progress: Arc<dyn Progress>,
    ) -> std::result::Result<HttpResponse, TransportError> {
        match self.0.get(wire.url.host_str().unwrap_or_default()) {
            Some(transport) => transport.send(wire, progress).await,
            None => Err(TransportError::new(TransportErrorKind::Connect)),
        }
    }
}

#[tokio::test]
async fn worker_sends_the_entries_of_every_account_of_a_loader() {
    let north = Fake::new(FakeNutshell::new());
    let south = Fake::new(FakeNutshell::new());
    let nutshell = |host: &str| {
        json!({ "vendor": "nutshell", "user": USER_EMAIL, "api_key": API_KEY,
                "base_url": format!("https://{host}.example") })
    };
    let rows = BTreeMap::from([
        ("north", nutshell("north")),
        ("south", nutshell("south")),
        // Its configuration is invalid, which does not keep the others from working.
        (
            "broken",
            json!({ "vendor": "nutshell", "user": "ann@example.com", "api_key": "x", "base_url": "http://a.example" }),
        ),
    ]);
    let hosts = Hosts(BTreeMap::from([("north.example", north.transport()), ("south.example", south.transport())]));
    let config = ClientConfig::new().transport(Arc::new(hosts));
    let accounts = Accounts::builder().loader(Table(rows)).client_config(config).build().unwrap();

    let (_folder, journal) = journal().await;
    let request = nutshell::api::leads::CreateLead::new("Typed");
    journal.enqueue("north", Entry::of(&request).key("typed")).await.unwrap();
    journal.enqueue("south", Entry::create(NewLead::new("Common")).key("common")).await.unwrap();
    journal.enqueue("broken", Entry::create(NewLead::new("Waits")).key("waits")).await.unwrap();
    let running = Running::start(worker(&journal).accounts(Arc::new(accounts.clone())));
    for (account, key) in [("north", "typed"), ("south", "common")] {
        let report = journal.wait(account, key).await.unwrap();
        assert_eq!((report.state, report.attempts), (State::Applied, 1), "{report:?}");
        assert!(report.id.is_some());
    }
    running.stop().await;
    for fake in [&north, &south] {
        assert_eq!((fake.handler().count("leads"), fake.write_count()), (1, 1));
    }
    let waiting = journal.list(leads_journal::Query::new().account("broken")).await.unwrap();
    assert_eq!(waiting[0].state, State::Ready);
    let calls: Vec<_> = accounts.stats().iter().map(|stats| (stats.account.clone(), stats.calls.ended)).collect();
    assert_eq!(calls, [("north".to_owned(), 1), ("south".to_owned(), 1)]);
}
