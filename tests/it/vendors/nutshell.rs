//! Nutshell. A deleted lead is not found, so the retry of a delete appears to be rejected.

use super::{CallResult, VendorUnderTest};
use futures_util::future::BoxFuture;
use leads_core::{ClientConfig, Safety};
use leads_testkit::nutshell::{API_KEY, FakeNutshell as Fake, PatchResponse, USER_EMAIL};
use nutshell::Client;
use nutshell::api::activities::{ActivityInput, CreateActivity, UpdateActivity};
use nutshell::api::contacts::CreateContact;
use nutshell::api::leads::{CreateLead, DeleteLead, GetLead, ListLeads, UpdateLead, UpdateLeadStatus};
use nutshell::api::quotes::{CreateInvoiceFromQuote, UpdateQuoteStatus};
use nutshell::api::tasks::CreateTask;
use nutshell::model::SalesDocumentStatus;

pub enum Nutshell {}

impl VendorUnderTest for Nutshell {
    const NAME: &'static str = "nutshell";
    type Handler = Fake;
    type Client = Client;
    const CALLS: &'static [(&'static str, Safety)] = &[
        ("get_lead", Safety::Read),
        ("update_lead", Safety::Idempotent),
        ("update_lead_status", Safety::NonIdempotent),
        ("delete_lead", Safety::NonIdempotent),
        ("create_lead", Safety::NonIdempotent),
        ("create_contact", Safety::NonIdempotent),
        ("create_activity", Safety::NonIdempotent),
        ("update_activity", Safety::Idempotent),
        ("create_task", Safety::NonIdempotent),
        ("update_quote_status", Safety::NonIdempotent),
        ("create_invoice_from_quote", Safety::NonIdempotent),
    ];

    fn handler() -> Fake {
        let fake = Fake::new();
        // A response without a body leaves no room for body faults.
        fake.set(|settings| {
            settings.patch_response = PatchResponse::Record;
            settings.empty_task_creates = false;
        });
        fake.add_lead("the first");
        fake
    }

    fn client(config: ClientConfig, url: &str) -> Client {
        Client::builder().base_url(url).config(config).basic(USER_EMAIL, API_KEY).build().unwrap()
    }

    fn call<'a>(client: &'a Client, fake: &'a Fake, work: usize, number: u64) -> BoxFuture<'a, CallResult> {
        let lead = fake.add_lead(&format!("lead {number}"));
        Box::pin(async move {
            match work {
                0 => client.send(&GetLead::new(lead.as_str())).await.into(),
                1 => {
                    let value = leads_core::Decimal::from(i64::try_from(number).unwrap());
                    client.send(&UpdateLead::new(lead.as_str()).manual_value(value)).await.into()
                }
                2 => client.send(&UpdateLeadStatus::new(lead.as_str()).outcome("1-outcomes")).await.into(),
                3 => client.send(&DeleteLead::new(lead.as_str())).await.into(),
                4 => client.send(&CreateLead::new(format!("made {number}"))).await.into(),
                5 => client.send(&CreateContact::new(format!("Jo {number}"))).await.into(),
                6 => {
                    let input = ActivityInput::new(format!("Call {number}")).participant(lead.as_str());
                    client.send(&CreateActivity::new(input)).await.into()
                }
                7 => {
                    let activity = fake.add_activity("Call", &[&lead]);
                    let input = ActivityInput::new(format!("Call {number}"));
                    client.send(&UpdateActivity::new(activity.as_str(), input)).await.into()
                }
                8 => client.send(&CreateTask::new(format!("Call {number}")).related_to(lead.as_str())).await.into(),
                9 => {
                    let quote = fake.add_quote(&lead);
                    let request = UpdateQuoteStatus::new(quote.as_str(), SalesDocumentStatus::Accepted);
                    client.send(&request).await.into()
                }
                _ => client.send(&CreateInvoiceFromQuote::new(fake.add_quote(&lead).as_str())).await.into(),
            }
        })
    }

    fn steady<'a>(client: &'a Client, _fake: &'a Fake) -> BoxFuture<'a, CallResult> {
        Box::pin(async { client.send(&ListLeads::new()).await.into() })
    }
}
