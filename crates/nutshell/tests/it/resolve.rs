//! What became of a write whose answer was lost: which read looks, and what it proves.

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

/// A server and a client of it, for one test.
struct Place {
    server: MockServer,
    client: Client,
}

impl Place {
    async fn new() -> Self {
        let server = MockServer::start().await;
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let builder = Client::builder().base_url(server.uri()).basic("agent@example.com", "planted").config(config);
        Self { client: builder.build().unwrap(), server }
    }

    /// Loses the answer of a write; what comes after it is answered so.
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

    async fn arrived(&self) -> Vec<wiremock::Request> {
        self.server.received_requests().await.unwrap()
    }
}

/// Looks for a write whose answer was lost: exactly one read of this path goes out.
async fn look<R>(place: &Place, request: &R, path: &str, status: u16, body: &str) -> Result<Resolution>
where
    R: Resolve<Vendor = Nutshell>,
{
    let error = place.lose(request, status, body).await;
    let resolution = place.client.resolve(request, &error).await;
    let (arrived, what) = (place.arrived().await, R::OPERATION.name);
    assert_eq!(arrived.len(), 2, "{what}");
    assert_eq!((arrived[1].method.as_str(), arrived[1].url.path()), ("GET", path), "{what}");
    assert!(arrived[1].body.is_empty() && arrived[1].url.query().is_none(), "{what}");
    resolution
}

/// Holds a request against the record that proves it and against records that do not; the members stand in an envelope
/// of this name. A look that fails claims nothing.
async fn told<R: Resolve<Vendor = Nutshell>>(
    place: &Place,
    request: R,
    path: &str,
    plural: &str,
    proof: &str,
    others: &[&str],
) {
    let what = R::OPERATION.name;
    let wrapped = |members: &str| format!(r#"{{"{plural}":[{members}]}}"#);
    assert_eq!(look(place, &request, path, 200, &wrapped(proof)).await.unwrap(), Resolution::Found, "{what} {proof}");
    for other in others {
        let seen = look(place, &request, path, 200, &wrapped(other)).await.unwrap();
        assert_eq!(seen, Resolution::CannotTell, "{what} {other}: when a write is surely seen, nobody says");
    }
    for (status, body) in [(503, "<p>down</p>"), (401, GONE), (200, "<p>Sign in to the network</p>"), (500, "")] {
        let error = look(place, &request, path, status, body).await.unwrap_err();
        assert_eq!(error.operation(), <R::Check as Request>::OPERATION.name, "{what}: it is the look that failed");
    }
}

/// A record that is not there: what the vendor's own page proves, and that another's page proves nothing.
async fn gone<R: Resolve<Vendor = Nutshell>>(place: &Place, request: R, path: &str, said: Resolution) {
    let what = R::OPERATION.name;
    assert_eq!(look(place, &request, path, 404, GONE).await.unwrap(), said, "{what}");
    let listed = r#"{"meta":{},"links":{},"errors":[{"status":"404","title":"Not Found"}]}"#;
    assert_eq!(look(place, &request, path, 404, listed).await.unwrap(), said, "{what}");
    for page in ["<title>404 no such path</title>", r#"{"message":"no Route matched"}"#, ""] {
        let seen = look(place, &request, path, 404, page).await.unwrap();
        assert_eq!(seen, Resolution::CannotTell, "{what}: {page}");
    }
}

#[tokio::test]
async fn updates_are_held_against_the_record() {
    let place = Place::new().await;
    let lead = UpdateLead::new("3-leads").name("Wash").manual_value(100).owner("2-users").add_tag("1-tags");
    told(
        &place,
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
    gone(&place, lead, "/rest/leads/3-leads", Resolution::CannotTell).await;
    told(
        &place,
        UpdateContact::new("1-contacts").description("x").set_accounts(["2-accounts"]),
        "/rest/contacts/1-contacts",
        "contacts",
        r#"{"id":"1-contacts","description":"x","links":{"accounts":["2-accounts"]}}"#,
        &[r#"{"id":"1-contacts","description":"x","links":{"accounts":["2-accounts","3-accounts"]}}"#],
    )
    .await;
    told(
        &place,
        UpdateAccount::new("1-accounts").name("Acme"),
        "/rest/accounts/1-accounts",
        "accounts",
        r#"{"id":"1-accounts","name":"Acme"}"#,
        &[r#"{"id":"1-accounts","name":"Acme Ltd"}"#],
    )
    .await;
    told(
        &place,
        UpdateTask::new("1-tasks").assignee("2-users"),
        "/rest/tasks/1-tasks",
        "tasks",
        r#"{"id":"1-tasks","links":{"assignee":"2-users"}}"#,
        &[r#"{"id":"1-tasks","links":{"assignee":"3-users"}}"#, r#"{"id":"1-tasks"}"#],
    )
    .await;
    told(
        &place,
        UpdateCompetitorMap::new("1-competitorMaps").status(CompetitorMapStatus::Beat),
        "/rest/competitormaps/1-competitorMaps",
        "competitorMaps",
        r#"{"id":"1-competitorMaps","status":"beat"}"#,
        &[r#"{"id":"1-competitorMaps","status":null}"#],
    )
    .await;
    told(
        &place,
        UpdateProductMap::new("1-productMaps").quantity(2),
        "/rest/productmaps/1-productMaps",
        "productMaps",
        r#"{"id":"1-productMaps","quantity":2.0}"#,
        &[r#"{"id":"1-productMaps","quantity":3}"#],
    )
    .await;
    told(
        &place,
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
    let seen = look(
        &place,
        &noted,
        "/rest/activities/3-activities",
        200,
        r#"{"activities":[{"id":"3-activities","name":"Call"}]}"#,
    );
    assert_eq!(seen.await.unwrap(), Resolution::CannotTell, "a note may have been written, or not");
}

#[tokio::test]
async fn what_a_lead_went_through_is_held_against_the_lead() {
    let place = Place::new().await;
    let path = "/rest/leads/3-leads";
    let lead = |members: &str| format!(r#"{{"id":"3-leads",{members}}}"#);
    told(
        &place,
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
        look(&place, &sold, path, 200, &won).await.unwrap(),
        Resolution::CannotTell,
        "products can be there twice"
    );
    let others = [lead(r#""status":"won""#), lead(r#""status":null"#)];
    told(&place, ReopenLead::new("3-leads"), path, "leads", &lead(r#""status":"open""#), &[&others[0], &others[1]])
        .await;
    told(
        &place,
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
    told(
        &place,
        UpdateLeadInstallments::new("3-leads").installment(payment()).installment(payment()),
        "/rest/leads/3-leads/installments",
        "installments",
        &format!("{},{}", row(1000), row(1000)),
        &[&row(1000), &format!("{},{}", row(1000), row(500)), &format!("{0},{0},{0}", row(1000)), ""],
    )
    .await;
    told(
        &place,
        UpdateLeadInstallments::new("3-leads"),
        "/rest/leads/3-leads/installments",
        "installments",
        "",
        &[&row(1)],
    )
    .await;
}

#[tokio::test]
async fn the_status_of_a_document_is_read_with_what_was_noted() {
    let place = Place::new().await;
    told(
        &place,
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
    told(
        &place,
        UpdateInvoiceStatus::new("1-invoices", SalesDocumentStatus::Revoked).comment("twice"),
        "/rest/invoices/1-invoices",
        "invoices",
        r#"{"id":"1-invoices","displayStatus":"REVOKED","completionComment":"twice"}"#,
        &[r#"{"id":"1-invoices","displayStatus":"REVOKED","completionComment":"once"}"#],
    )
    .await;
}

/// A delete and, where there is one, its undelete.
macro_rules! goes_and_comes_back {
    ($place:ident; $( $delete:ident $( $undelete:ident )?, $id:literal, $path:literal, $plural:literal; )*) => { $(
        let (live, dead) = (
            concat!(r#"{"id":""#, $id, r#"","deletedTime":null}"#),
            concat!(r#"{"id":""#, $id, r#"","deletedTime":1755112319}"#),
        );
        let silent = concat!(r#"{"id":""#, $id, r#""}"#);
        told(&$place, $delete::new($id), $path, $plural, dead, &[live, silent]).await;
        gone(&$place, $delete::new($id), $path, Resolution::Found).await;
        $(
            told(&$place, $undelete::new($id), $path, $plural, live, &[dead, silent]).await;
            gone(&$place, $undelete::new($id), $path, Resolution::CannotTell).await;
        )?
    )* };
}

#[tokio::test]
async fn what_was_deleted_is_gone_or_shows_when() {
    let place = Place::new().await;
    goes_and_comes_back! { place;
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
async fn tags_and_sources_are_looked_for_in_their_lists() {
    let place = Place::new().await;
    let (live, dead) =
        (r#"{"id":"9-x","deletedTime":null},{"id":"1-x","deletedTime":null}"#, r#"{"id":"1-x","deletedTime":7}"#);
    let other = r#"{"id":"9-x","deletedTime":null}"#;
    told(&place, DeleteTag::new("1-x"), "/rest/tags", "tags", dead, &[live, other, ""]).await;
    told(&place, UndeleteTag::new("1-x"), "/rest/tags", "tags", live, &[dead, other, ""]).await;
    told(&place, DeleteSource::new("1-x"), "/rest/sources", "sources", dead, &[live, other, ""]).await;
    told(&place, UndeleteSource::new("1-x"), "/rest/sources", "sources", live, &[dead, other, ""]).await;
}

#[tokio::test]
async fn of_several_that_were_deleted_at_once_each_is_looked_for() {
    let place = Place::new().await;
    let several = DeleteContacts::new(["1-contacts", "2-contacts"]);
    let error = place.lose(&several, 404, GONE).await;
    let seen = place.client.resolve(&DeleteContact::new("2-contacts"), &error).await.unwrap();
    assert_eq!(seen, Resolution::Found);
    assert_eq!(place.arrived().await[1].url.path(), "/rest/contacts/2-contacts");
}

#[tokio::test]
async fn options_go_with_the_look_and_an_error_of_another_request_is_refused() {
    let place = Place::new().await;
    let request = ReopenLead::new("3-leads");
    let error = place.lose(&request, 200, r#"{"leads":[{"id":"3-leads","status":"open"}]}"#).await;
    let options = nutshell::CallOptions::new().header("x-trace", "7").unwrap();
    assert_eq!(place.client.resolve_with(&request, &error, &options).await.unwrap(), Resolution::Found);
    assert_eq!(place.arrived().await[1].headers["x-trace"], "7");
    let wrong = place.client.resolve(&DeleteLead::new("3-leads"), &error).await.unwrap_err();
    assert_eq!((wrong.field(), place.arrived().await.len()), (Some("error"), 2));
}
