//! Thirty writes to four vendors, each with a mark by which its requests are recognized.

use super::points::FailingTransport;
use capillary_leads::api::follow_ups::AddFollowUp;
use capillary_leads::api::leads::{CreateLead as CreateCapillary, Customer, UpdateLeadStatus as SetCapillary};
use capillary_leads::model::LeadStatus;
use dealerstudio::api::leads::CreateLead as CreateDealer;
use dealerstudio::model::Category;
use leads_core::ClientConfig;
use leads_core::http::{HttpTransport, RetryPolicy, Timeouts, TransportOptions};
use leads_journal::{Account, Entry, VendorAccount};
use leads_testkit::capillary::{FakeCapillary, TILL, TILL_PASSWORD};
use leads_testkit::dealerstudio::{API_KEY, DEALERSHIP_SLUG, FakeDealerStudio};
use leads_testkit::leadsquared::{ACCESS_KEY, EVENT_CODE, FakeLeadSquared, SECRET_KEY};
use leads_testkit::nutshell::{API_KEY as NUTSHELL_KEY, FakeNutshell, USER_EMAIL};
use leads_testkit::{Arrival, Fake, RunningFake};
use leadsquared::api::leads::{CreateLead as CreateSquared, UpdateLead as UpdateSquared};
use leadsquared::api::opportunities::CaptureOpportunity;
use leadsquared::model::LeadDetails;
use nutshell::api::leads::{CreateLead, DeleteLead, UpdateLead, UpdateLeadStatus};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const ACCOUNTS: [&str; 4] = ["capillary", "dealerstudio", "leadsquared", "nutshell"];
const MANY: u32 = 1_000_000_000;

/// The four fakes on sockets.
pub(crate) struct Fakes {
    pub(crate) capillary: Fake<FakeCapillary>,
    pub(crate) dealerstudio: Fake<FakeDealerStudio>,
    pub(crate) leadsquared: Fake<FakeLeadSquared>,
    pub(crate) nutshell: Fake<FakeNutshell>,
    running: [RunningFake; 4],
}

impl Fakes {
    pub(crate) async fn start() -> Self {
        let capillary = Fake::new(FakeCapillary::new());
        let dealerstudio = Fake::new(FakeDealerStudio::new());
        let leadsquared = Fake::new(FakeLeadSquared::new().with_limits(MANY, MANY, MANY));
        let nutshell = Fake::new(FakeNutshell::new());
        let running = [
            capillary.start().await.unwrap(),
            dealerstudio.start().await.unwrap(),
            leadsquared.start().await.unwrap(),
            nutshell.start().await.unwrap(),
        ];
        Self { capillary, dealerstudio, leadsquared, nutshell, running }
    }

    /// The URLs, in the order of [`ACCOUNTS`].
    pub(crate) fn urls(&self) -> Vec<String> {
        self.running.iter().map(RunningFake::url).collect()
    }

    /// Every request that reached an account's fake.
    pub(crate) fn arrivals(&self, account: &str) -> Vec<Arrival> {
        match account {
            "capillary" => self.capillary.arrivals(),
            "dealerstudio" => self.dealerstudio.arrivals(),
            "leadsquared" => self.leadsquared.arrivals(),
            _ => self.nutshell.arrivals(),
        }
    }

    /// The writes in the fakes' ledgers.
    pub(crate) fn write_count(&self) -> u64 {
        let (one, two) = (self.capillary.write_count(), self.dealerstudio.write_count());
        one + two + self.leadsquared.write_count() + self.nutshell.write_count()
    }
}

/// The accounts of a worker that sends to these URLs. Without points, its transport is the plain one.
pub(crate) fn accounts(urls: &[String], points: bool) -> Vec<(&'static str, Arc<dyn Account>)> {
    let config = || {
        let transport = HttpTransport::new(&TransportOptions::new(), Duration::from_secs(4)).unwrap();
        let config = ClientConfig::new()
            .retry(RetryPolicy::default().max_attempts(2).initial_backoff(Duration::from_millis(5)))
            .timeouts(Timeouts::default().attempt(Duration::from_secs(3)));
        if points {
            config.transport(Arc::new(FailingTransport(transport)))
        } else {
            config.transport(Arc::new(transport))
        }
    };
    let capillary = capillary_leads::Client::builder()
        .base_url(&urls[0])
        .basic(TILL, capillary_leads::Password::plain(TILL_PASSWORD))
        .config(config());
    let dealerstudio = dealerstudio::Client::builder().base_url(&urls[1]).api_key(API_KEY).config(config());
    let plan = leadsquared::Plan::Custom { calls: MANY, bulk: MANY, daily: None };
    let leadsquared = leadsquared::Client::builder()
        .base_url(&urls[2])
        .async_base_url(&urls[2])
        .files_base_url(&urls[2])
        .keys(ACCESS_KEY, SECRET_KEY)
        .plan(plan)
        .config(config());
    let nutshell = nutshell::Client::builder().base_url(&urls[3]).basic(USER_EMAIL, NUTSHELL_KEY).config(config());
    vec![
        (ACCOUNTS[0], Arc::new(VendorAccount::new(capillary_leads::api::registry(), capillary.build().unwrap()))),
        (ACCOUNTS[1], Arc::new(VendorAccount::new(dealerstudio::api::registry(), dealerstudio.build().unwrap()))),
        (ACCOUNTS[2], Arc::new(VendorAccount::new(leadsquared::api::registry(), leadsquared.build().unwrap()))),
        (ACCOUNTS[3], Arc::new(VendorAccount::new(nutshell::api::registry(), nutshell.build().unwrap()))),
    ]
}

/// An entry of the script.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub(crate) entry: i64,
    pub(crate) account: &'static str,
    pub(crate) stream: String,
    /// In the path or the body of its requests, and of no others.
    pub(crate) mark: String,
    /// Whether a second application leaves the same state.
    pub(crate) idempotent: bool,
}

/// Enqueues the script. Every stream has entries of one account, in order.
pub(crate) async fn enqueue<F: Future<Output = i64>>(
    fakes: &Fakes,
    mut enqueue: impl FnMut(&'static str, Entry) -> F,
) -> Vec<Planned> {
    let mut planned = Vec::new();
    for number in 0..30_usize {
        let account = ACCOUNTS[number % 4];
        let (entry, mark, idempotent) = match account {
            "capillary" => capillary(fakes, number),
            "dealerstudio" => dealer(number),
            "leadsquared" => squared(fakes, number),
            _ => nutshell(fakes, number),
        };
        let stream = format!("stream {}", number % 12);
        let entry = enqueue(account, entry.key(format!("key {number}")).stream(&stream)).await;
        planned.push(Planned { entry, account, stream, mark, idempotent });
    }
    planned
}

fn capillary(fakes: &Fakes, number: usize) -> (Entry, String, bool) {
    let fake = fakes.capillary.handler();
    let customer = fake.add_customer(&format!("jo.{number}@example.com"), &format!("9198{number:08}"));
    let lead = fake.add_lead(customer, &format!("boots-{number}"));
    match number % 3 {
        0 => {
            let mark = format!("skis-{number}");
            (Entry::of(&CreateCapillary::new(mark.as_str(), Customer::id(customer))), mark, false)
        }
        1 => (Entry::of(&SetCapillary::new(lead, LeadStatus::Won)), lead.to_string(), true),
        _ => (Entry::of(&AddFollowUp::new(lead, "2026-03-04T10:00:00Z", 4711)), lead.to_string(), false),
    }
}

fn dealer(number: usize) -> (Entry, String, bool) {
    let mark = format!("enquiry-{number}");
    let (email, phone) = (format!("jo.{number}@example.com"), format!("04{number:08}"));
    let request = CreateDealer::new(DEALERSHIP_SLUG, Category::GeneralEnquiry, "Website", email, phone);
    (Entry::of(&request.provider("example.com").provider_id(mark.as_str())), mark, false)
}

fn squared(fakes: &Fakes, number: usize) -> (Entry, String, bool) {
    let email = format!("jo.{number}@example.com");
    match number % 3 {
        0 => (Entry::of(&CreateSquared::new([("EmailAddress", email.as_str())])), email, false),
        1 => {
            let lead = fakes.leadsquared.handler().add_lead(&[("EmailAddress", email.as_str())]);
            (Entry::of(&UpdateSquared::new(lead.as_str(), [("FirstName", "Jo")])), lead, true)
        }
        _ => {
            fakes.leadsquared.handler().add_lead(&[("EmailAddress", email.as_str())]);
            let details = LeadDetails::by("EmailAddress", email.as_str());
            (Entry::of(&CaptureOpportunity::new(details, EVENT_CODE)), email, false)
        }
    }
}

fn nutshell(fakes: &Fakes, number: usize) -> (Entry, String, bool) {
    let fake = fakes.nutshell.handler();
    match number % 4 {
        3 if number % 8 == 3 => {
            let mark = format!("made-{number}");
            (Entry::of(&CreateLead::new(mark.as_str())), mark, false)
        }
        _ => {
            let lead = fake.add_lead(&format!("lead {number}"));
            match number % 3 {
                0 => {
                    let value = leads_core::Decimal::from(i64::try_from(number).unwrap());
                    (Entry::of(&UpdateLead::new(lead.as_str()).manual_value(value)), lead, true)
                }
                1 => (Entry::of(&UpdateLeadStatus::new(lead.as_str()).outcome("1-outcomes")), lead, false),
                _ => (Entry::of(&DeleteLead::new(lead.as_str())), lead, false),
            }
        }
    }
}
