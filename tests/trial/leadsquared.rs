//! LeadSquared on trial. It deletes with `GET`, and what is deleted already is not found.

use super::{Told, Trial};
use futures_util::future::BoxFuture;
use leads_core::{ClientConfig, Safety};
use leads_testkit::leadsquared::{ACCESS_KEY, EVENT_CODE, FakeLeadSquared as Fake, SECRET_KEY};
use leadsquared::api::leads::{CreateLead, DeleteLead, GetLead, UpdateLead};
use leadsquared::api::opportunities::{CaptureOpportunity, DeleteOpportunity, GetOpportunity, UpdateOpportunity};
use leadsquared::model::{LeadDetails, OpportunityStatus};
use leadsquared::{Client, Plan};

pub enum LeadSquared {}

/// Beyond what any run uses: what is tried here is not the rate.
const MANY: u32 = 1_000_000_000;

impl Trial for LeadSquared {
    const NAME: &'static str = "leadsquared";
    type Handler = Fake;
    type Client = Client;
    const WORKS: &'static [(&'static str, Safety)] = &[
        ("get_lead", Safety::Read),
        ("update_lead", Safety::Idempotent),
        ("update_opportunity", Safety::Idempotent),
        ("delete_lead", Safety::Idempotent),
        ("delete_opportunity", Safety::Idempotent),
        ("create_lead", Safety::NonIdempotent),
        ("capture_opportunity", Safety::NonIdempotent),
        ("get_opportunity", Safety::Read),
    ];

    const KNOWN: &'static [(&'static str, &'static str)] = &[
        ("404-html", "a missing record is never 404 here, so it is a path or a feature that is missing"),
        ("500-html", "application errors have an envelope; without one the server in front failed, which passes"),
        ("500-text", "as the page"),
        ("500-empty", "as the page"),
    ];

    const REFUSED_AGAIN: &'static [(&'static str, &'static str)] =
        &[("delete_lead", "MXInvalidEntityException"), ("delete_opportunity", "MXUnknownProspectActivityException")];

    fn handler() -> Fake {
        Fake::new().with_limits(MANY, MANY, MANY)
    }

    fn client(config: ClientConfig, url: &str) -> Client {
        let plan = Plan::Custom { calls: MANY, bulk: MANY, daily: None };
        Client::builder().base_url(url).keys(ACCESS_KEY, SECRET_KEY).plan(plan).config(config).build().unwrap()
    }

    fn call<'a>(client: &'a Client, fake: &'a Fake, work: usize, number: u64) -> BoxFuture<'a, Told> {
        let email = format!("jo.{work}.{number}@example.com");
        let lead = if work == 5 { String::new() } else { fake.add_lead(&[("EmailAddress", email.as_str())]) };
        Box::pin(async move {
            match work {
                0 => client.send(&GetLead::new(lead.as_str())).await.into(),
                1 => client.send(&UpdateLead::new(lead.as_str(), [("FirstName", "Jo")])).await.into(),
                2 => {
                    let id = fake.add_opportunity(&lead, &[]);
                    client.send(&UpdateOpportunity::new(id.as_str()).status(OpportunityStatus::Won)).await.into()
                }
                3 => client.send(&DeleteLead::new(lead.as_str())).await.into(),
                4 => {
                    let id = fake.add_opportunity(&lead, &[]);
                    client.send(&DeleteOpportunity::new(id.as_str())).await.into()
                }
                5 => client.send(&CreateLead::new([("EmailAddress", email.as_str())])).await.into(),
                7 => {
                    let id = fake.add_opportunity(&lead, &[]);
                    client.send(&GetOpportunity::new(id.as_str())).await.into()
                }
                _ => {
                    let details = LeadDetails::by("EmailAddress", email.as_str());
                    client.send(&CaptureOpportunity::new(details, EVENT_CODE)).await.into()
                }
            }
        })
    }

    fn steady<'a>(client: &'a Client, _fake: &'a Fake) -> BoxFuture<'a, Told> {
        Box::pin(async { client.send(&GetLead::new("7")).await.into() })
    }
}
