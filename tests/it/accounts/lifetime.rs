//! Clients that are shared, dropped and rebuilt, and limiters that stay.

use super::config::Folder;
use super::{Hosts, Table, leadsquared_at, nutshell_at};
use leads::{Accounts, LeadClientExt, SavedCounts};
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Handler};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, advance};

/// A LeadSquared account whose fake enforces no limit, so that the limiter is seen alone.
fn leadsquared(hosts: &Hosts, table: &Table, name: &str, host: &str) -> Fake<FakeLeadSquared> {
    let fake = Fake::new(FakeLeadSquared::with_credentials("access", "secret"));
    hosts.add(host, fake.transport());
    table.set(name, leadsquared_at(host, json!({ "custom": { "calls": 2, "bulk": 1, "daily": 100 } })));
    fake
}

/// Returns what is left of the window of an account.
fn left(accounts: &Accounts, name: &str, class: &str) -> u32 {
    let stats = accounts.stats().into_iter().find(|stats| stats.account == name).unwrap();
    stats.windows.iter().find(|window| window.class == class).unwrap().left
}

fn keys<H: Handler>(fake: &Fake<H>) -> Vec<String> {
    fake.requests().iter().map(|request| request.basic_auth().unwrap().1).collect()
}

#[tokio::test(start_paused = true)]
async fn callers_at_the_same_time_share_one_client() {
    let (hosts, table) = (Hosts::default(), Table::default());
    table.set("crm", nutshell_at("crm.example", "key"));
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let accounts = accounts.clone();
            tokio::spawn(async move { accounts.get("crm").await.unwrap().leads() })
        })
        .collect();
    let mut clients = Vec::new();
    for task in tasks {
        clients.push(task.await.unwrap());
    }
    assert!(clients.iter().all(|client| Arc::ptr_eq(client, &clients[0])));
    assert_eq!(table.loads(), 1);
}

#[tokio::test(start_paused = true)]
async fn cancelled_load_leaves_the_account_usable() {
    let (hosts, table) = (Hosts::default(), Table::default());
    table.set("crm", nutshell_at("crm.example", "key"));
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    {
        let mut first = Box::pin(accounts.get("crm"));
        assert!(futures_util::poll!(first.as_mut()).is_pending());
    }
    assert!(accounts.get("crm").await.is_ok());
    assert_eq!(table.loads(), 2);
}

#[tokio::test(start_paused = true)]
async fn unknown_account_is_an_error_and_is_not_kept() {
    let accounts = Accounts::builder().loader(Table::default()).build().unwrap();
    for name in 0..100 {
        let error = accounts.get(&name.to_string()).await.unwrap_err();
        assert_eq!(error.field(), Some(format!("accounts.{name}").as_str()));
    }
    assert!(accounts.stats().is_empty());
}

#[tokio::test(start_paused = true)]
async fn loader_that_hangs_ends_the_call() {
    #[derive(Debug)]
    struct Hangs;
    #[async_trait::async_trait]
    impl leads::AccountLoader for Hangs {
        async fn load(&self, _: &str) -> leads::Result<Option<leads::AccountConfig>> {
            std::future::pending().await
        }
    }
    let accounts = Accounts::builder().loader(Hangs).load_timeout(Duration::from_secs(3)).build().unwrap();
    let began = Instant::now();
    assert_eq!(accounts.get("x").await.unwrap_err().field(), Some("accounts.x"));
    assert!(began.elapsed() < Duration::from_millis(3_050));
}

#[tokio::test(start_paused = true)]
async fn rotated_key_is_used_by_clients_in_use_and_by_new_ones() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fakes = ["old", "new"].map(|key| Fake::new(FakeNutshell::with_credentials("ann@example.com", key)));
    hosts.add("crm.example", fakes[0].transport());
    table.set("crm", nutshell_at("crm.example", "old"));
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    let kept = accounts.get("crm").await.unwrap();
    kept.check().await.unwrap();

    hosts.add("crm.example", fakes[1].transport());
    table.set("crm", nutshell_at("crm.example", "new"));
    accounts.rotate("crm").await.unwrap();
    kept.check().await.unwrap();
    accounts.get("crm").await.unwrap().check().await.unwrap();
    assert_eq!((keys(&fakes[0]), keys(&fakes[1])), (vec!["old".to_owned()], vec!["new".to_owned(); 2]));

    // A configuration that cannot be used changes nothing.
    table.set("crm", nutshell_at("crm.example", " "));
    let error = accounts.rotate("crm").await.unwrap_err();
    assert_eq!(error.field(), Some("accounts.crm.api_key"), "{error}");
    accounts.get("crm").await.unwrap().check().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn client_of_an_earlier_build_gets_the_keys_of_every_rotation() {
    let (hosts, table) = (Hosts::default(), Table::default());
    table.set("crm", nutshell_at("crm.example", "k0"));
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    let first = accounts.get("crm").await.unwrap();
    for turn in 1..4 {
        let key = format!("k{turn}");
        let fake = Fake::new(FakeNutshell::with_credentials("ann@example.com", &key));
        hosts.add("crm.example", fake.transport());
        table.set("crm", nutshell_at("crm.example", &key));
        accounts.rotate("crm").await.unwrap();
        accounts.get("crm").await.unwrap().check().await.unwrap();
        first.check().await.unwrap();
        assert_eq!(keys(&fake), [key.as_str(); 2]);
    }
}

#[tokio::test(start_paused = true)]
async fn credentials_for_another_host_do_not_reach_the_old_one() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fakes = ["old", "new"].map(|key| Fake::new(FakeNutshell::with_credentials("ann@example.com", key)));
    hosts.add("old.example", fakes[0].transport());
    hosts.add("new.example", fakes[1].transport());
    table.set("crm", nutshell_at("old.example", "old"));
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    let kept = accounts.get("crm").await.unwrap();
    table.set("crm", nutshell_at("new.example", " "));
    let error = accounts.rotate("crm").await.unwrap_err();
    assert_eq!(error.field(), Some("accounts.crm.api_key"), "{error}");
    table.set("crm", nutshell_at("new.example", "new"));
    accounts.rotate("crm").await.unwrap();
    kept.check().await.unwrap();
    accounts.get("crm").await.unwrap().check().await.unwrap();
    kept.check().await.unwrap();
    assert_eq!((keys(&fakes[0]), keys(&fakes[1])), (vec!["old".to_owned(); 2], vec!["new".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn removed_account_keeps_its_counts_while_its_calls_count() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fake = leadsquared(&hosts, &table, "acme", "acme.example");
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    let kept = accounts.get("acme").await.unwrap();
    kept.check().await.unwrap();
    assert!(accounts.remove("acme") && !accounts.remove("acme"));
    accounts.get("acme").await.unwrap().check().await.unwrap();
    let began = Instant::now();
    kept.check().await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(4), "{:?}", began.elapsed());
    assert_eq!((fake.request_count(), left(&accounts, "acme", "daily")), (3, 97));
    // A day later, nothing counts.
    assert!(accounts.remove("acme"));
    advance(Duration::from_secs(86_500)).await;
    accounts.drop_idle();
    assert_eq!(serde_json::to_string(&accounts.counts()).unwrap(), r#"{"accounts":{}}"#);
}

#[tokio::test(start_paused = true)]
async fn idle_client_is_dropped_and_its_counts_stay() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let _fake = leadsquared(&hosts, &table, "acme", "acme.example");
    let builder = Accounts::builder().loader(table.clone()).client_config(hosts.config());
    let accounts = builder.idle(Duration::from_secs(60)).build().unwrap();
    accounts.get("acme").await.unwrap().check().await.unwrap();
    let used = accounts.get("acme").await.unwrap();
    advance(Duration::from_secs(61)).await;
    assert_eq!(accounts.drop_idle(), 0, "a caller has it");
    drop(used);
    assert_eq!(accounts.drop_idle(), 1);
    assert!(!accounts.stats()[0].connected);
    assert_eq!(left(&accounts, "acme", "daily"), 99);
    accounts.get("acme").await.unwrap().check().await.unwrap();
    assert_eq!((left(&accounts, "acme", "daily"), table.loads()), (98, 2));

    // A call for another account drops it as well.
    table.set("crm", nutshell_at("crm.example", "key"));
    advance(Duration::from_secs(61)).await;
    let _crm = accounts.get("crm").await.unwrap();
    let connected: Vec<_> = accounts.stats().into_iter().map(|stats| (stats.account, stats.connected)).collect();
    assert_eq!(connected, [("acme".to_owned(), false), ("crm".to_owned(), true)]);
}

#[tokio::test(start_paused = true)]
async fn changed_plan_changes_the_windows_and_keeps_the_counts() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let _fake = leadsquared(&hosts, &table, "acme", "acme.example");
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    accounts.get("acme").await.unwrap().check().await.unwrap();
    table.set("acme", leadsquared_at("acme.example", json!({ "custom": { "calls": 2, "bulk": 1, "daily": 500 } })));
    accounts.rotate("acme").await.unwrap();
    accounts.get("acme").await.unwrap().check().await.unwrap();
    assert_eq!((left(&accounts, "acme", "daily"), left(&accounts, "acme", "calls")), (498, 0));
}

#[tokio::test(start_paused = true)]
async fn accounts_with_equal_keys_at_different_hosts_have_separate_limits() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fakes = ["a", "b"].map(|name| leadsquared(&hosts, &table, name, &format!("{name}.example")));
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    let began = Instant::now();
    for name in ["a", "a", "b", "b"] {
        accounts.get(name).await.unwrap().check().await.unwrap();
    }
    assert!(began.elapsed() < Duration::from_secs(1), "each account has two calls in five seconds");
    assert_eq!(fakes.map(|fake| fake.request_count()), [2, 2]);
}

#[tokio::test(start_paused = true)]
async fn accounts_that_share_limits_wait_for_each_other() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fake = leadsquared(&hosts, &table, "opportunities", "acme.example");
    let mut leads = leadsquared_at("acme.example", json!({ "custom": { "calls": 2, "bulk": 1, "daily": 100 } }));
    let fields = leads.as_object_mut().unwrap();
    fields.remove("opportunities");
    fields.insert("leads".to_owned(), json!({}));
    fields.insert("limits".to_owned(), json!("opportunities"));
    table.set("leads", leads);
    let accounts = Accounts::builder().loader(table.clone()).client_config(hosts.config()).build().unwrap();
    let began = Instant::now();
    for name in ["opportunities", "leads", "opportunities"] {
        accounts.get(name).await.unwrap().check().await.unwrap();
    }
    assert!(began.elapsed() >= Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!((fake.request_count(), left(&accounts, "leads", "daily")), (3, 97));
}

#[tokio::test(start_paused = true)]
async fn counts_are_saved_at_the_end_and_assumed_used_after_a_crash() {
    let folder = Folder::new("counts");
    let file = folder.path("counts.json");
    let (hosts, table) = (Hosts::default(), Table::default());
    let _fake = leadsquared(&hosts, &table, "acme", "acme.example");
    let run = || {
        let builder = Accounts::builder().loader(table.clone()).client_config(hosts.config());
        builder.counts_file(&file).build().unwrap()
    };
    // The first run: nothing is known, so the first call waits for one window.
    let (accounts, began) = (run(), Instant::now());
    accounts.get("acme").await.unwrap().check().await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(left(&accounts, "acme", "daily"), 99);
    accounts.save_counts().unwrap();

    // After a proper end the next run starts with the counts.
    let (accounts, began) = (run(), Instant::now());
    assert!(!file.exists(), "a crash must not leave outdated counts");
    accounts.get("acme").await.unwrap().check().await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(left(&accounts, "acme", "daily"), 98);

    // Counts of an account that a run did not use are kept.
    accounts.save_counts().unwrap();
    run().save_counts().unwrap();
    let accounts = run();
    accounts.get("acme").await.unwrap();
    assert_eq!(left(&accounts, "acme", "daily"), 98);

    // This run crashed: it saved nothing.
    let (accounts, began) = (run(), Instant::now());
    accounts.get("acme").await.unwrap().check().await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(5), "{:?}", began.elapsed());
    let counts = accounts.counts();
    let stored: SavedCounts = serde_json::from_str(&serde_json::to_string(&counts).unwrap()).unwrap();
    assert_eq!(stored, counts);
}
