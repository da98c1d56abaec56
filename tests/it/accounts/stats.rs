//! The statistics of accounts.

use super::{Hosts, Table, leadsquared_at, nutshell_at};
use leads::{AccountStats, Accounts, LeadClientExt, LeadId};
use leads_testkit::capillary::{API_KEY, API_SECRET, FakeCapillary};
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, FakeResponse, Fault};
use serde_json::json;
use std::time::Duration;
use tokio::time::advance;

fn of(accounts: &Accounts, name: &str) -> AccountStats {
    accounts.stats().into_iter().find(|stats| stats.account == name).unwrap()
}

#[tokio::test(start_paused = true)]
async fn calls_are_counted_by_how_they_ended_and_survive_the_client() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fake = Fake::new(FakeNutshell::with_credentials("ann@example.com", "key"));
    let lead = LeadId::new(fake.handler().add_lead("Car wash"));
    hosts.add("crm.example", fake.transport());
    table.set("crm", nutshell_at("crm.example", "key"));
    table.set("other", nutshell_at("crm.example", "key"));
    let accounts = Accounts::builder().loader(table).client_config(hosts.config()).build().unwrap();
    let crm = accounts.get("crm").await.unwrap();
    let other = accounts.get("other").await.unwrap();

    crm.check().await.unwrap();
    crm.get(&LeadId::new("404-leads")).await.unwrap_err();
    fake.faults().on(|request| request.method != "GET", Fault::ResetAfterHandling);
    crm.mark_won(&lead).await.unwrap_err();
    fake.faults().next(Fault::StallHead);
    {
        let mut dropped = Box::pin(crm.check());
        assert!(futures_util::poll!(dropped.as_mut()).is_pending());
    }
    other.check().await.unwrap();

    // Two calls of the common client are several calls of the vendor's API.
    let calls = of(&accounts, "crm").calls;
    assert_eq!((calls.failed, calls.unknown, calls.cancelled, calls.rate_limited), (2, 1, 1, 0), "{calls:?}");
    assert_eq!(calls.ended, fake.request_count() - of(&accounts, "other").calls.ended);

    // A client that is built again goes on counting.
    drop(crm);
    advance(Duration::from_secs(86_400)).await;
    assert_eq!(accounts.drop_idle(), 1, "the other one is in use");
    assert_eq!(of(&accounts, "crm").calls, calls);
    accounts.get("crm").await.unwrap().check().await.unwrap();
    assert!(of(&accounts, "crm").calls.ended > calls.ended);
}

#[tokio::test(start_paused = true)]
async fn pause_and_rate_limited_calls_are_shown() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fake = Fake::new(FakeLeadSquared::with_credentials("access", "secret"));
    hosts.add("crm.example", fake.transport());
    table.set("crm", leadsquared_at("crm.example", json!("pro")));
    let accounts = Accounts::builder().loader(table).client_config(hosts.config()).build().unwrap();
    let crm = accounts.get("crm").await.unwrap();
    crm.check().await.unwrap();
    let before = of(&accounts, "crm");
    assert!(before.paused_ms.is_none() && before.windows.iter().all(|window| !window.paused), "{before:?}");

    fake.faults().next(Fault::Response(FakeResponse::empty(429).header("retry-after", "86400")));
    crm.check().await.unwrap_err();
    let stats = of(&accounts, "crm");
    assert_eq!(stats.calls.rate_limited, 1, "{stats:?}");
    assert!(stats.paused_ms > Some(86_000_000), "{stats:?}");
    assert!(
        !stats.windows.is_empty() && stats.windows.iter().all(|window| window.paused && window.left == 0),
        "{stats:?}"
    );
    assert_eq!(stats.token_age_ms, None);
}

#[tokio::test(start_paused = true)]
async fn call_beyond_a_daily_quota_counts_as_limited() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fake = Fake::new(FakeLeadSquared::with_credentials("access", "secret"));
    hosts.add("crm.example", fake.transport());
    table.set("crm", leadsquared_at("crm.example", json!({ "custom": { "calls": 5, "bulk": 1, "daily": 1 } })));
    let accounts = Accounts::builder().loader(table).client_config(hosts.config()).build().unwrap();
    let crm = accounts.get("crm").await.unwrap();
    crm.check().await.unwrap();
    let error = crm.check().await.unwrap_err();
    assert_eq!(error.kind(), leads::ErrorKind::QuotaExhausted);
    assert_eq!(of(&accounts, "crm").calls.rate_limited, 1);
    assert_eq!(fake.request_count(), 1);
}

#[tokio::test(start_paused = true)]
async fn age_of_the_token_is_shown_while_there_is_one() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let fake = Fake::new(FakeCapillary::new());
    hosts.add("capillary.example", fake.transport());
    let config = json!({
        "vendor": "capillary", "key": API_KEY, "secret": API_SECRET, "base_url": "https://capillary.example",
    });
    table.set("shop", config);
    let accounts = Accounts::builder().loader(table).client_config(hosts.config()).build().unwrap();
    let shop = accounts.get("shop").await.unwrap();
    assert_eq!(of(&accounts, "shop").token_age_ms, None, "nothing was sent yet");
    shop.check().await.unwrap();
    advance(Duration::from_secs(20)).await;
    assert_eq!(of(&accounts, "shop").token_age_ms, Some(20_000));
    // Long after its expiry there is none, until the next call fetches one.
    advance(Duration::from_secs(86_400)).await;
    assert_eq!(of(&accounts, "shop").token_age_ms, None);
    shop.check().await.unwrap();
    assert!(of(&accounts, "shop").token_age_ms < Some(1_000));
}
