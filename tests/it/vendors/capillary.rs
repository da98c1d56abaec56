//! Capillary. A closed lead accepts no other status and a status is rejected the second time, so the retry of an update
//! whose response was lost appears to be rejected.

use super::{CallResult, VendorUnderTest};
use capillary_leads::api::follow_ups::AddFollowUp;
use capillary_leads::api::leads::{CreateLead, Customer, GetLead, ListLeads, UpdateLead, UpdateLeadStatus};
use capillary_leads::api::reasons::CreateReasons;
use capillary_leads::model::LeadStatus;
use capillary_leads::{Client, Password};
use futures_util::future::BoxFuture;
use leads_core::{ClientConfig, Safety};
use leads_testkit::capillary::{FakeCapillary as Fake, TILL, TILL_PASSWORD};

pub enum Capillary {}

impl VendorUnderTest for Capillary {
    const NAME: &'static str = "capillary-leads";
    type Handler = Fake;
    type Client = Client;
    const CALLS: &'static [(&'static str, Safety)] = &[
        ("get_lead", Safety::Read),
        ("update_lead", Safety::Idempotent),
        ("update_lead_status to on hold", Safety::Idempotent),
        ("update_lead_status to won", Safety::Idempotent),
        ("create_lead", Safety::NonIdempotent),
        ("add_follow_up", Safety::NonIdempotent),
        ("create_reasons", Safety::NonIdempotent),
    ];

    const REJECTED_ON_RETRY: &'static [(&'static str, &'static str)] =
        &[("update_lead_status to on hold", "92002"), ("update_lead_status to won", "92024")];

    fn handler() -> Fake {
        let fake = Fake::new();
        let customer = fake.add_customer("jo@example.com", "919900000001");
        fake.add_lead(customer, "boots-0");
        fake
    }

    fn client(config: ClientConfig, url: &str) -> Client {
        let builder = Client::builder().base_url(url).config(config);
        builder.basic(TILL, Password::plain(TILL_PASSWORD)).build().unwrap()
    }

    fn call<'a>(client: &'a Client, fake: &'a Fake, work: usize, number: u64) -> BoxFuture<'a, CallResult> {
        let customer = fake.add_customer(&format!("jo.{number}@example.com"), &format!("9198{number:08}"));
        let lead = fake.add_lead(customer, &format!("boots-{number}"));
        Box::pin(async move {
            match work {
                0 => client.send(&GetLead::new(lead)).await.into(),
                1 => client.send(&UpdateLead::new(lead).owner("store.lead.1")).await.into(),
                2 => client.send(&UpdateLeadStatus::new(lead, LeadStatus::OnHold)).await.into(),
                3 => client.send(&UpdateLeadStatus::new(lead, LeadStatus::Won)).await.into(),
                4 => client.send(&CreateLead::new(format!("skis-{number}"), Customer::id(customer))).await.into(),
                5 => client.send(&AddFollowUp::new(lead, "2026-03-04T10:00:00Z", 4711)).await.into(),
                _ => client.send(&CreateReasons::new([format!("reason {number}")])).await.into(),
            }
        })
    }

    fn steady<'a>(client: &'a Client, _fake: &'a Fake) -> BoxFuture<'a, CallResult> {
        Box::pin(async { client.send(&ListLeads::new()).await.into() })
    }
}
