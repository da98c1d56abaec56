//! Nutshell: what is written is read again, and lists match as the vendor's do.

use base64::Engine as _;
use leads_core::ErrorKind;
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Clock, Fake, FakeRequest, Handler as _};
use nutshell::Client;
use nutshell::api::activities::{
    ActivityInput, ActivityStatus, CreateActivity, GetActivity, ListActivities, UpdateActivity,
};
use nutshell::api::audiences::{CreateAudience, ListAudiences};
use nutshell::api::contacts::ListContacts;
use nutshell::api::forms::{GetForm, GetFormField};
use nutshell::api::invoices::{ListInvoices, UpdateInvoiceStatus};
use nutshell::api::leads::{GetLead, GetLeadReport, ListLeadCustomFieldAttributes, ListLeadCustomFields, ListLeads};
use nutshell::api::notes::{GetNote, ListNotes};
use nutshell::api::product_categories::{CreateProductCategory, GetProductCategory};
use nutshell::api::quotes::{CreateInvoiceFromQuote, GetQuote, ListQuotes, UpdateQuoteStatus};
use nutshell::api::stagesets::ExportStageset;
use nutshell::api::tasks::{CreateTask, DeleteTask, GetTask, ListTasks, UpdateTask};
use nutshell::model::SalesDocumentStatus;
use nutshell::query::Filter;
use serde_json::json;

fn fake() -> (Fake<FakeNutshell>, Client) {
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client().unwrap();
    (fake, client)
}

#[tokio::test]
async fn activity_is_planned_then_logged_with_a_note() {
    let (fake, client) = fake();
    let jane = fake.handler().add_contact("Jane", "jane@example.com", "+1 555 0100");
    let lead = fake.handler().add_lead("Wash");
    let input = || ActivityInput::new("Call").participant(jane.as_str()).participant(lead.as_str());
    let call = client.send(&CreateActivity::new(input().description("The offer"))).await.unwrap();
    let links = call.links.as_ref().unwrap();
    assert_eq!((links.contacts[0].as_str(), links.leads[0].as_str()), (jane.as_str(), lead.as_str()));
    assert_eq!(call.is_logged, Some(false));

    let list = |status| ListActivities::new().participant(jane.as_str()).status(status);
    assert_eq!(client.send(&list(ActivityStatus::Scheduled)).await.unwrap().len(), 1);
    assert!(client.send(&list(ActivityStatus::Logged)).await.unwrap().is_empty());
    let logged = input().is_logged(true).note("She wants two bays");
    client.send(&UpdateActivity::new(&call.id, logged)).await.unwrap();
    assert_eq!(client.send(&list(ActivityStatus::Logged)).await.unwrap().len(), 1);
    let call = client.send(&GetActivity::new(&call.id)).await.unwrap();
    let note = call.links.as_ref().unwrap().log_note.clone().unwrap();
    assert!(client.send(&GetNote::new(note)).await.unwrap().text().contains("two bays"));
    assert!(client.send(&ListActivities::new().participant("2-users")).await.unwrap().is_empty());

    let unknown = CreateActivity::new(ActivityInput::new("Call").participant("999-contacts"));
    assert_eq!(client.send(&unknown).await.unwrap_err().kind(), ErrorKind::Rejected);
    let missing = UpdateActivity::new("999-activities", ActivityInput::new("Call"));
    assert!(client.send(&missing).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn task_is_created_reassigned_and_deleted() {
    let (fake, client) = fake();
    let lead = fake.handler().add_lead("Wash");
    assert!(client.send(&CreateTask::new("Call back").related_to(lead.as_str())).await.unwrap().is_none());
    fake.handler().set(|settings| settings.empty_task_creates = false);
    let task = client.send(&CreateTask::new("Write").assignee("1-users")).await.unwrap().into_inner().unwrap();
    let of_lead = client.send(&ListTasks::new().related_to(lead.as_str())).await.unwrap();
    assert_eq!(of_lead.len(), 1);
    client.send(&UpdateTask::new(&task.id).assignee("2-users")).await.unwrap();
    assert_eq!(client.send(&ListTasks::new().assignee("2-users")).await.unwrap()[0].id, task.id);
    client.send(&DeleteTask::new(&task.id)).await.unwrap();
    assert!(client.send(&GetTask::new(&task.id)).await.unwrap().deleted_time.is_some());
    assert!(client.send(&ListTasks::new().assignee("2-users")).await.unwrap().is_empty());
    let error = client.send(&CreateTask::new("x").assignee("99-users")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
}

#[tokio::test]
async fn quote_is_accepted_and_invoiced() {
    let (fake, client) = fake();
    let lead = fake.handler().add_lead("Wash");
    let quote = fake.handler().add_quote(&lead);
    let accept = UpdateQuoteStatus::new(quote.as_str(), SalesDocumentStatus::Accepted).accepted_name("Jane");
    client.send(&accept).await.unwrap();
    let read = client.send(&GetQuote::new(quote.as_str())).await.unwrap();
    assert_eq!(read.display_status, Some(SalesDocumentStatus::Accepted));
    assert!(read.accepted_time.is_some() && !read.product_line_items.is_empty());
    let invoice = client.send(&CreateInvoiceFromQuote::new(quote.as_str())).await.unwrap();
    let paid = UpdateInvoiceStatus::new(&invoice.id, SalesDocumentStatus::Accepted).comment("By transfer");
    assert!(client.send(&paid).await.unwrap().paid_time.is_some());
    let of_lead = client.send(&ListInvoices::new().lead(lead.as_str())).await.unwrap();
    assert_eq!((of_lead.len(), of_lead[0].display_status.clone()), (1, Some(SalesDocumentStatus::Accepted)));
    assert!(client.send(&ListQuotes::new().lead("999-leads")).await.unwrap().is_empty());
}

#[tokio::test]
async fn contacts_and_leads_are_found_by_phone_email_owner_and_address() {
    let (fake, client) = fake();
    let jane = fake.handler().add_contact("Jane", "Jane@Example.com", "+1 (555) 0100");
    fake.handler().add_contact("Joe", "joe@example.com", "+1 555 0199");
    let address = json!({"name": "office", "isPrimary": true, "value": {"country": "US", "city": "Ann Arbor"}});
    fake.handler().change(&jane, &json!({"addresses": [address], "links": {"owner": "2-users"}}));
    let lead = fake.handler().add_lead("Wash");
    fake.handler().link(&lead, "contacts", &jane);
    fake.handler().add_lead("Other");
    for filter in [
        Filter::phone("555 0100"),
        Filter::email("jane@example.com"),
        Filter::owners(["2-users"]),
        Filter::new("address", "us").within("country"),
    ] {
        let found = client.send(&ListContacts::new().filter(filter.clone())).await.unwrap();
        assert_eq!(
            found.iter().map(|contact| contact.id.to_string()).collect::<Vec<_>>(),
            std::slice::from_ref(&jane),
            "{filter:?}"
        );
    }
    for filter in [Filter::phone("5550100"), Filter::email("jane@example.com"), Filter::contacts([jane.as_str()])] {
        let found = client.send(&ListLeads::new().filter(filter.clone())).await.unwrap();
        assert_eq!(
            found.iter().map(|lead| lead.id.to_string()).collect::<Vec<_>>(),
            std::slice::from_ref(&lead),
            "{filter:?}"
        );
    }
    let error = client.send(&ListLeads::new().filter(Filter::new("nothing", "x"))).await.unwrap_err();
    assert_eq!(error.code_as::<nutshell::ErrorCode>(), Some(nutshell::ErrorCode::InvalidFilter));
}

#[test]
fn unknown_id_is_the_page_of_the_vendor() {
    let fake = FakeNutshell::new();
    let (email, key) = fake.credentials();
    let authorization = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{email}:{key}")));
    let headers = http::HeaderMap::from_iter([(http::header::AUTHORIZATION, authorization.parse().unwrap())]);
    let mut tried = 0;
    for operation in nutshell::api::operations() {
        let method = http::Method::from_bytes(operation.method.as_str().as_bytes()).unwrap();
        let parts: Vec<&str> = operation.path.split('/').collect();
        let Some(at) = parts.iter().position(|part| part.starts_with('{')) else { continue };
        if !matches!(method.as_str(), "GET" | "DELETE") {
            continue;
        }
        let path = operation.path.replace(parts[at], &format!("999999-{}", parts[at - 1]));
        let request = FakeRequest::new(method, &path).with_headers(headers.clone());
        let response = fake.handle(&request, &Clock::new());
        assert_eq!(response.status, 404, "{path}");
        assert!(String::from_utf8_lossy(&response.body).contains("An Error Occurred: Not Found"), "{path}");
        tried += 1;
    }
    assert!(tried > 30, "{tried}");
    assert_eq!(fake.ledger().unwrap().total(), 0);
}

#[tokio::test]
async fn seeded_records_are_read_by_the_client() {
    let (fake, client) = fake();
    let fake = fake.handler();
    assert!(fake.add_custom_field("leads", "Size", "enum", &["small", "large"]));
    assert!(fake.put("456-leads", &json!({"description": "Fleet", "priority": 1})));
    assert!(fake.set_custom_field("456-leads", "Size", "large"));
    let lead = client.send(&GetLead::new("456-leads")).await.unwrap();
    assert_eq!((lead.id.as_str(), lead.priority), ("456-leads", Some(1)));
    let fields = client.send(&ListLeadCustomFields::new("456-leads")).await.unwrap();
    assert_eq!(fields[0].value.as_ref().unwrap().as_str().as_deref(), Some("large"));
    let defined = client.send(&ListLeadCustomFieldAttributes::new()).await.unwrap();
    assert!(defined[0].text().contains("small"));

    fake.add_note("456-leads", "Two <bays>").unwrap();
    assert!(client.send(&ListNotes::new()).await.unwrap()[0].text().contains("&lt;bays&gt;"));
    assert_eq!(fake.add_note("999-leads", "x"), None);
    let (pipeline, stages) = fake.add_stageset("Fleet", &["First call", "Offer"]);
    let csv = client.send(&ExportStageset::new(pipeline.as_str())).await.unwrap();
    assert!(csv.0.contains("Offer") && stages.len() == 2);
    let form = fake.add_form("Enquiry", &["Full name"]);
    let fields = client.send(&GetForm::new(form.as_str())).await.unwrap().fields().unwrap();
    let field = client.send(&GetFormField::new(&fields[0].id)).await.unwrap();
    assert_eq!(field.label.as_deref(), Some("Full name"));

    client.send(&CreateAudience::new("Fleet owners")).await.unwrap();
    assert_eq!(client.send(&ListAudiences::new()).await.unwrap().len(), 2);
    let category = client.send(&CreateProductCategory::new("Waxes")).await.unwrap();
    let read = client.send(&GetProductCategory::new(&category.id)).await.unwrap();
    assert_eq!(read.name.as_deref(), Some("Waxes"));
    let report = client.send(&GetLeadReport::new()).await.unwrap();
    assert_eq!(report.reports().unwrap()[0].data[0].name().as_deref(), Some("open"));
    assert!(client.send(&GetLead::new("999-leads")).await.unwrap_err().is_not_found());
}
