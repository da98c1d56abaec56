//! Workers of journals on two machines, and one account whose limits they share.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use leads::{AccountConfig, AccountLoader, Accounts, ClientConfig, VendorClient, VendorConfig};
use leads_core::Result;
use leads_core::http::RetryPolicy;
use leads_core::http::limit::SharedCounts;
use leads_journal::{Entry, Journal, Query, State, Worker};
use leads_redis::Fresh;
use leads_testkit::Fake;
use leads_testkit::leadsquared::FakeLeadSquared;
use leadsquared::api::leads::CreateLead;
use serde_json::json;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::support::connect;
use crate::support::server::Server;

/// The limit of the account's plan, which the fake enforces: calls in 5 s.
const CALLS: usize = 10;
/// The leads that each machine creates: one machine alone could send them at once.
const LEADS: usize = 7;

/// The same account on every machine.
#[derive(Debug)]
struct Crm(VendorConfig);

#[async_trait]
impl AccountLoader for Crm {
    async fn load(&self, name: &str) -> Result<Option<AccountConfig>> {
        Ok((name == "crm").then(|| AccountConfig::new(self.0.clone())))
    }

    fn names(&self) -> Vec<String> {
        vec!["crm".to_owned()]
    }
}

fn vendor() -> Fake<FakeLeadSquared> {
    Fake::new(FakeLeadSquared::new().with_limits(u32::try_from(CALLS).unwrap(), 5, 1_000_000))
}

/// The accounts of one machine.
fn machine(fake: &Fake<FakeLeadSquared>, counts: Option<Arc<dyn SharedCounts>>) -> Accounts {
    let (access_key, secret_key) = fake.handler().credentials();
    let row = json!({
        "vendor": "leadsquared",
        "base_url": "https://crm.example",
        "access_key": access_key,
        "secret_key": secret_key,
        "leads": {},
    });
    let config = ClientConfig::new().transport(fake.transport()).retry(RetryPolicy::none());
    let mut accounts = Accounts::builder().loader(Crm(serde_json::from_value(row).unwrap())).client_config(config);
    if let Some(counts) = counts {
        accounts = accounts.shared_counts(move |_| Arc::clone(&counts));
    }
    accounts.build().unwrap()
}

fn lead(machine: &str, at: usize) -> CreateLead {
    CreateLead::new([("EmailAddress", format!("{machine}-{at}@example.com"))])
}

#[tokio::test]
async fn machines_that_share_nothing_exceed_the_limit() {
    let fake = vendor();
    let [north, south] = [machine(&fake, None), machine(&fake, None)];
    let calls = [("north", &north), ("south", &south)].into_iter().flat_map(|(name, accounts)| {
        (0..LEADS).map(move |at| async move {
            let account = accounts.get("crm").await.unwrap();
            let VendorClient::LeadSquared(client) = account.typed() else { panic!("another vendor") };
            client.send(&lead(name, at)).await
        })
    });
    let refused = join_all(calls).await.into_iter().filter(|call| call.is_err()).count();
    // A machine that was refused waits with its other calls.
    assert!(refused > 0, "the vendor refuses what is beyond its limit");
    assert_eq!(fake.handler().rate_limited_count(), refused as u64);
}

#[tokio::test]
async fn workers_of_two_machines_stay_within_the_limit_of_one_account() {
    let Some(server) = Server::start() else { return };
    let fake = vendor();
    let folder = tempfile::tempdir().unwrap();
    let mut running = Vec::new();
    for name in ["north", "south"] {
        let journal = Journal::open(folder.path().join(name)).await.unwrap();
        for at in 0..LEADS {
            journal.enqueue("crm", Entry::of(&lead(name, at)).key(at.to_string())).await.unwrap();
        }
        // Each machine has a connection of its own.
        let counts = connect(&server).await.counts("crm").fresh(Fresh::Free);
        let accounts = machine(&fake, Some(Arc::new(counts)));
        let worker = Worker::new(journal.clone()).accounts(Arc::new(accounts)).poll(Duration::from_millis(20));
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move { worker.run_until(async { drop(stopped.await) }).await });
        running.push((journal, stop, task));
    }
    for (journal, stop, task) in running {
        for at in 0..LEADS {
            let report = timeout(Duration::from_secs(120), journal.wait("crm", &at.to_string())).await;
            let report = report.unwrap().unwrap();
            // Waiting for a permit is not an attempt that failed.
            assert_eq!((report.state, report.attempts), (State::Applied, 1), "{report:?}");
        }
        drop(stop);
        task.await.unwrap().unwrap();
        assert_eq!(journal.list(Query::new()).await.unwrap().len(), LEADS);
    }
    assert_eq!((fake.handler().leads(), fake.handler().rate_limited_count()), (2 * LEADS, 0));
    // More calls than the limit allows in one window, so they took at least a window.
    let arrivals = fake.arrivals();
    let times: Vec<_> = arrivals.iter().map(|arrival| arrival.instant).collect();
    assert_eq!(times.len(), 2 * LEADS);
    for pair in times.windows(CALLS + 1) {
        assert!(pair[CALLS].duration_since(pair[0]) >= Duration::from_secs(5), "{times:?}");
    }
}
