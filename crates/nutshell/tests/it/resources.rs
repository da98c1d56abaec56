//! What the calls on activities, notes, tasks, products, quotes and related resources send and read.

use leads_core::http::{ClientConfig, RetryPolicy};
use leads_core::{ErrorKind, Operation, Request, WriteOutcome};
use nutshell::api::activities::{
    ActivityInput, ActivityStatus, CreateActivity, GetActivity, ListActivities, UpdateActivity,
};
use nutshell::api::activity_types::ListActivityTypes;
use nutshell::api::audiences::{CreateAudience, ListAudiences};
use nutshell::api::competitor_maps::{DeleteCompetitorMap, GetCompetitorMap, ListCompetitorMaps, UpdateCompetitorMap};
use nutshell::api::competitors::{GetCompetitor, ListCompetitors};
use nutshell::api::editions::{GetEdition, ListEditions};
use nutshell::api::emails::GetEmail;
use nutshell::api::filters::ListFilters;
use nutshell::api::forms::{GetForm, GetFormField, ListForms};
use nutshell::api::invoices::{GetInvoice, ListInvoices, UpdateInvoiceStatus};
use nutshell::api::markets::{GetMarket, ListMarkets};
use nutshell::api::notes::{CreateNote, DeleteNote, DeleteNotes, GetNote, ListNotes, UndeleteNote};
use nutshell::api::product_categories::{CreateProductCategory, GetProductCategory, ListProductCategories};
use nutshell::api::product_maps::{
    DeleteProductMap, DeleteProductMaps, GetProductMap, ListProductMaps, UpdateProductMap,
};
use nutshell::api::products::{DeleteProduct, DeleteProducts, GetProduct, ListProducts, ProductSort, UndeleteProduct};
use nutshell::api::quotes::{CreateInvoiceFromQuote, GetQuote, ListQuotes, UpdateQuoteStatus};
use nutshell::api::tasks::{CreateTask, DeleteTask, DeleteTasks, GetTask, ListTasks, UpdateTask};
use nutshell::api::territories::ListTerritories;
use nutshell::api::{self};
use nutshell::model::{
    Activity, Competitor, CompetitorMapStatus, Lead, LeadCompetitorMap, LeadProductMap, MarketId, Note, Price, Product,
    RecurrenceMode, SalesDocumentStatus, SavedFilterKind, SubtotalOperation, Task,
};
use nutshell::patch::{PatchMediaType, PatchOperation};
use nutshell::query::{Filter, Sort};
use nutshell::{Client, ErrorCode, Nutshell, Reply};
use rstest::rstest;
use std::time::Duration;
use wiremock::matchers::{any, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

const JSON: &str = "application/json";
const PATCH: &str = "application/json-patch+json";

fn client(server: &MockServer) -> Client {
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1)).max_backoff(Duration::from_millis(1));
    Client::builder()
        .base_url(server.uri())
        .basic("agent@example.com", "an API key")
        .config(ClientConfig::new().retry(retry))
        .build()
        .unwrap()
}

async fn server_returning(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
    let response = ResponseTemplate::new(status).set_body_raw(body.to_owned(), kind);
    Mock::given(any()).respond_with(response).mount(&server).await;
    server
}

/// Every call that was sent, with the operation's name.
#[derive(Default)]
struct Calls(Vec<&'static str>);

impl Calls {
    /// Sends a request, checks the complete HTTP request, and returns what was read from the response.
    async fn send<R: Request<Vendor = Nutshell>>(
        &mut self,
        request: R,
        line: &str,
        body: Option<(&str, &str)>,
        response: (u16, &str),
    ) -> Reply<R::Response> {
        let server = server_returning(response.0, response.1).await;
        let reply = client(&server).send(&request).await.unwrap_or_else(|error| panic!("{line}: {error}"));
        let requests = server.received_requests().await.unwrap();
        let [sent] = requests.as_slice() else { panic!("{line}: {} requests", requests.len()) };
        let address = match sent.url.query() {
            Some(query) => format!("{}?{}", sent.url.path(), query.replace("%5B", "[").replace("%5D", "]")),
            None => sent.url.path().to_owned(),
        };
        assert_eq!(format!("{} {address}", sent.method), line);
        let header = |name: &str| sent.headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("authorization"), Some("Basic YWdlbnRAZXhhbXBsZS5jb206YW4gQVBJIGtleQ=="), "{line}");
        assert_eq!(header("accept"), Some(JSON), "{line}");
        assert_eq!(header("content-type"), body.map(|(kind, _)| kind), "{line}");
        assert_eq!(std::str::from_utf8(&sent.body).unwrap(), body.map_or("", |(_, text)| text), "{line}");
        let Operation { method, path, .. } = R::OPERATION;
        let template = path.split('{').next().unwrap();
        assert!(line.starts_with(&format!("{method} {template}")), "{line} is not {method} {path}");
        self.0.push(R::OPERATION.name);
        reply
    }

    /// A read without a body.
    async fn get<R: Request<Vendor = Nutshell>>(
        &mut self,
        request: R,
        address: &str,
        response: &str,
    ) -> Reply<R::Response> {
        self.send(request, &format!("GET /rest{address}"), None, (200, response)).await
    }
}

fn own() -> Vec<&'static str> {
    [
        api::activities::OPERATIONS,
        api::activity_types::OPERATIONS,
        api::audiences::OPERATIONS,
        api::competitor_maps::OPERATIONS,
        api::competitors::OPERATIONS,
        api::editions::OPERATIONS,
        api::emails::OPERATIONS,
        api::filters::OPERATIONS,
        api::forms::OPERATIONS,
        api::invoices::OPERATIONS,
        api::markets::OPERATIONS,
        api::notes::OPERATIONS,
        api::product_categories::OPERATIONS,
        api::product_maps::OPERATIONS,
        api::products::OPERATIONS,
        api::quotes::OPERATIONS,
        api::tasks::OPERATIONS,
        api::territories::OPERATIONS,
    ]
    .into_iter()
    .flatten()
    .map(|operation| operation.name)
    .collect()
}

#[tokio::test]
async fn every_operation_is_sent_as_documented() {
    let calls = &mut Calls::default();
    activities(calls).await;
    marketing(calls).await;
    competitors(calls).await;
    forms_and_settings(calls).await;
    notes(calls).await;
    products(calls).await;
    sales_documents(calls).await;
    tasks(calls).await;

    let mut called = calls.0.clone();
    called.sort_unstable();
    called.dedup();
    let mut expected = own();
    expected.sort_unstable();
    assert_eq!(called, expected);
    assert_eq!(expected.len(), 51);
}

async fn activities(calls: &mut Calls) {
    let one = r#"{"meta":{"instanceId":"9"},"links":{},"activities":[{"id":"3-activities","type":"activities"}]}"#;
    let listed = calls
        .get(
            ListActivities::new()
                .text("offer")
                .participant("1-users")
                .participant("3-contacts")
                .status(ActivityStatus::Scheduled)
                .status(ActivityStatus::Cancelled)
                .hot_leads_only()
                .activity_type("2-activityTypes")
                .flagged(true)
                .important(false)
                .from("2026-01-01")
                .until("2026-02-01")
                .filter(Filter::new("x", 1))
                .page(1)
                .limit(50),
            "/activities?q=offer&filter[participant][]=1-users&filter[participant][]=3-contacts\
             &filter[status][]=scheduled&filter[status][]=cancelled&filter[leadPriority][]=hot\
             &filter[activityType]=2&filter[flagged]=true&filter[isImportant]=false\
             &filter[dateMin]=2026-01-01&filter[dateMax]=2026-02-01&filter[x]=1&page[page]=1&page[limit]=50",
            one,
        )
        .await;
    assert_eq!((listed.len(), listed[0].id.as_str()), (1, "3-activities"));
    assert_eq!(listed.envelope().meta().unwrap().instance_id.as_deref(), Some("9"));
    calls.get(ListActivities::new().at_most(5), "/activities?limit=5", one).await;
    let read = calls.get(GetActivity::new("3-activities"), "/activities/3-activities", one).await;
    assert_eq!(read.kind.as_deref(), Some("activities"));

    let input =
        || ActivityInput::new("Call").activity_type("1-activityTypes").participant("3-contacts").is_logged(true);
    let body = r#"{"activities":[{"name":"Call","activityType":"1-activityTypes","isLogged":true,"links":{"participants":["3-contacts"]}}]}"#;
    let made = calls.send(CreateActivity::new(input()), "POST /rest/activities", Some((JSON, body)), (201, one)).await;
    assert_eq!(made.id.as_str(), "3-activities");
    let update = UpdateActivity::new("3-activities", input());
    calls.send(update, "PUT /rest/activities/3-activities", Some((JSON, body)), (200, one)).await;
    let types = r#"{"activityTypes":[{"id":"1-activityTypes","name":"Call","isBenchmarkable":"true","modifiedTime":1755113219}]}"#;
    let types = calls.get(ListActivityTypes::new(), "/activitytypes", types).await;
    assert_eq!((types[0].name.as_deref(), types[0].is_benchmarkable), (Some("Call"), Some(true)));
}

async fn marketing(calls: &mut Calls) {
    let wrapped = r#"{"emAudiences":[{"id":"1-emAudiences","type":"emAudiences","name":"Readers","isWebFX":false}]}"#;
    let listed = calls.get(ListAudiences::new(), "/audiences", wrapped).await;
    assert_eq!((listed[0].name.as_deref(), listed[0].is_web_fx), (Some("Readers"), Some(false)));
    let made = calls
        .send(
            CreateAudience::new("Readers"),
            "POST /rest/audiences",
            Some((JSON, r#"{"emAudiences":[{"name":"Readers"}]}"#)),
            (201, wrapped),
        )
        .await;
    assert_eq!(made.id.as_str(), "1-emAudiences");

    let editions =
        calls.get(ListEditions::new(), "/editions", r#"{"editions":[{"id":"1-editions","name":"May"}]}"#).await;
    assert_eq!(editions.len(), 1);
    let edition =
        calls.get(GetEdition::new("1-editions"), "/editions/1-editions", r#"{"id":"1-editions","name":"May"}"#).await;
    assert_eq!(edition.name.as_deref(), Some("May"));
    let email = calls
        .get(
            GetEmail::new("7-emails"),
            "/emails/7-emails",
            r#"{"emails":[{"id":"7-emails","subject":"Hello","numViews":"2","sentTime":1755113219,"failedToSend":false,
                "links":{"from":"Ann <ann@example.com>","to":["ben@example.com"],"edition":null}}]}"#,
        )
        .await;
    let links = email.links.as_ref().unwrap();
    assert_eq!((email.num_views, email.sent_time.as_ref().unwrap().timestamp()), (Some(2), Some(1_755_113_219)));
    assert_eq!((links.from.len(), links.to[0].as_str()), (1, "ben@example.com"));
}

async fn competitors(calls: &mut Calls) {
    let one = r#"{"competitors":[{"id":"1-competitors","name":"Rival","modifiedTime":1755113219}]}"#;
    let listed = calls.get(ListCompetitors::new().text("ri val"), "/competitors?q=ri%20val", one).await;
    assert_eq!(listed[0].name.as_deref(), Some("Rival"));
    calls.get(GetCompetitor::new("1-competitors"), "/competitors/1-competitors", one).await;

    let map = r#"{"competitorMaps":[{"id":"1-competitorMaps","name":"Rival","status":"beat",
        "links":{"lead":"456-leads","competitor":"1-competitors"}}],"leads":[{"id":"456-leads"}],
        "competitors":[{"id":"1-competitors"}]}"#;
    let listed = calls.get(ListCompetitorMaps::new(), "/competitormaps", map).await;
    assert_eq!(listed[0].status, Some(CompetitorMapStatus::Beat));
    let read = calls.get(GetCompetitorMap::new("1-competitorMaps"), "/competitormaps/1-competitorMaps", map).await;
    assert_eq!(read.links.as_ref().unwrap().lead.as_ref().unwrap().as_str(), "456-leads");
    let leads = read.envelope().related::<Lead>("leads").unwrap();
    assert_eq!(leads[0].id.as_str(), "456-leads");
    assert_eq!(read.envelope().related::<Competitor>("competitors").unwrap().len(), 1);
    let gone = calls
        .send(
            DeleteCompetitorMap::new("1-competitorMaps"),
            "DELETE /rest/competitormaps/1-competitorMaps",
            None,
            (204, ""),
        )
        .await;
    assert!(gone.is_none());
    let changed = calls
        .send(
            UpdateCompetitorMap::new("1-competitorMaps").status(CompetitorMapStatus::Stole),
            "PATCH /rest/competitormaps/1-competitorMaps",
            Some((PATCH, r#"[{"op":"replace","path":"/competitorMaps/0/status","value":"stole"}]"#)),
            (204, ""),
        )
        .await;
    assert!(changed.is_none());
}

async fn forms_and_settings(calls: &mut Calls) {
    let filters = r#"{"filters":[{"id":"1-filters","name":"Mine","value":"filter","isShared":true,"reportType":"entity_list_leads",
        "createdTime":1755113219,"isDeleteable":false,"links":{"user":"1-users","usersAndTeams":["2-teams"]}}]}"#;
    let listed = calls
        .get(
            ListFilters::new().user("1-users").report_type(SavedFilterKind::Leads).options("a=b"),
            "/filters?userId=1-users&reportType=entity_list_leads&filter=a%3Db",
            filters,
        )
        .await;
    assert_eq!((&listed[0].report_type, listed[0].is_shared), (&Some(SavedFilterKind::Leads), Some(true)));
    assert_eq!(listed[0].links.as_ref().unwrap().users_and_teams.len(), 1);

    let form = r#"{"meta":{"instanceId":"9"},"wfForms":[{"id":"1-wfForms","name":"Contact us","links":{"fields":["1-wfFields"]}}],
        "wfFields":[{"id":"1-wfFields","label":"Full name","fieldName":"name","fieldType":"textfield","entityName":"Contacts"}]}"#;
    let listed = calls.get(ListForms::new(), "/forms", form).await;
    assert_eq!(listed[0].links.as_ref().unwrap().fields[0].as_str(), "1-wfFields");
    let read = calls.get(GetForm::new("1-wfForms"), "/forms/1-wfForms", form).await;
    let fields = read.fields().unwrap();
    assert_eq!((fields[0].label.as_deref(), fields[0].entity_name.as_deref()), (Some("Full name"), Some("Contacts")));
    let field = calls
        .get(
            GetFormField::new("1-wfFields"),
            "/forms/1-wfFields",
            r#"{"wfFields":[{"id":"1-wfFields","label":"Full name"}]}"#,
        )
        .await;
    assert_eq!(field.label.as_deref(), Some("Full name"));

    let market =
        r#"{"markets":[{"id":"1-markets","name":"US","currency":"USD","currencySymbol":"$","isDefault":true}]}"#;
    let listed = calls.get(ListMarkets::new(), "/markets", market).await;
    assert_eq!((listed[0].currency.as_deref(), listed[0].is_default), (Some("USD"), Some(true)));
    calls.get(GetMarket::new("1-markets"), "/markets/1-markets", market).await;
    let territories = calls
        .get(ListTerritories::new(), "/territories", r#"[{"id":"1-territories","name":"North","modifiedTime":1.0}]"#)
        .await;
    assert_eq!(territories[0].modified_time.as_ref().unwrap().timestamp(), Some(1));
}

async fn notes(calls: &mut Calls) {
    let note = r#"{"notes":[{"id":"3-notes","type":"notes","body":"Called","createdTime":1755113219,"links":{"parent":"6-leads"}}]}"#;
    let listed = calls
        .get(
            ListNotes::new().filter(Filter::new("x", 1)).page(2).limit(10),
            "/notes?filter[x]=1&page[page]=2&page[limit]=10",
            note,
        )
        .await;
    assert_eq!(listed[0].body.as_ref().unwrap().as_str(), "Called");
    calls.get(GetNote::new("3-notes"), "/notes/3-notes", note).await;
    let made = calls
        .send(
            CreateNote::new("6-leads", "Called"),
            "POST /rest/notes",
            Some((JSON, r#"{"data":{"body":"Called","links":{"parent":"6-leads"}}}"#)),
            (201, note),
        )
        .await;
    assert_eq!(made.links.as_ref().unwrap().parent.as_ref().unwrap().as_str(), "6-leads");
    let gone = calls.send(DeleteNote::new("3-notes"), "DELETE /rest/notes/3-notes", None, (200, note)).await;
    assert_eq!(gone.as_ref().unwrap().id.as_str(), "3-notes");
    let gone = calls
        .send(DeleteNotes::new(["3-notes", "4-notes"]), "DELETE /rest/notes/3-notes,4-notes", None, (200, note))
        .await;
    assert_eq!(gone.as_ref().unwrap().len(), 1);
    let back = calls.send(UndeleteNote::new("3-notes"), "POST /rest/notes/3-notes/undelete", None, (200, note)).await;
    assert_eq!(back.id.as_str(), "3-notes");
}

async fn products(calls: &mut Calls) {
    let product = r#"{"products":[{"id":"1-products","name":"Wash","sku":"W-1","modifiedTime":1755113219,
        "price":{"amount":"9.90","currency":"USD"},"prices":{"1-markets":{"amount":9.90,"currencySymbol":"$"}}}]}"#;
    let listed = calls
        .get(
            ListProducts::new().text("wash").sort(Sort::descending(ProductSort::Sku)),
            "/products?q=wash&sort=-sku",
            product,
        )
        .await;
    let price = listed[0].prices.as_ref().unwrap().get(&MarketId::from("1-markets")).unwrap();
    assert_eq!(price.amount.as_ref().unwrap().as_str(), "9.90");
    calls.get(GetProduct::new("1-products"), "/products/1-products", product).await;
    let gone = calls.send(DeleteProduct::new("1-products"), "DELETE /rest/products/1-products", None, (204, "")).await;
    assert!(gone.is_none());
    let several = DeleteProducts::new(["1-products", "2-products"]);
    let gone = calls.send(several, "DELETE /rest/products/1-products,2-products", None, (204, "")).await;
    assert!(gone.is_none());
    calls
        .send(UndeleteProduct::new("1-products"), "POST /rest/products/1-products/undelete", None, (200, product))
        .await;

    let category = r#"{"productCategories":[{"id":"1-productCategories","name":"Cleaning"}]}"#;
    let listed = calls.get(ListProductCategories::new(), "/productcategories", category).await;
    assert_eq!(listed[0].name.as_deref(), Some("Cleaning"));
    calls.get(GetProductCategory::new("1-productCategories"), "/productcategories/1-productCategories", category).await;
    let made = calls
        .send(
            CreateProductCategory::new("Cleaning"),
            "POST /rest/productcategories",
            Some((JSON, r#"{"productCategories":[{"name":"Cleaning"}]}"#)),
            (201, category),
        )
        .await;
    assert_eq!(made.id.as_str(), "1-productCategories");

    let map = r#"{"meta":{},"productMaps":[{"id":"1-productMaps","name":"Wash","quantity":1.50,"productType":"product",
        "price":{"amount":"9.90","currency":"USD","formatted":"$9.90"},"links":{"lead":"456-leads","product":"1-products"}}]}"#;
    let listed = calls.get(ListProductMaps::new(), "/productmaps", map).await;
    assert_eq!(listed[0].quantity.as_ref().unwrap().as_str(), "1.50");
    calls.get(GetProductMap::new("1-productMaps"), "/productmaps/1-productMaps", map).await;
    let changed = calls
        .send(
            UpdateProductMap::new("1-productMaps").quantity(3).price(Price::new("8.00".parse().unwrap()).currency("USD")),
            "PATCH /rest/productmaps/1-productMaps",
            Some((
                PATCH,
                r#"[{"op":"replace","path":"/productMaps/0/quantity","value":3},{"op":"replace","path":"/productMaps/0/price","value":{"amount":"8.00","currency":"USD"}}]"#,
            )),
            (204, ""),
        )
        .await;
    assert!(changed.is_none());
    // The only path with a capital letter.
    let gone = calls
        .send(DeleteProductMap::new("1-productMaps"), "DELETE /rest/productMaps/1-productMaps", None, (200, map))
        .await;
    assert_eq!(gone.as_ref().unwrap().id.as_str(), "1-productMaps");
    let several = DeleteProductMaps::new(["1-productMaps", "2-productMaps"]);
    calls.send(several, "DELETE /rest/productMaps/1-productMaps,2-productMaps", None, (204, "")).await;
}

async fn sales_documents(calls: &mut Calls) {
    let quote = r#"{"quotes":[{"id":"123-quotes","type":"quotes","number":"1000-01","displayStatus":"SENT",
        "total":{"amount":"100.50","currency":"USD"},"sentTime":"2026-01-17T09:15:00Z",
        "productLineItems":[{"id":"1-quoteProductLineItems","position":0,"product":null,"quantity":2.5,"discountNumber":null}],
        "subtotalLineItems":[{"id":"1-quoteSubtotalLineItems","operation":"-","modifierValue":"10","modifierUnit":"%"}],
        "recipient":{"id":"3-contacts","name":"Jane Doe","email":null},"links":{"lead":"456-leads"}}],
        "meta":{"instanceId":"9"},"links":{"self":"/rest/quotes?page[page]=0","next":null}}"#;
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let listed = calls
        .get(
            ListQuotes::new().lead("456-leads").created_from(day("2026-01-02")).created_until(day("2026-02-03")).page(0).limit(5),
            "/quotes?filter[lead]=456-leads&filter[dateMin]=2026-01-02&filter[dateMax]=2026-02-03&page[page]=0&page[limit]=5",
            quote,
        )
        .await;
    let row = &listed[0];
    assert_eq!(row.display_status, Some(SalesDocumentStatus::Sent));
    assert_eq!(row.product_line_items[0].quantity.as_ref().unwrap().as_str(), "2.5");
    assert_eq!(row.subtotal_line_items[0].operation, Some(SubtotalOperation::Subtract));
    assert_eq!(row.recipient.as_ref().unwrap().name.as_ref().unwrap().as_str(), "Jane Doe");
    assert_eq!(row.sent_time.as_ref().unwrap().timestamp(), Some(1_768_641_300));
    assert_eq!(listed.envelope().links()["self"].href, "/rest/quotes?page[page]=0");
    calls.get(GetQuote::new("123-quotes"), "/quotes/123-quotes", quote).await;
    let accepted = UpdateQuoteStatus::new("123-quotes", SalesDocumentStatus::Accepted)
        .accepted_name("Jane Doe")
        .accepted_email("jane@example.com");
    let body = r#"{"status":"ACCEPTED","acceptedName":"Jane Doe","acceptedEmail":"jane@example.com"}"#;
    calls.send(accepted, "POST /rest/quotes/123-quotes/status", Some((JSON, body)), (200, quote)).await;

    let invoice = r#"{"invoices":[{"id":"789-quotes","type":"invoices","displayStatus":"ACCEPTED","paidTime":"2026-01-20T16:45:00Z",
        "completionComment":"By transfer","links":{"lead":"456-leads"}}]}"#;
    let made = calls
        .send(CreateInvoiceFromQuote::new("123-quotes"), "POST /rest/quotes/123-quotes/invoice", None, (201, invoice))
        .await;
    assert_eq!(made.id.as_str(), "789-quotes");
    calls.get(ListInvoices::new().lead("456-leads"), "/invoices?filter[lead]=456-leads", invoice).await;
    let read = calls.get(GetInvoice::new("789-quotes"), "/invoices/789-quotes", invoice).await;
    assert_eq!(read.completion_comment.as_ref().unwrap().as_str(), "By transfer");
    let paid = UpdateInvoiceStatus::new("789-quotes", SalesDocumentStatus::Accepted).comment("By transfer");
    let body = r#"{"status":"ACCEPTED","comment":"By transfer"}"#;
    calls.send(paid, "POST /rest/invoices/789-quotes/status", Some((JSON, body)), (200, invoice)).await;
}

async fn tasks(calls: &mut Calls) {
    let task = r#"{"tasks":[{"id":"1-tasks","title":"Call back","dueTime":"1755113219","recurrenceRule":{"rule":"FREQ=DAILY","mode":"completion"},
        "links":{"relatedEntity":"456-leads","assignee":"1-users"}}]}"#;
    let listed = calls
        .get(
            ListTasks::new().text("call").assignee("1-users").related_to("456-leads").limit(10),
            "/tasks?q=call&filter[assignee]=1-users&filter[relatedEntity]=456-leads&page[limit]=10",
            task,
        )
        .await;
    assert_eq!(listed[0].recurrence_rule.as_ref().unwrap().mode, Some(RecurrenceMode::Completion));
    let read = calls.get(GetTask::new("1-tasks"), "/tasks/1-tasks", task).await;
    assert_eq!(read.due_time.as_ref().unwrap().timestamp(), Some(1_755_113_219));
    let new = || CreateTask::new("Call back").related_to("456-leads");
    let body = r#"{"title":"Call back","links":{"relatedEntity":"456-leads"}}"#;
    let made = calls.send(new(), "POST /rest/tasks", Some((JSON, body)), (200, task)).await;
    assert_eq!(made.as_ref().unwrap().id.as_str(), "1-tasks");
    let made = calls.send(new(), "POST /rest/tasks", Some((JSON, body)), (200, "")).await;
    assert!(made.is_none());
    let assignee = r#"[{"op":"replace","path":"/tasks/0/links/assignee","value":"2-users"}]"#;
    let update = || UpdateTask::new("1-tasks").assignee("2-users");
    calls.send(update(), "PATCH /rest/tasks/1-tasks", Some((PATCH, assignee)), (204, "")).await;
    let as_declared = update().media_type(PatchMediaType::Json);
    let response = calls.send(as_declared, "PATCH /rest/tasks/1-tasks", Some((JSON, assignee)), (200, task)).await;
    assert_eq!(response.as_ref().unwrap().id.as_str(), "1-tasks");
    calls.send(DeleteTask::new("1-tasks"), "DELETE /rest/tasks/1-tasks", None, (200, task)).await;
    calls.send(DeleteTasks::new(["1-tasks", "2-tasks"]), "DELETE /rest/tasks/1-tasks,2-tasks", None, (200, task)).await;
}

/// A rejection in the vendor's own envelope proves that nothing was created.
#[tokio::test]
async fn rejected_create_is_not_applied() {
    let body = r#"{"meta":{"instanceId":"9"},"links":{},"productCategories":[],"errors":[{"id":null,"type":"errors","code":null,
        "detail":null,"href":null,"status":"400","title":"You may only create one productCategories resource per request.","field":null}]}"#;
    let server = server_returning(400, body).await;
    let error = client(&server).send(&CreateProductCategory::new("Cleaning")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Rejected, WriteOutcome::NotApplied));
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::OneResourcePerCreate));
    assert_eq!((error.operation(), error.attempts()), ("create_product_category", 1));
}

#[tokio::test]
async fn unknown_id_is_not_found() {
    let page = "<!DOCTYPE html><html><head><title>An Error Occurred: Not Found</title></head><body></body></html>";
    let server = server_returning(404, page).await;
    let error = client(&server).send(&GetQuote::new("1-quotes")).await.unwrap_err();
    assert!(error.is_not_found());
    let error = client(&server).send(&DeleteProductMap::new("1-productMaps")).await.unwrap_err();
    assert_eq!((error.is_not_found(), error.outcome()), (true, WriteOutcome::NotApplied));
}

/// A call that might apply a second change is sent once, whatever the response; other writes and reads are retried.
#[tokio::test]
async fn non_idempotent_calls_are_sent_once() {
    async fn attempts<R: Request<Vendor = Nutshell>>(request: R) -> (usize, WriteOutcome) {
        let server = server_returning(503, "").await;
        let error = client(&server).send(&request).await.err().unwrap();
        (server.received_requests().await.unwrap().len(), error.outcome())
    }
    let once = (1, WriteOutcome::Unknown);
    assert_eq!(attempts(CreateActivity::new(ActivityInput::new("Call"))).await, once);
    assert_eq!(attempts(CreateAudience::new("Readers")).await, once);
    assert_eq!(attempts(CreateNote::new("6-leads", "Called")).await, once);
    assert_eq!(attempts(CreateProductCategory::new("Cleaning")).await, once);
    assert_eq!(attempts(CreateTask::new("Call")).await, once);
    assert_eq!(attempts(CreateInvoiceFromQuote::new("1-quotes")).await, once);
    assert_eq!(attempts(UpdateQuoteStatus::new("1-quotes", SalesDocumentStatus::Sent)).await, once);
    assert_eq!(attempts(UpdateInvoiceStatus::new("1-invoices", SalesDocumentStatus::Sent)).await, once);
    assert_eq!(attempts(UndeleteNote::new("1-notes")).await, once);
    assert_eq!(attempts(UndeleteProduct::new("1-products")).await, once);
    assert_eq!(attempts(DeleteNote::new("1-notes")).await, once);
    assert_eq!(attempts(DeleteProduct::new("1-products")).await, once);
    assert_eq!(attempts(DeleteProductMap::new("1-productMaps")).await, once);
    assert_eq!(attempts(DeleteCompetitorMap::new("1-competitorMaps")).await, once);
    assert_eq!(attempts(DeleteTask::new("1-tasks")).await, once);
    let adds = PatchOperation::add("/tasks/0/links/tags/-", "1-tags");
    assert_eq!(attempts(UpdateTask::new("1-tasks").operation(adds)).await, once);
    let with_note = ActivityInput::new("Call").note("Went well");
    assert_eq!(attempts(UpdateActivity::new("1-activities", with_note)).await, once);

    let again = |(sent, outcome): (usize, WriteOutcome)| (sent > 1, outcome);
    assert_eq!(again(attempts(GetNote::new("1-notes")).await), (true, WriteOutcome::NotApplied));
    assert_eq!(again(attempts(UpdateTask::new("1-tasks").assignee("1-users")).await), (true, WriteOutcome::Unknown));
    assert_eq!(
        again(attempts(UpdateProductMap::new("1-productMaps").quantity(1)).await),
        (true, WriteOutcome::Unknown)
    );
    let quiet = UpdateActivity::new("1-activities", ActivityInput::new("Call"));
    assert_eq!(again(attempts(quiet).await), (true, WriteOutcome::Unknown));
}

/// A single read whose response lacks the record is an error, not an empty object.
#[tokio::test]
async fn response_without_record_is_an_error() {
    for body in [r#"{"meta":{"instanceId":"9"},"notes":[]}"#, "{}", r#"{"notes":null}"#, "[]"] {
        let server = server_returning(200, body).await;
        assert!(client(&server).send(&GetNote::new("1-notes")).await.unwrap_err().is_decode(), "{body}");
        // The note may still be written.
        let error = client(&server).send(&CreateNote::new("1-leads", "x")).await.unwrap_err();
        assert_eq!((error.is_decode(), error.outcome()), (true, WriteOutcome::Unknown), "{body}");
    }
}

/// One record in every envelope: wrapped in a list, wrapped alone, bare, in a bare list.
#[rstest]
#[case(r#"{"notes":[{"id":"3-notes","body":"Called","new":1}]}"#)]
#[case(r#"{"meta":{},"notes":{"id":"3-notes","body":"Called","new":1}}"#)]
#[case(r#"{"id":"3-notes","body":"Called","new":1}"#)]
#[case(r#"[{"id":"3-notes","body":"Called","new":1}]"#)]
#[tokio::test]
async fn every_envelope_shape_is_read(#[case] body: &str) {
    let server = server_returning(200, body).await;
    let note = client(&server).send(&GetNote::new("3-notes")).await.unwrap();
    assert_eq!((note.body.as_ref().unwrap().as_str(), note.field("new").unwrap().get()), ("Called", "1"));
    let notes = client(&server).send(&ListNotes::new()).await.unwrap();
    assert_eq!((notes.len(), notes[0].id.as_str()), (1, "3-notes"));
    assert_eq!(serde_json::to_string(&*notes).unwrap(), body);
}

/// The declared and the live type of a member have the same meaning; a member of an unexpected type is lost without
/// failing the rest.
#[test]
fn declared_and_live_types_are_equivalent() {
    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
    }
    for time in [
        "1755113219",
        "\"1755113219\"",
        "\"2025-08-13T19:26:59Z\"",
        "\"2025-08-13T19:26:59+0000\"",
        "{\"timestamp\":1755113219}",
    ] {
        let note: Note = read(&format!(r#"{{"id":"3-notes","createdTime":{time}}}"#));
        assert_eq!(note.created_time.unwrap().timestamp(), Some(1_755_113_219), "{time}");
        let product: Product = read(&format!(r#"{{"id":"1-products","deletedTime":{time}}}"#));
        assert_eq!(product.deleted_time.unwrap().timestamp(), Some(1_755_113_219), "{time}");
        let task: Task = read(&format!(r#"{{"id":1,"dueTime":{time}}}"#));
        assert_eq!((task.id.as_str(), task.due_time.unwrap().timestamp()), ("1", Some(1_755_113_219)), "{time}");
    }
    for flag in ["true", "\"true\"", "1"] {
        let activity: Activity = read(&format!(r#"{{"id":"3-activities","isLogged":{flag}}}"#));
        assert_eq!(activity.is_logged, Some(true), "{flag}");
    }
    for (price, amount) in
        [(r#"{"amount":0}"#, "0"), (r#"{"amount":"9.90"}"#, "9.90"), ("9.90", "9.9"), ("\"9.90\"", "9.90")]
    {
        let map: LeadProductMap = read(&format!(r#"{{"id":"1-productMaps","price":{price},"quantity":"2"}}"#));
        assert_eq!(map.price.unwrap().amount.unwrap(), amount.parse().unwrap(), "{price}");
        assert_eq!(map.quantity.unwrap(), 2.into());
    }
    for status in ["potential", "stole", "beat", "tied"] {
        let map: LeadCompetitorMap = read(&format!(r#"{{"id":"1-competitorMaps","status":"{status}"}}"#));
        let found = map.status.unwrap();
        assert_eq!((found.as_str(), found.is_known()), (status, status != "tied"));
        assert_eq!(serde_json::to_string(&found).unwrap(), format!("\"{status}\""));
    }
    let none: LeadCompetitorMap = read(r#"{"id":"1-competitorMaps","status":null,"links":[]}"#);
    assert!(none.status.is_none() && none.links.is_none());
    for other in ["null", "{}", "[]", "[{\"x\":[1]}]", "true", "7", "\"text\""] {
        let activity: Activity = read(&format!(
            r#"{{"id":"3-activities","startTime":{other},"isAllDay":{other},"links":{other},"agenda":{other}}}"#
        ));
        assert_eq!(activity.id.as_str(), "3-activities", "{other}");
        let quote: nutshell::model::Quote = read(&format!(
            r#"{{"id":"1-quotes","total":{other},"productLineItems":{other},"recipient":{other},"sentTime":{other},"displayStatus":{other}}}"#
        ));
        assert_eq!(quote.id.as_str(), "1-quotes", "{other}");
        let product: Product =
            read(&format!(r#"{{"id":"1-products","prices":{other},"price":{other},"name":{other}}}"#));
        assert_eq!(product.id.as_str(), "1-products", "{other}");
        let task: Task =
            read(&format!(r#"{{"id":"1-tasks","recurrenceRule":{other},"links":{other},"title":{other}}}"#));
        assert_eq!(task.id.as_str(), "1-tasks", "{other}");
    }
}

/// The `Debug` output of models contains no texts, names or addresses of people.
#[test]
fn debug_redacts_personal_data() {
    let activity: Activity =
        serde_json::from_str(r#"{"id":"1-a","name":"Jane","agenda":"Jane","transcription":"Jane"}"#).unwrap();
    let note: Note =
        serde_json::from_str(r#"{"id":"1-n","body":"Jane","bodyHtml":"Jane","bodyMarkup":"Jane"}"#).unwrap();
    let task: Task = serde_json::from_str(r#"{"id":"1-t","title":"Jane","description":"Jane"}"#).unwrap();
    let quote: nutshell::model::Quote = serde_json::from_str(
        r#"{"id":"1-q","acceptedName":"Jane","acceptedEmail":"Jane","recipient":{"name":"Jane","email":"Jane"}}"#,
    )
    .unwrap();
    let email: nutshell::model::Email = serde_json::from_str(
        r#"{"id":"1-e","subject":"Jane","excerpt":"Jane","links":{"from":"Jane","to":["Jane"],"cc":"Jane"}}"#,
    )
    .unwrap();
    assert!(!format!("{activity:?} {note:?} {task:?} {quote:?} {email:?}").contains("Jane"));
}

/// The streams end with a page without new rows and return no row twice.
#[tokio::test]
async fn streams_end_without_duplicates() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(|received: &wiremock::Request| {
            let query =
                |name: &str| received.url.query_pairs().find(|(known, _)| known == name).unwrap().1.into_owned();
            let number = |name: &str| query(name).parse::<usize>().unwrap();
            let rows = (1..=4).skip(number("page[page]") * number("page[limit]")).take(number("page[limit]"));
            let list = |kind: &str| {
                rows.clone().map(|row| format!(r#"{{"id":"{row}-{kind}"}}"#)).collect::<Vec<_>>().join(",")
            };
            // The counter says 9 everywhere: it is not used.
            let body = format!(
                r#"{{"meta":{{"count":9}},"notes":[{}],"tasks":[{}],"quotes":[{}],"invoices":[{}],"activities":[{}]}}"#,
                list("notes"),
                list("tasks"),
                list("quotes"),
                list("invoices"),
                list("activities")
            );
            ResponseTemplate::new(200).set_body_raw(body, JSON)
        })
        .mount(&server)
        .await;
    let client = client(&server);
    macro_rules! read {
        ($request:expr) => {{
            let mut rows = client.items($request);
            let mut ids = Vec::new();
            while let Some(row) = rows.next().await {
                ids.push(row.unwrap().id.to_string().split('-').next().unwrap().to_owned());
            }
            assert_eq!(ids, ["1", "2", "3", "4"]);
            assert_eq!(rows.end_reason(), Some(leads_core::EndReason::EmptyPage));
        }};
    }
    read!(ListNotes::new().page(0).limit(2));
    read!(ListTasks::new().page(0).limit(2));
    read!(ListQuotes::new().page(0).limit(2));
    read!(ListInvoices::new().page(0).limit(2));
    read!(ListActivities::new().page(0).limit(2));
}

/// The catalogue's samples are requests that would be sent, with the names in the contract.
#[cfg(feature = "inspect")]
#[tokio::test]
async fn every_sample_can_be_previewed() {
    let client = Client::builder().basic("agent@example.com", "an API key").build().unwrap();
    let own = own();
    let mut previewed = 0;
    for entry in api::catalog().iter().filter(|entry| own.contains(&entry.operation.name)) {
        let name = entry.operation.name;
        let preview = entry.preview(client.pipeline()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!format!("{preview:?} {}", entry.debug()).contains("an API key"), "{name}");
        assert!(!entry.debug().contains("Jane") && !entry.debug().contains("Called"), "{name}");
        assert_eq!(entry.operation.docs, "https://developers.nutshell.com/reference", "{name}");
        previewed += 1;
    }
    assert_eq!(previewed, own.len());
}
