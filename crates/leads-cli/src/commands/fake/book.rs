//! The data of a fake, the same for every vendor.

use bytes::Bytes;
use clap::ValueEnum;
use http::Request;
use leads_testkit::Handler;
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::dealerstudio::{DEALERSHIP_ID, FakeDealerStudio};
use leads_testkit::leadsquared::{self, FakeLeadSquared};
use leads_testkit::nutshell::FakeNutshell;
use serde_json::{Value, json};

/// A vendor that has a fake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "kebab-case")]
pub(crate) enum Vendor {
    /// Capillary.
    #[value(alias = "capillary")]
    CapillaryLeads,
    /// Nutshell.
    Nutshell,
    /// LeadSquared.
    #[value(name = "leadsquared")]
    LeadSquared,
    /// Dealer Studio.
    #[value(name = "dealerstudio")]
    DealerStudio,
}

/// A webhook that is due.
pub(crate) struct Due {
    pub(crate) request: Request<Bytes>,
    call: Option<leadsquared::Webhook>,
}

/// What a fake does in addition to handling requests.
pub(crate) trait Book: Handler {
    /// Returns the keys that it accepts, by the names of the fields of a profile. They are made up.
    fn keys(&self) -> Value;

    /// Adds a made-up lead.
    fn add_lead(&self, number: usize);

    /// Takes the webhooks that are due. Those that cannot be sent to the URL are left out.
    fn take_webhooks(&self, to: &str) -> Vec<Due>;

    /// Records the status of the response to a webhook.
    fn delivered(&self, due: &Due, status: u16) {
        let _ = (due, status);
    }
}

fn due(webhooks: Vec<leads_testkit::Webhook>, to: &str) -> Vec<Due> {
    let requests = webhooks.into_iter().filter_map(|webhook| webhook.request(to).ok());
    requests.map(|request| Due { request, call: None }).collect()
}

fn person(number: usize) -> (String, String, String) {
    (format!("Person {number}"), format!("person{number}@example.com"), format!("+1555{number:07}"))
}

impl Book for FakeCapillary {
    fn keys(&self) -> Value {
        let (username, password) = self.credentials();
        json!({ "username": username, "password": password })
    }

    fn add_lead(&self, number: usize) {
        let (_, email, phone) = person(number);
        self.add_lead(self.add_customer(&email, phone.trim_start_matches('+')), "boots-42");
    }

    fn take_webhooks(&self, _: &str) -> Vec<Due> {
        Vec::new()
    }
}

impl Book for FakeNutshell {
    fn keys(&self) -> Value {
        let (user, api_key) = self.credentials();
        json!({ "user": user, "api_key": api_key })
    }

    fn add_lead(&self, number: usize) {
        self.add_lead(&person(number).0);
    }

    fn take_webhooks(&self, to: &str) -> Vec<Due> {
        due(self.take_webhooks(), to)
    }
}

impl Book for FakeLeadSquared {
    fn keys(&self) -> Value {
        let (access_key, secret_key) = self.credentials();
        json!({ "access_key": access_key, "secret_key": secret_key })
    }

    fn add_lead(&self, number: usize) {
        let (name, email, phone) = person(number);
        self.add_lead(&[("FirstName", &name), ("EmailAddress", &email), ("Phone", &phone)]);
    }

    fn take_webhooks(&self, to: &str) -> Vec<Due> {
        let calls = self.take_webhooks().into_iter();
        calls.filter_map(|call| Some(Due { request: call.request(to).ok()?, call: Some(call) })).collect()
    }

    fn delivered(&self, due: &Due, status: u16) {
        if let Some(call) = &due.call {
            self.answer_webhook(call, status);
        }
    }
}

impl Book for FakeDealerStudio {
    fn keys(&self) -> Value {
        json!({ "api_key": self.credentials() })
    }

    fn add_lead(&self, number: usize) {
        let (name, email, phone) = person(number);
        let fields = json!({ "full_name": name, "email": email, "phone": phone });
        self.add_lead(self.add_cluster(DEALERSHIP_ID), &fields);
    }

    fn take_webhooks(&self, to: &str) -> Vec<Due> {
        due(self.take_webhooks(), to)
    }
}

/// The webhooks of LeadSquared that a new fake has, if webhooks are sent.
const EVENTS: &[&str] = &[
    "lead_create",
    "lead_update",
    "lead_delete",
    "lead_stage_change",
    "activity_create",
    "activity_update",
    "opportunity_create",
    "opportunity_update",
    "opportunity_stage_change",
];

impl Vendor {
    /// Returns a new fake.
    pub(crate) fn book(self, leads: usize, webhooks: bool) -> Box<dyn Book> {
        let book: Box<dyn Book> = match self {
            Self::CapillaryLeads => Box::new(FakeCapillary::new()),
            Self::Nutshell => Box::new(FakeNutshell::new()),
            Self::LeadSquared => {
                let fake = FakeLeadSquared::new();
                for event in EVENTS.iter().filter(|_| webhooks) {
                    fake.add_webhook(event, "http://localhost/", &[]);
                }
                Box::new(fake)
            }
            Self::DealerStudio => Box::new(FakeDealerStudio::new()),
        };
        (1..=leads).for_each(|number| book.add_lead(number));
        book
    }
}
