//! The outcome of a write whose response was lost: which verification read is sent, and what it proves.

use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Request, Resolution, Resolve};
use nutshell::api::accounts::{DeleteAccount, UndeleteAccount, UpdateAccount};
use nutshell::api::activities::{ActivityInput, UpdateActivity};
use nutshell::api::competitor_maps::{DeleteCompetitorMap, UpdateCompetitorMap};
use nutshell::api::contacts::{DeleteContact, DeleteContacts, UndeleteContact, UpdateContact};
use nutshell::api::invoices::UpdateInvoiceStatus;
use nutshell::api::leads::{
    DeleteLead, NewInstallment, ReopenLead, SetLeadStageset, UndeleteLead, UpdateLead, UpdateLeadInstallments,
    UpdateLeadStatus,
};
use nutshell::api::notes::{DeleteNote, UndeleteNote};
use nutshell::api::product_maps::{DeleteProductMap, UpdateProductMap};
use nutshell::api::products::{DeleteProduct, UndeleteProduct};
use nutshell::api::quotes::UpdateQuoteStatus;
use nutshell::api::sources::{DeleteSource, UndeleteSource};
use nutshell::api::tags::{DeleteTag, UndeleteTag};
use nutshell::api::tasks::{DeleteTask, UpdateTask};
use nutshell::input::ProductMap;
use nutshell::model::{CompetitorMapStatus, SalesDocumentStatus};
use nutshell::{Client, Error, Nutshell, Result, WriteOutcome};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const GONE: &str = "<html><head><title>An Error Occurred: Not Found</title></head></html>";

/// A server with a client, for one test.
struct Fixture {
    server: MockServer,
    client: Client,
}

impl Fixture {
    async fn new() -> Self {
        let server = MockServer::start().await;
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let builder = Client::builder().base_url(server.uri()).basic("agent@example.com", "planted").config(config);
        Self { client: builder.build().unwrap(), server }
    }

    /// Loses the response of a write; later requests get this response.
    async fn lose<R: Request<Vendor = Nutshell>>(&self, request: &R, status: u16, body: &str) -> Error {
        self.server.reset().await;
        let lost = ResponseTemplate::new(502).set_body_raw("<p>bad gateway</p>", "text/html");
        Mock::given(any()).respond_with(lost).up_to_n_times(1).mount(&self.server).await;
        let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
        let response = ResponseTemplate::new(status).set_body_raw(body.to_owned(), kind);
        Mock::given(any()).respond_with(response).mount(&self.server).await;
        let error = self.client.send(request).await.map(drop).unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1), "{error}");
        error
    }

    async fn received(&self) -> Vec<wiremock::Request> {
        self.server.received_requests().await.unwrap()
    }
}

/// Resolves a write whose response was lost: exactly one read of this path is sent.
async fn resolve_lost<R>(fixture: &Fixture, request: &R, path: &str, status: u16, body: &str) -> Result<Resolution>
where
    R: Resolve<Vendor = Nutshell>,
{
    let error = fixture.lose(request, status, body).await;
    let resolution = fixture.client.resolve(request, &error).await;
    let (received, what) = (fixture.received().await, R::OPERATION.name);
    assert_eq!(received.len(), 2, "{what}");
    assert_eq!((received[1].method.as_str(), received[1].url.path()), ("GET", path), "{what}");
    assert!(received[1].body.is_empty() && received[1].url.query().is_none(), "{what}");
    resolution
}

/// Checks a request against the record that proves it and against records that do not. The members are in an envelope
/// of this name. A failed verification read claims nothing.
async fn check_evidence<R: Resolve<Vendor = Nutshell>>(
    fixture: &Fixture,
    request: R,
    path: &str,
    plural: &str,
    proof: &str,
    others: &[&str],
) {
    let what = R::OPERATION.name;
    let wrapped = |members: &str| format!(r#"{{"{plural}":[{members}]}}"#);
    assert_eq!(
        resolve_lost(fixture, &request, path, 200, &wrapped(proof)).await.unwrap(),
        Resolution::Found,
        "{what} {proof}"
    );
    for other in others {
        let seen = resolve_lost(fixture, &request, path, 200, &wrapped(other)).await.unwrap();
        assert_eq!(seen, Resolution::CannotTell, "{what} {other}: it is not documented when a write becomes visible");
    }
    for (status, body) in [(503, "<p>down</p>"), (401, GONE), (200, "<p>Sign in to the network</p>"), (500, "")] {
        let error = resolve_lost(fixture, &request, path, status, body).await.unwrap_err();
        assert_eq!(error.operation(), <R::Check as Request>::OPERATION.name, "{what}: the verification read failed");
    }
}

/// A missing record: what the vendor's own page proves, and that another service's page proves nothing.
async fn gone<R: Resolve<Vendor = Nutshell>>(fixture: &Fixture, request: R, path: &str, expected: Resolution) {
    let what = R::OPERATION.name;
    assert_eq!(resolve_lost(fixture, &request, path, 404, GONE).await.unwrap(), expected, "{what}");
    let listed = r#"{"meta":{},"links":{},"errors":[{"status":"404","title":"Not Found"}]}"#;
    assert_eq!(resolve_lost(fixture, &request, path, 404, listed).await.unwrap(), expected, "{what}");
    for page in ["<title>404 no such path</title>", r#"{"message":"no Route matched"}"#, ""] {
        let seen = resolve_lost(fixture, &request, path, 404, page).await.unwrap();
        assert_eq!(seen, Resolution::CannotTell, "{what}: {page}");
    }
}

#[tokio::test]
async fn updates_are_verified_against_the_record() {
    let fixture = Fixture::new().await;
    let lead = UpdateLead::new("3-leads").name("Wash").manual_value(100).owner("2-users").add_tag("1-tags");
    check_evidence(
        &fixture,
        lead.clone(),
        "/rest/leads/3-leads",
        "leads",
        r#"{"id":"3-leads","name":"Wash","value":{"amount":"100.00","currency":"USD"},
            "links":{"owner":"2-users","tags":["1-tags","5-tags"]}}"#,
        &[
            r#"{"id":"3-leads","name":"Wash","value":{"amount":99},"links":{"owner":"2-users","tags":["1-tags"]}}"#,
            r#"{"id":"3-leads","name":"Wash","value":{"amount":100},"links":{"owner":"2-users","tags":[]}}"#,
            r#"{"id":"3-leads","name":"Wash"}"#,
        ],
    )
    .await;
    gone(&fixture, lead, "/rest/leads/3-leads", Resolution::CannotTell).await;
    check_evidence(
        &fixture,
        UpdateContact::new("1-contacts").description("x").set_accounts(["2-accounts"]),
        "/rest/contacts/1-contacts",
        "contacts",
        r#"{"id":"1-contacts","description":"x","links":{"accounts":["2-accounts"]}}"#,
        &[r#"{"id":"1-contacts","description":"x","links":{"accounts":["2-accounts","3-accounts"]}}"#],
    )
    .await;
    check_evidence(
        &fixture,
        UpdateAccount::new("1-accounts").name("Acme"),
        "/rest/accounts/1-accounts",
        "accounts",
        r#"{"id":"1-accounts","name":"Acme"}"#,
        &[r#"{"id":"1-accounts","name":"Acme Ltd"}"#],
    )
    .await;
    check_evidence(
        &fixture,
        UpdateTask::new("1-tasks").assignee("2-users"),
        "/rest/tasks/1-tasks",
        "tasks",
        r#"{"id":"1-tasks","links":{"assignee":"2-users"}}"#,
        &[r#"{"id":"1-tasks","links":{"assignee":"3-users"}}"#, r#"{"id":"1-tasks"}"#],
    )
    .await;
    check_evidence(
        &fixture,
        UpdateCompetitorMap::new("1-competitorMaps").status(CompetitorMapStatus::Beat),
        "/rest/competitormaps/1-competitorMaps",
        "competitorMaps",
        r#"{"id":"1-competitorMaps","status":"beat"}"#,
        &[r#"{"id":"1-competitorMaps","status":null}"#],
    )
    .await;
    check_evidence(
        &fixture,
        UpdateProductMap::new("1-productMaps").quantity(2),
        "/rest/productmaps/1-productMaps",
        "productMaps",
        r#"{"id":"1-productMaps","quantity":2.0}"#,
        &[r#"{"id":"1-productMaps","quantity":3}"#],
    )
    .await;
    check_evidence(
        &fixture,
        UpdateActivity::new("3-activities", ActivityInput::new("Call").description("Offer").participant("1-users")),
        "/rest/activities/3-activities",
        "activities",
        r#"{"id":"3-activities","name":"Call","agenda":"Offer","links":{"users":["1-users"]}}"#,
        &[
            r#"{"id":"3-activities","name":"Call","agenda":"Offer","links":{"users":["2-users"]}}"#,
            r#"{"id":"3-activities","name":"Call","agenda":"Lunch","links":{"users":["1-users"]}}"#,
        ],
    )
    .await;
    let noted = UpdateActivity::new("3-activities", ActivityInput::new("Call").note("went well"));
    let seen = resolve_lost(
        &fixture,
        &noted,
        "/rest/activities/3-activities",
        200,
        r#"{"activities":[{"id":"3-activities","name":"Call"}]}"#,
    );
    assert_eq!(seen.await.unwrap(), Resolution::CannotTell, "a note may have been written, or not");
}

#[tokio::test]
async fn lead_writes_are_verified_against_the_lead() {
    let fixture = Fixture::new().await;
    let path = "/rest/leads/3-leads";
    let lead = |members: &str| format!(r#"{{"id":"3-leads",{members}}}"#);
    check_evidence(
        &fixture,
        UpdateLeadStatus::new("3-leads").outcome("1-outcomes").competitor_map("1-competitorMaps"),
        path,
        "leads",
        &lead(r#""status":"won","links":{"outcome":"1-outcomes","competitorMaps":["1-competitorMaps"]}"#),
        &[
            &lead(r#""status":"open","links":{"outcome":"1-outcomes","competitorMaps":["1-competitorMaps"]}"#),
            &lead(r#""status":"won","links":{"outcome":"2-outcomes","competitorMaps":["1-competitorMaps"]}"#),
            &lead(r#""status":"won","links":{"outcome":"1-outcomes","competitorMaps":[]}"#),
            &lead(r#""status":"won""#),
        ],
    )
    .await;
    let sold = UpdateLeadStatus::new("3-leads").outcome("1-outcomes").product_map(ProductMap::new("7-products"));
    let won = format!(
        r#"{{"leads":[{}]}}"#,
        lead(r#""status":"won","links":{"outcome":"1-outcomes","products":["7-products"]}"#)
    );
    assert_eq!(
        resolve_lost(&fixture, &sold, path, 200, &won).await.unwrap(),
        Resolution::CannotTell,
        "a lead can have a product twice"
    );
    let others = [lead(r#""status":"won""#), lead(r#""status":null"#)];
    check_evidence(
        &fixture,
        ReopenLead::new("3-leads"),
        path,
        "leads",
        &lead(r#""status":"open""#),
        &[&others[0], &others[1]],
    )
    .await;
    check_evidence(
        &fixture,
        SetLeadStageset::new("3-leads", "3-stagesets"),
        path,
        "leads",
        &lead(r#""links":{"stageset":"3-stagesets"}"#),
        &[&lead(r#""links":{"stageset":"1-stagesets"}"#), &lead(r#""links":{}"#)],
    )
    .await;
    let due = "2026-01-01T00:00:00Z".parse().unwrap();
    let payment = || NewInstallment::new(due, 1000).description("Q1");
    let row = |amount: u32| {
        format!(
            r#"{{"id":"1-installments","dueTime":"2026-01-01T00:00:00+0000","description":"Q1",
                "value":{{"amount":{amount},"currency":"USD"}},"failedTime":null,"isPaid":false}}"#
        )
    };
    check_evidence(
        &fixture,
        UpdateLeadInstallments::new("3-leads").installment(payment()).installment(payment()),
        "/rest/leads/3-leads/installments",
        "installments",
        &format!("{},{}", row(1000), row(1000)),
        &[&row(1000), &format!("{},{}", row(1000), row(500)), &format!("{0},{0},{0}", row(1000)), ""],
    )
    .await;
    check_evidence(
        &fixture,
        UpdateLeadInstallments::new("3-leads"),
        "/rest/leads/3-leads/installments",
        "installments",
        "",
        &[&row(1)],
    )
    .await;
}

#[tokio::test]
async fn document_status_is_verified_with_its_details() {
    let fixture = Fixture::new().await;
    check_evidence(
        &fixture,
        UpdateQuoteStatus::new("1-quotes", SalesDocumentStatus::Accepted).accepted_name("Jane Doe"),
        "/rest/quotes/1-quotes",
        "quotes",
        r#"{"id":"1-quotes","displayStatus":"ACCEPTED","acceptedName":"Jane Doe"}"#,
        &[
            r#"{"id":"1-quotes","displayStatus":"SENT","acceptedName":"Jane Doe"}"#,
            r#"{"id":"1-quotes","displayStatus":"ACCEPTED","acceptedName":"John Doe"}"#,
            r#"{"id":"1-quotes","displayStatus":"ACCEPTED"}"#,
        ],
    )
    .await;
    check_evidence(
        &fixture,
        UpdateInvoiceStatus::new("1-invoices", SalesDocumentStatus::Revoked).comment("twice"),
        "/rest/invoices/1-invoices",
        "invoices",
        r#"{"id":"1-invoices","displayStatus":"REVOKED","completionComment":"twice"}"#,
        &[r#"{"id":"1-invoices","displayStatus":"REVOKED","completionComment":"once"}"#],
    )
    .await;
}

/// A delete and, if there is one, its undelete.
macro_rules! goes_and_comes_back {
    ($fixture:ident; $( $delete:ident $( $undelete:ident )?, $id:literal, $path:literal, $plural:literal; )*) => { $(
        let (live, dead) = (
            concat!(r#"{"id":""#, $id, r#"","deletedTime":null}"#),
            concat!(r#"{"id":""#, $id, r#"","deletedTime":1755112319}"#),
        );
        let silent = concat!(r#"{"id":""#, $id, r#""}"#);
        check_evidence(&$fixture, $delete::new($id), $path, $plural, dead, &[live, silent]).await;
        gone(&$fixture, $delete::new($id), $path, Resolution::Found).await;
        $(
            check_evidence(&$fixture, $undelete::new($id), $path, $plural, live, &[dead, silent]).await;
            gone(&$fixture, $undelete::new($id), $path, Resolution::CannotTell).await;
        )?
    )* };
}

#[tokio::test]
async fn deletes_are_verified_by_absence_or_deletion_time() {
    let fixture = Fixture::new().await;
    goes_and_comes_back! { fixture;
        DeleteLead UndeleteLead, "3-leads", "/rest/leads/3-leads", "leads";
        DeleteContact UndeleteContact, "1-contacts", "/rest/contacts/1-contacts", "contacts";
        DeleteAccount UndeleteAccount, "1-accounts", "/rest/accounts/1-accounts", "accounts";
        DeleteNote UndeleteNote, "1-notes", "/rest/notes/1-notes", "notes";
        DeleteProduct UndeleteProduct, "1-products", "/rest/products/1-products", "products";
        DeleteTask, "1-tasks", "/rest/tasks/1-tasks", "tasks";
        DeleteCompetitorMap, "1-competitorMaps", "/rest/competitormaps/1-competitorMaps", "competitorMaps";
        DeleteProductMap, "1-productMaps", "/rest/productmaps/1-productMaps", "productMaps";
    }
}

#[tokio::test]
async fn tags_and_sources_are_verified_by_their_lists() {
    let fixture = Fixture::new().await;
    let (live, dead) =
        (r#"{"id":"9-x","deletedTime":null},{"id":"1-x","deletedTime":null}"#, r#"{"id":"1-x","deletedTime":7}"#);
    let other = r#"{"id":"9-x","deletedTime":null}"#;
    check_evidence(&fixture, DeleteTag::new("1-x"), "/rest/tags", "tags", dead, &[live, other, ""]).await;
    check_evidence(&fixture, UndeleteTag::new("1-x"), "/rest/tags", "tags", live, &[dead, other, ""]).await;
    check_evidence(&fixture, DeleteSource::new("1-x"), "/rest/sources", "sources", dead, &[live, other, ""]).await;
    check_evidence(&fixture, UndeleteSource::new("1-x"), "/rest/sources", "sources", live, &[dead, other, ""]).await;
}

#[tokio::test]
async fn batch_delete_is_verified_per_id() {
    let fixture = Fixture::new().await;
    let several = DeleteContacts::new(["1-contacts", "2-contacts"]);
    let error = fixture.lose(&several, 404, GONE).await;
    let seen = fixture.client.resolve(&DeleteContact::new("2-contacts"), &error).await.unwrap();
    assert_eq!(seen, Resolution::Found);
    assert_eq!(fixture.received().await[1].url.path(), "/rest/contacts/2-contacts");
}

#[tokio::test]
async fn verification_uses_options_and_foreign_error_is_rejected() {
    let fixture = Fixture::new().await;
    let request = ReopenLead::new("3-leads");
    let error = fixture.lose(&request, 200, r#"{"leads":[{"id":"3-leads","status":"open"}]}"#).await;
    let options = nutshell::CallOptions::new().header("x-trace", "7").unwrap();
    assert_eq!(fixture.client.resolve_with(&request, &error, &options).await.unwrap(), Resolution::Found);
    assert_eq!(fixture.received().await[1].headers["x-trace"], "7");
    let wrong = fixture.client.resolve(&DeleteLead::new("3-leads"), &error).await.unwrap_err();
    assert_eq!((wrong.field(), fixture.received().await.len()), (Some("error"), 2));
}
