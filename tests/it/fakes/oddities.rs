//! Each oddity reaches the client, and costs it no more than it must.

use capillary_leads::api::leads::{GetLead as GetCapillaryLead, ListLeads as ListCapillaryLeads};
use futures_util::TryStreamExt as _;
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, ErrorKind};
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::dealerstudio::{DEALERSHIP_ID, FakeDealerStudio};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Oddity};
use nutshell::api::leads::{CreateLead, GetLead, ListLeads};
use std::time::Duration;

fn nutshell() -> (Fake<FakeNutshell>, nutshell::Client) {
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    (fake, client)
}

#[tokio::test(start_paused = true)]
async fn odd_values_leave_the_rest_of_a_record_readable() {
    let (fake, client) = nutshell();
    let id = fake.handler().add_lead("Wash");
    let plain = client.send(&GetLead::new(id.as_str())).await.unwrap();
    for oddity in
        [Oddity::NumbersAsText, Oddity::Nulls, Oddity::EmptyText, Oddity::DuplicateMembers, Oddity::LoneSurrogates]
    {
        fake.handler().oddity(oddity.clone());
        let odd = client.send(&GetLead::new(id.as_str())).await.unwrap();
        assert_ne!(odd.text(), plain.text(), "{oddity:?} is not on the wire");
        assert_eq!((&odd.id, &odd.status, &odd.number), (&plain.id, &plain.status, &plain.number), "{oddity:?}");
        assert_eq!(odd.confidence, plain.confidence, "{oddity:?}");
        fake.handler().clear_oddities();
    }
    let again = client.send(&GetLead::new(id.as_str())).await.unwrap();
    assert_eq!(again.text(), plain.text());
}

#[tokio::test(start_paused = true)]
async fn odd_values_leave_capillary_and_dealerstudio_readable() {
    let capillary = Fake::new(FakeCapillary::new());
    let customer = capillary.handler().add_customer("jo@example.com", "919900000001");
    let lead = capillary.handler().add_lead(customer, "boots-42");
    let dealerstudio = Fake::new(FakeDealerStudio::new());
    let (first, second) = (capillary.client().unwrap(), dealerstudio.client().unwrap());
    for oddity in [Oddity::NumbersAsText, Oddity::Nulls, Oddity::DuplicateMembers, Oddity::LoneSurrogates] {
        capillary.handler().oddity(oddity.clone());
        dealerstudio.handler().oddity(oddity.clone());
        let found = first.send(&GetCapillaryLead::new(lead)).await.unwrap();
        assert_eq!(found.id.get(), lead, "{oddity:?}");
        let key = second.send(&dealerstudio::api::apikeys::ShowApikey::new()).await.unwrap();
        assert_eq!(key.dealerships[0].id.map(|id| id.get()), Some(DEALERSHIP_ID), "{oddity:?}");
        capillary.handler().clear_oddities();
        dealerstudio.handler().clear_oddities();
    }
}

#[tokio::test(start_paused = true)]
async fn page_of_a_proxy_is_not_an_answer_of_the_vendor() {
    let (fake, client) = nutshell();
    for (status, kind) in [(200, ErrorKind::Foreign), (503, ErrorKind::Server)] {
        fake.handler().oddity(Oddity::ProxyPage { status });
        let error = client.send(&ListLeads::new()).await.unwrap_err();
        assert_eq!((error.kind(), error.http_status()), (kind, Some(status)));
        let error = client.send(&CreateLead::new("Wash")).await.unwrap_err();
        assert_ne!(error.outcome(), leads_core::WriteOutcome::Applied);
        fake.handler().clear_oddities();
    }
    assert_eq!((fake.write_count(), fake.handler().count("leads")), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn created_lead_is_listed_only_after_the_lag() {
    let (fake, client) = nutshell();
    fake.handler().oddity(Oddity::IndexLag(Duration::from_secs(10)));
    let lead = client.send(&CreateLead::new("Wash")).await.unwrap();
    assert_eq!(client.send(&GetLead::new(&lead.id)).await.unwrap().id, lead.id);
    assert!(client.send(&ListLeads::new().text("wash")).await.unwrap().is_empty());
    tokio::time::advance(Duration::from_secs(11)).await;
    assert_eq!(client.send(&ListLeads::new().text("wash")).await.unwrap().len(), 1);

    let capillary = Fake::new(FakeCapillary::new());
    capillary.handler().oddity(Oddity::IndexLag(Duration::from_secs(10)));
    let client = capillary.client().unwrap();
    let customer = capillary_leads::api::leads::Customer::email("jo@example.com");
    let lead = client.send(&capillary_leads::api::leads::CreateLead::new("boots-42", customer)).await.unwrap();
    assert_eq!(client.send(&GetCapillaryLead::new(lead.id.get())).await.unwrap().id, lead.id);
    assert!(client.send(&ListCapillaryLeads::new()).await.unwrap().data.is_empty());
    tokio::time::advance(Duration::from_secs(11)).await;
    assert_eq!(client.send(&ListCapillaryLeads::new()).await.unwrap().data.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn cut_pages_lose_no_row_of_a_stream() {
    let (fake, client) = nutshell();
    let ids: Vec<String> = (0..7).map(|at| fake.handler().add_lead(&format!("Wash {at}"))).collect();
    fake.handler().oddity(Oddity::CutPages { rows: 3 });
    assert_eq!(client.send(&ListLeads::new().limit(5)).await.unwrap().len(), 3);
    let found: Vec<_> = client.items(ListLeads::new().limit(5)).try_collect().await.unwrap();
    assert_eq!(found.iter().map(|lead| lead.id.to_string()).collect::<Vec<_>>(), ids);
}

#[tokio::test(start_paused = true)]
async fn lists_are_slow_and_single_reads_are_not() {
    let (fake, client) = nutshell();
    let id = fake.handler().add_lead("Wash");
    fake.handler().oddity(Oddity::SlowPages(Duration::from_secs(3)));
    let start = tokio::time::Instant::now();
    client.send(&GetLead::new(id.as_str())).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(1));
    client.send(&ListLeads::new()).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn row_deleted_between_pages_moves_the_next_page_up() {
    let (fake, client) = nutshell();
    let ids: Vec<String> = (0..5).map(|at| fake.handler().add_lead(&format!("Wash {at}"))).collect();
    fake.handler().oddity(Oddity::DeleteBetweenPages);
    let page = async |number: u32| {
        let leads = client.send(&ListLeads::new().page(number).limit(2)).await.unwrap();
        leads.iter().map(|lead| lead.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(page(0).await, ids[..2]);
    // The third lead moved to the first page, which was read already.
    assert_eq!(page(1).await, ids[3..]);
    assert_eq!(fake.handler().count("leads"), 4);
}
