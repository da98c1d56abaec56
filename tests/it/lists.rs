//! Lists of every vendor that change while they are read: through the typed stream, a stored bookmark and the common
//! client. Every failure prints its seed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use leads_core::client::{LeadClient, LeadClientExt, LeadQuery, LeadStream};
use leads_core::http::RetryPolicy;
use leads_core::vendor::{Bookmark, ItemStream, Paged, Request};
use leads_core::{CallOptions, ClientConfig, EndReason, ErrorKind, Pipeline};
use leads_testkit::{Fake, FakeResponse, Fault, capillary, leadsquared, nutshell};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

/// A fake in which another client adds and deletes leads.
trait Vendor {
    fn add(&self, number: usize) -> String;
    fn remove(&self, id: &str);
}

impl Vendor for Fake<nutshell::FakeNutshell> {
    fn add(&self, number: usize) -> String {
        self.handler().add_lead(&format!("lead {number}"))
    }
    fn remove(&self, id: &str) {
        assert!(self.handler().remove_lead(id));
    }
}

impl Vendor for Fake<capillary::FakeCapillary> {
    fn add(&self, _number: usize) -> String {
        self.handler().add_lead(CUSTOMER, "boots-42").to_string()
    }
    fn remove(&self, id: &str) {
        assert!(self.handler().remove_lead(id.parse().unwrap()));
    }
}

impl Vendor for Fake<leadsquared::FakeLeadSquared> {
    fn add(&self, number: usize) -> String {
        self.handler().add_lead(&[("EmailAddress", &format!("lead{number}@example.com"))])
    }
    fn remove(&self, id: &str) {
        assert!(self.handler().remove_lead(id));
    }
}

fn nutshell() -> Fake<nutshell::FakeNutshell> {
    Fake::new(nutshell::FakeNutshell::new())
}

/// The id of the fake's first customer.
const CUSTOMER: i64 = 360_001;

fn capillary() -> Fake<capillary::FakeCapillary> {
    let fake = Fake::new(capillary::FakeCapillary::new());
    assert_eq!(fake.handler().add_customer("jo@example.com", "919900000001"), CUSTOMER);
    fake
}

fn leadsquared() -> Fake<leadsquared::FakeLeadSquared> {
    Fake::new(leadsquared::FakeLeadSquared::new().with_limits(1_000_000, 1_000_000, 10_000_000))
}

/// The vendor's side of a run: which leads exist throughout, and what is deleted and added before a row.
struct Churn<'a, V> {
    vendor: &'a V,
    random: fastrand::Rng,
    live: Vec<String>,
    throughout: HashSet<String>,
}

impl<'a, V: Vendor> Churn<'a, V> {
    fn new(vendor: &'a V, count: usize, seed: u64) -> Self {
        let live: Vec<String> = (0..count).map(|number| vendor.add(number)).collect();
        let throughout = live.iter().cloned().collect();
        Self { vendor, random: fastrand::Rng::with_seed(seed), live, throughout }
    }

    fn delete(&mut self, at: usize) {
        let id = self.live.remove(at);
        self.vendor.remove(&id);
        self.throughout.remove(&id);
    }

    fn happen(&mut self) {
        if self.random.u8(0..8) > 0 {
            return;
        }
        for _ in 0..self.random.usize(0..4) {
            if self.live.len() > 1 {
                let at = self.random.usize(0..self.live.len());
                self.delete(at);
            }
        }
        for number in 0..self.random.usize(0..3) {
            self.live.push(self.vendor.add(number));
        }
    }

    fn check(&self, seen: &[String], gaps: usize, what: &str) {
        let delivered: HashSet<&String> = seen.iter().collect();
        assert_eq!(delivered.len(), seen.len(), "{what}: a lead was returned twice");
        let lost = self.throughout.iter().filter(|id| !delivered.contains(id)).count();
        assert!(lost == 0 || gaps > 0, "{what}: {lost} leads lost without a gap");
    }
}

/// Reads a list, with changes before every row, and half of the time through a stored bookmark.
async fn typed<V, R>(pipeline: &Pipeline<R::Vendor>, request: R, churn: &mut Churn<'_, V>) -> (Vec<String>, usize)
where
    V: Vendor,
    R: Paged + Request + Serialize + DeserializeOwned,
{
    let mut rows: ItemStream<R> = pipeline.items(request);
    let (mut seen, mut gaps) = (Vec::new(), 0);
    loop {
        churn.happen();
        if churn.random.u8(0..20) == 0
            && let Some(bookmark) = rows.bookmark()
        {
            let stored = serde_json::to_string(&bookmark).unwrap();
            rows = pipeline.resume(serde_json::from_str::<Bookmark<R>>(&stored).unwrap());
        }
        match rows.next().await {
            None => break,
            Some(Ok(row)) => seen.push(R::key(&row).unwrap()),
            Some(Err(error)) => {
                assert_eq!(error.kind(), ErrorKind::ListGap, "{error}");
                gaps += 1;
            }
        }
    }
    assert!(rows.end_reason().is_some() && rows.next().await.is_none());
    (seen, gaps)
}

async fn common<V: Vendor>(client: &dyn LeadClient, size: u32, churn: &mut Churn<'_, V>) -> (Vec<String>, usize) {
    let mut leads = LeadStream::new(client, LeadQuery::new().page_size(size), &CallOptions::new());
    let (mut seen, mut gaps) = (Vec::new(), 0);
    loop {
        churn.happen();
        match leads.next().await {
            None => break,
            Some(Ok(lead)) => seen.push(lead.id().unwrap().as_str().to_owned()),
            Some(Err(error)) => {
                assert!(error.gap().is_some(), "{error}");
                gaps += 1;
            }
        }
    }
    (seen, gaps)
}

const SIZES: [u32; 5] = [2, 3, 10, 10, 25];

macro_rules! every_lead_comes_once {
    ($name:ident, $fake:ident, $common:expr, $request:expr, $seeds:expr) => {
        #[tokio::test(start_paused = true)]
        async fn $name() {
            for seed in 0..$seeds {
                let fake = $fake();
                let client = fake.client().unwrap();
                let size = SIZES[usize::try_from(seed).unwrap() % SIZES.len()];
                let count = fastrand::Rng::with_seed(seed).usize(1..60);
                let mut churn = Churn::new(&fake, count, seed);
                let (seen, gaps) = if seed % 3 == 0 {
                    common(&$common(&client), size, &mut churn).await
                } else {
                    typed(client.pipeline(), $request(size), &mut churn).await
                };
                churn.check(&seen, gaps, &format!("seed {seed}, pages of {size}"));
            }
        }
    };
}

every_lead_comes_once!(
    nutshell_leads_come_once_or_a_gap_is_reported,
    nutshell,
    |client: &::nutshell::Client| client.leads(::nutshell::AdapterConfig::new()),
    |size| ::nutshell::api::leads::ListLeads::new().limit(size),
    400
);
every_lead_comes_once!(
    capillary_leads_come_once_or_a_gap_is_reported,
    capillary,
    |client: &capillary_leads::Client| client.leads(capillary_leads::AdapterConfig::new()),
    |size| capillary_leads::api::leads::ListLeads::new().limit(size),
    400
);
every_lead_comes_once!(
    leadsquared_leads_come_once_or_a_gap_is_reported,
    leadsquared,
    |client: &::leadsquared::Client| client.leads(::leadsquared::LeadsConfig::new()),
    |size| ::leadsquared::api::leads::SearchLeads::everything().paging(::leadsquared::model::Paging::new(1, size)),
    200
);

/// 30 leads in pages of 10; one already returned is deleted before the second page.
async fn one_deleted<V: Vendor, R>(fake: &V, pipeline: &Pipeline<R::Vendor>, client: &dyn LeadClient, request: R)
where
    R: Paged + Request + Serialize + DeserializeOwned,
{
    let mut live: Vec<String> = (0..30).map(|number| fake.add(number)).collect();
    let (mut rows, mut seen) = (pipeline.items(request.clone()), Vec::new());
    for _ in 0..10 {
        seen.push(R::key(&rows.next().await.unwrap().unwrap()).unwrap());
    }
    let stored = serde_json::to_string(&rows.bookmark().unwrap()).unwrap();
    fake.remove(&live.remove(3));
    let mut resumed = seen.clone();
    while let Some(row) = rows.next().await {
        seen.push(R::key(&row.unwrap()).unwrap());
    }
    for row in pipeline.resume(serde_json::from_str::<Bookmark<R>>(&stored).unwrap()).collect().await.unwrap() {
        resumed.push(R::key(&row).unwrap());
    }
    let mut wanted = live.clone();
    wanted.insert(3, seen[3].clone());
    assert_eq!((&seen, &resumed), (&wanted, &wanted));

    let (mut leads, mut seen) =
        (LeadStream::new(client, LeadQuery::new().page_size(10), &CallOptions::new()), Vec::new());
    while let Some(lead) = leads.next().await {
        seen.push(lead.unwrap().id().unwrap().as_str().to_owned());
        if seen.len() == 10 {
            fake.remove(&live.remove(0));
        }
    }
    assert_eq!(seen[1..], live[..]);
}

#[tokio::test(start_paused = true)]
async fn deleting_one_lead_skips_no_other() {
    let fake = nutshell();
    let client = fake.client().unwrap();
    let leads = client.leads(::nutshell::AdapterConfig::new());
    one_deleted(&fake, client.pipeline(), &leads, ::nutshell::api::leads::ListLeads::new().limit(10)).await;
    let fake = capillary();
    let client = fake.client().unwrap();
    let leads = client.leads(capillary_leads::AdapterConfig::new());
    one_deleted(&fake, client.pipeline(), &leads, capillary_leads::api::leads::ListLeads::new().limit(10)).await;
    let fake = leadsquared();
    let client = fake.client().unwrap();
    let request = ::leadsquared::api::leads::SearchLeads::everything().paging(::leadsquared::model::Paging::new(1, 10));
    let leads = client.leads(::leadsquared::LeadsConfig::new());
    one_deleted(&fake, client.pipeline(), &leads, request).await;
}

/// More is deleted at once than three pages hold: the gap is reported, and the list continues after it.
#[tokio::test(start_paused = true)]
async fn mass_deletion_is_reported_as_a_gap() {
    let fake = nutshell();
    let client = fake.client().unwrap();
    let live: Vec<String> = (0..300).map(|number| fake.add(number)).collect();
    let mut rows = client.items(::nutshell::api::leads::ListLeads::new().limit(10));
    let (mut seen, mut gaps) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => seen.push(row.id.to_string()),
            Err(error) => gaps.push(error.gap().unwrap().clone()),
        }
        if seen.len() == 100 && gaps.is_empty() {
            for id in &live[20..100] {
                fake.handler().remove_lead(id);
            }
        }
    }
    assert_eq!(gaps.len(), 1);
    let last = seen.iter().position(|id| Some(id) == gaps[0].after.as_ref()).unwrap();
    assert_eq!(gaps[0].before.as_ref(), seen.get(last + 1));
    assert_eq!((seen.last(), rows.end_reason()), (live.last(), Some(EndReason::EmptyPage)));
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), seen.len());
}

/// A vendor that silently returns fewer rows than requested.
#[tokio::test(start_paused = true)]
async fn capped_pages_skip_no_row() {
    let fake = capillary();
    (0..30).for_each(|number| drop(fake.add(number)));
    fake.handler().set(|settings| settings.max_limit = Some(10));
    let client = fake.client().unwrap();
    let rows = client.items(capillary_leads::api::leads::ListLeads::new().limit(25)).collect().await.unwrap();
    assert_eq!(rows.len(), 30);
    let common = client.leads(capillary_leads::AdapterConfig::new());
    assert_eq!(common.list(LeadQuery::new().page_size(25)).position(), None);
}

/// After an error that is not retryable, no stream sends anything more; after another, each waits.
#[tokio::test(start_paused = true)]
async fn streams_end_or_back_off_after_an_error() {
    let fake = nutshell();
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    fake.faults().always(Fault::Response(FakeResponse::empty(401)));
    let mut rows = client.items(::nutshell::api::leads::ListLeads::new());
    let common = client.leads(::nutshell::AdapterConfig::new());
    let mut leads = common.list(LeadQuery::new());
    let mut follower = client.follow_events(::nutshell::api::events::ListEvents::new(), None);
    assert!(rows.next().await.unwrap().is_err() && leads.next().await.unwrap().is_err());
    let first = follower.poll().await.unwrap_err();
    let sent = fake.request_count();
    for _ in 0..2_000 {
        assert!(rows.next().await.is_none() && leads.next().await.is_none());
        assert_eq!(follower.poll().await.unwrap_err().kind(), first.kind());
    }
    assert_eq!(fake.request_count(), sent);
    assert_eq!(rows.end_reason(), Some(EndReason::Failed));
    assert!(rows.bookmark().is_some() && rows.position().is_some());
}
