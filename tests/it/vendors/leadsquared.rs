//! LeadSquared. It deletes with `GET`, and a deleted record is then not found.

use super::{CallResult, VendorUnderTest};
use futures_util::future::BoxFuture;
use leads_core::{ClientConfig, Safety};
use leads_testkit::leadsquared::{ACCESS_KEY, EVENT_CODE, FakeLeadSquared as Fake, SECRET_KEY};
use leadsquared::api::activities::UpdateActivity;
use leadsquared::api::calls::LogCall;
use leadsquared::api::companies::{CreateCompany, UpdateCompany};
use leadsquared::api::files::{FileType, UploadFile};
use leadsquared::api::leads::{CreateLead, CreateNote, DeleteLead, DeleteNote, GetLead, MergeLeads, UpdateLead};
use leadsquared::api::lists::AddLeadsToList;
use leadsquared::api::opportunities::{CaptureOpportunity, DeleteOpportunity, GetOpportunity, UpdateOpportunity};
use leadsquared::api::sales_activities::CreateSalesActivity;
use leadsquared::api::tasks::{CompleteTask, CreateTask};
use leadsquared::api::users::CreateUser;
use leadsquared::api::webhooks::CreateWebhook;
use leadsquared::model::{LeadDetails, OpportunityStatus, Role, SalesStatus, TaskFields, WebhookEvent, WebhookFields};
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
        ("update_activity", Safety::Idempotent),
        ("complete_task", Safety::Idempotent),
        ("delete_note", Safety::Idempotent),
        ("add_leads_to_list", Safety::Idempotent),
        ("update_company", Safety::Idempotent),
        ("create_task", Safety::NonIdempotent),
        ("create_company", Safety::NonIdempotent),
        ("merge_leads", Safety::NonIdempotent),
        ("create_webhook", Safety::NonIdempotent),
        ("create_sales_activity", Safety::NonIdempotent),
        ("create_note", Safety::NonIdempotent),
        ("log_call", Safety::NonIdempotent),
        ("upload_file", Safety::NonIdempotent),
        ("create_user", Safety::NonIdempotent),
    ];

    const STATUS_EXCEPTIONS: &'static [(&'static str, &'static str)] = &[
        ("404-html", "a missing record is never a 404 here, so a path or a feature is missing"),
        ("500-html", "application errors have an envelope; without one the server in front failed, which is transient"),
        ("500-text", "as for the page"),
        ("500-empty", "as for the page"),
    ];

    const REJECTED_ON_RETRY: &'static [(&'static str, &'static str)] = &[
        ("delete_lead", "MXInvalidEntityException"),
        ("delete_opportunity", "MXUnknownProspectActivityException"),
        ("delete_note", "MXInvalidInputException"),
    ];

    fn handler() -> Fake {
        Fake::new().with_limits(MANY, MANY, MANY)
    }

    fn client(config: ClientConfig, url: &str) -> Client {
        let plan = Plan::Custom { calls: MANY, bulk: MANY, daily: None };
        Client::builder()
            .base_url(url)
            .files_base_url(url)
            .keys(ACCESS_KEY, SECRET_KEY)
            .plan(plan)
            .config(config)
            .build()
            .unwrap()
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
                6 => {
                    let details = LeadDetails::by("EmailAddress", email.as_str());
                    client.send(&CaptureOpportunity::new(details, EVENT_CODE)).await.into()
                }
                _ => Self::other(client, fake, work, number, &lead).await,
            }
        })
    }

    fn steady<'a>(client: &'a Client, _fake: &'a Fake) -> BoxFuture<'a, CallResult> {
        Box::pin(async { client.send(&GetLead::new("7")).await.into() })
    }
}

impl LeadSquared {
    /// Makes a call on a record other than a lead or an opportunity.
    async fn other(client: &Client, fake: &Fake, work: usize, number: u64, lead: &str) -> CallResult {
        let due = chrono::DateTime::UNIX_EPOCH;
        match work {
            8 => {
                let id = fake.add_activity(lead, 201, "called", &[]);
                client.send(&UpdateActivity::new(id, 201).note("called back")).await.into()
            }
            9 => client.send(&CompleteTask::new(fake.add_task(Some(lead), &[]))).await.into(),
            10 => {
                let note = fake.add_note(lead, "likes blue");
                client.send(&DeleteNote::new(lead, note)).await.into()
            }
            11 => client.send(&AddLeadsToList::new(fake.add_list("Fair", &[]), [lead])).await.into(),
            12 => {
                let company = fake.add_company("Vendors", &[("CompanyName", "Water")]);
                client.send(&UpdateCompany::new(company).attribute("State", "Goa")).await.into()
            }
            13 => client.send(&CreateTask::new(TaskFields::new("Call", due).lead(lead))).await.into(),
            14 => {
                let name = format!("company {number}");
                client.send(&CreateCompany::new("Vendors", [("CompanyName", name.as_str())])).await.into()
            }
            15 => {
                let child = fake.add_lead(&[("FirstName", "Joan")]);
                client.send(&MergeLeads::new(lead, child)).await.into()
            }
            16 => {
                let hook = WebhookFields::new("https://shop.example/hooks", WebhookEvent::TaskReminder);
                client.send(&CreateWebhook::new(hook)).await.into()
            }
            17 => client.send(&CreateSalesActivity::new(lead, SalesStatus::Won).revenue(1800)).await.into(),
            18 => client.send(&CreateNote::new(lead, "likes blue")).await.into(),
            19 => {
                let user = fake.add_user(&format!("agent.{number}@example.com"), "Sales_User");
                client.send(&LogCall::new(user).lead_id(lead).source_number("+1-5550100")).await.into()
            }
            20 => client.send(&UploadFile::bytes(FileType::Document, "plan.pdf", &b"a plan"[..])).await.into(),
            _ => {
                let address = format!("user.{number}@example.com");
                client.send(&CreateUser::new("Jo", address, Role::SalesUser)).await.into()
            }
        }
    }
}
