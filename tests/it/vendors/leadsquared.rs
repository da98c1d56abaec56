//! LeadSquared. It deletes with `GET`, and a deleted record is then not found.

use super::{CallResult, VendorUnderTest};
use futures_util::future::BoxFuture;
use leads_core::{ClientConfig, Safety};
use leads_testkit::leadsquared::{ACCESS_KEY, EVENT_CODE, FakeLeadSquared as Fake, SECRET_KEY};
use leadsquared::api::leads::{CreateLead, DeleteLead, GetLead, UpdateLead};
use leadsquared::api::opportunities::{CaptureOpportunity, DeleteOpportunity, GetOpportunity, UpdateOpportunity};
use leadsquared::model::{LeadDetails, OpportunityStatus};
use leadsquared::{Client, Plan};

pub enum LeadSquared {}

/// More than any run uses: rate limits are not under test here.
const MANY: u32 = 1_000_000_000;

impl VendorUnderTest for LeadSquared {
    const NAME: &'static str = "leadsquared";
    type Handler = Fake;
    type Client = Client;
    const CALLS: &'static [(&'static str, Safety)] = &[
        ("get_lead", Safety::Read),
        ("update_lead", Safety::Idempotent),
        ("update_opportunity", Safety::Idempotent),
        ("delete_lead", Safety::Idempotent),
        ("delete_opportunity", Safety::Idempotent),
        ("create_lead", Safety::NonIdempotent),
        ("capture_opportunity", Safety::NonIdempotent),
        ("get_opportunity", Safety::Read),
    ];

    const STATUS_EXCEPTIONS: &'static [(&'static str, &'static str)] = &[
        ("404-html", "a missing record is never a 404 here, so a path or a feature is missing"),
        ("500-html", "application errors have an envelope; without one the server in front failed, which is transient"),
        ("500-text", "as for the page"),
        ("500-empty", "as for the page"),
    ];

    const REJECTED_ON_RETRY: &'static [(&'static str, &'static str)] =
        &[("delete_lead", "MXInvalidEntityException"), ("delete_opportunity", "MXUnknownProspectActivityException")];

    fn handler() -> Fake {
        Fake::new().with_limits(MANY, MANY, MANY)
    }

    fn client(config: ClientConfig, url: &str) -> Client {
        let plan = Plan::Custom { calls: MANY, bulk: MANY, daily: None };
        Client::builder().base_url(url).keys(ACCESS_KEY, SECRET_KEY).plan(plan).config(config).build().unwrap()
    }

    fn call<'a>(client: &'a Client, fake: &'a Fake, work: usize, number: u64) -> BoxFuture<'a, CallResult> {
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

    fn steady<'a>(client: &'a Client, _fake: &'a Fake) -> BoxFuture<'a, CallResult> {
        Box::pin(async { client.send(&GetLead::new("7")).await.into() })
    }
}
