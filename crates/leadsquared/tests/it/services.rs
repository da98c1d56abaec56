//! Activities, tasks, users, companies and webhooks over real sockets.

use crate::wire::client;
use chrono::{DateTime, Duration, TimeZone, Utc};
use leadsquared::api::activities::{
    BulkCreateActivitiesByLeadId, CreateActivity, GetActivity, ListActivitiesByEvent, ListActivitiesOfLead,
};
use leadsquared::api::companies::ListCompanies;
use leadsquared::api::leads::BulkUpdateLeads;
use leadsquared::api::tasks::{BulkCreateTasks, ListTasks, UpdateTask};
use leadsquared::api::users::{ListUsers, SearchUsers};
use leadsquared::api::webhooks::{CreateWebhook, DeleteWebhook, ListWebhooks};
use leadsquared::model::{BulkActivity, OffsetPaging, Paging, Role, TaskFields, WebhookEvent, WebhookFields};
use leadsquared::{ErrorCode, WriteOutcome};
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, method, path, query_param};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

async fn responding(at: &str, response: Value) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path(at)).respond_with(ResponseTemplate::new(200).set_body_json(response)).mount(&server).await;
    server
}

async fn sent(server: &MockServer) -> Vec<Value> {
    let requests = server.received_requests().await.unwrap();
    requests.iter().map(|request| serde_json::from_slice(&request.body).unwrap_or_default()).collect()
}

fn hour(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 8, 1, hour, 0, 0).unwrap()
}

#[tokio::test]
async fn posted_activity_returns_its_id() {
    let server =
        responding("/v2/ProspectActivity.svc/Create", json!({"Status": "Success", "Message": {"Id": "4"}})).await;
    let reply = client(&server).send(&CreateActivity::new("7", 201).note("called")).await.unwrap();
    assert_eq!(reply.id().map(|id| id.as_str()), Some("4"));
    assert_eq!(reply.meta().outcome, WriteOutcome::Applied);
    assert_eq!(
        sent(&server).await,
        [json!({"RelatedProspectId": "7", "ActivityEvent": 201, "ActivityNote": "called"})]
    );
}

#[tokio::test]
async fn retry_never_posts_a_second_activity() {
    for response in [
        ResponseTemplate::new(502),
        ResponseTemplate::new(500).set_body_string("<html>"),
        ResponseTemplate::new(200).set_body_string(""),
    ] {
        let server = MockServer::start().await;
        Mock::given(method("POST")).respond_with(response).mount(&server).await;
        let error = client(&server).send(&CreateActivity::new("7", 201)).await.unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1));
        assert_eq!(sent(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn unknown_activity_with_status_500_is_not_found() {
    let server = MockServer::start().await;
    let rejection =
        json!({"Status": "Error", "ExceptionType": "MXUnknownProspectActivityException", "ExceptionMessage": "x"});
    Mock::given(path("/v2/ProspectActivity.svc/GetActivityDetails"))
        .and(query_param("activityId", "4"))
        .respond_with(ResponseTemplate::new(500).set_body_json(rejection))
        .mount(&server)
        .await;
    let error = client(&server).send(&GetActivity::new("4")).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!((error.code_as(), error.attempts()), (Some(ErrorCode::UnknownActivity), 1));
}

/// A list of a lead's activities whose offsets count rows or pages.
struct ByOffset {
    rows: usize,
    pages: bool,
    /// Rows that are counted but not returned.
    hidden: std::ops::Range<usize>,
}

impl Respond for ByOffset {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let number = |name: &str| body["Paging"][name].as_str().unwrap().parse::<usize>().unwrap();
        let (offset, size) = (number("Offset"), number("RowCount"));
        let first = if self.pages { offset * size } else { offset };
        let rows: Vec<Value> = (first..self.rows.min(first + size))
            .filter(|id| !self.hidden.contains(id))
            .map(|id| json!({"Id": id.to_string(), "EventCode": 201}))
            .collect();
        ResponseTemplate::new(200).set_body_json(json!({"RecordCount": self.rows, "ProspectActivities": rows}))
    }
}

#[tokio::test]
async fn activities_of_a_lead_are_read_once_for_either_offset_unit() {
    for (pages, rows, calls) in
        [(true, 23, 8), (false, 23, 7), (true, 20, 6), (false, 20, 6), (true, 3, 1), (false, 0, 1)]
    {
        let server = MockServer::start().await;
        Mock::given(method("POST")).respond_with(ByOffset { rows, pages, hidden: 0..0 }).mount(&server).await;
        let request = ListActivitiesOfLead::new("7").paging(OffsetPaging::new(0, 5));
        let found = client(&server).items(request).collect().await.unwrap();
        let ids: Vec<String> = found.iter().map(|row| row.id.to_string()).collect();
        assert_eq!(ids, (0..rows).map(|id| id.to_string()).collect::<Vec<_>>(), "pages: {pages}");
        assert_eq!(sent(&server).await.len(), calls, "pages: {pages}, rows: {rows}");
    }
}

/// A short page in the middle is not the last one while the count is not reached.
#[tokio::test]
async fn short_page_does_not_end_a_counted_list() {
    for pages in [true, false] {
        let server = MockServer::start().await;
        let list = ByOffset { rows: 23, pages, hidden: 7..9 };
        Mock::given(method("POST")).respond_with(list).mount(&server).await;
        let request = ListActivitiesOfLead::new("7").paging(OffsetPaging::new(0, 5));
        let found = client(&server).items(request).collect().await.unwrap();
        let mut ids: Vec<usize> = found.iter().map(|row| row.id.to_string().parse().unwrap()).collect();
        ids.dedup();
        assert_eq!(ids, (0..7).chain(9..23).collect::<Vec<_>>(), "pages: {pages}");
    }
}

/// Rows by event, one per minute, in whole pages of a window.
struct ByWindow;

impl Respond for ByWindow {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body["Sorting"]["ColumnName"], "ProspectActivityId");
        let time = |name: &str| leads_core::Time::from(body["Parameter"][name].as_str().unwrap()).utc().unwrap();
        let (from, to) = (time("FromDate"), time("ToDate"));
        let all: Vec<Value> = (0..180)
            .map(|minute| (minute, hour(0) + Duration::minutes(minute)))
            .filter(|(_, at)| (from..=to).contains(at))
            .map(|(minute, at)| {
                json!({"ProspectActivityId": format!("a{minute:03}"), "ActivityEvent": "201",
                    "ModifiedOn": at.format("%Y-%m-%d %H:%M:%S").to_string()})
            })
            .collect();
        let (index, size) = (
            body["Paging"]["PageIndex"].as_u64().unwrap() as usize,
            body["Paging"]["PageSize"].as_u64().unwrap() as usize,
        );
        let rows: Vec<&Value> = all.iter().skip((index - 1) * size).take(size).collect();
        let response =
            if all.is_empty() { json!({"RecordCount": 0}) } else { json!({"RecordCount": all.len(), "List": rows}) };
        ResponseTemplate::new(200).set_body_json(response)
    }
}

#[tokio::test]
async fn long_window_is_read_in_overlapping_ones_without_duplicates() {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ByWindow).mount(&server).await;
    let request = ListActivitiesByEvent::new(201, hour(0), hour(0)).paging(Paging::new(1, 25));
    let rows = client(&server).ranges(request, hour(0), hour(5), Duration::hours(1)).unwrap().collect().await.unwrap();
    let ids: Vec<String> = rows.iter().map(|row| row.id().unwrap().to_string()).collect();
    assert_eq!(ids, (0..180).map(|minute| format!("a{minute:03}")).collect::<Vec<_>>());
    let mut requested: Vec<String> = Vec::new();
    for body in sent(&server).await {
        let from = body["Parameter"]["FromDate"].as_str().unwrap().to_owned();
        if requested.last() != Some(&from) {
            requested.push(from);
        }
    }
    // The first range also overlaps with what an earlier run has read.
    assert_eq!(requested[..2], ["2026-07-31 23:59:58", "2026-08-01 00:59:58"]);
}

#[tokio::test]
async fn batch_of_activities_reports_every_row() {
    let server = responding(
        "/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId",
        json!({"Response": [
            {"RowNumber": 1, "ProspectActivityId": "a"},
            {"RowNumber": 2, "ExceptionType": "MXInvalidEntityException", "ExceptionMessage": "no such lead"},
        ]}),
    )
    .await;
    let batch = BulkCreateActivitiesByLeadId::new(["7", "8"].map(|lead| BulkActivity::of_lead(lead, 320)));
    let report = client(&server).send_bulk(&batch).await.unwrap();
    let outcomes: Vec<_> =
        report.rows.iter().map(|row| (row.outcome, row.id.as_deref(), row.code.as_deref())).collect();
    assert_eq!(
        outcomes,
        [(WriteOutcome::Applied, Some("a"), None), (WriteOutcome::NotApplied, None, Some("MXInvalidEntityException"))]
    );
    assert_eq!(report.rows[1].key.as_deref().map(String::as_str), Some("8"));
    let error = client(&server).send(&batch).await.unwrap_err();
    assert_eq!(error.outcome(), WriteOutcome::Partial);
}

#[tokio::test]
async fn count_of_changed_leads_is_compared_with_those_sent() {
    for (affected, outcome) in [(0, WriteOutcome::Unknown), (1, WriteOutcome::Unknown), (2, WriteOutcome::Applied)] {
        let server = responding(
            "/v2/LeadManagement.svc/Lead/Bulk/Update",
            json!({"Status": "Success", "Message": {"AffectedRows": affected}}),
        )
        .await;
        let update = BulkUpdateLeads::new(["7", "8"], "mx_City", "Ulm");
        let sent = client(&server).send(&update).await.unwrap();
        let report = client(&server).send_bulk(&update).await.unwrap();
        assert_eq!((sent.meta().outcome, report.outcome(), report.count(outcome)), (outcome, outcome, 2), "{affected}");
    }
}

#[tokio::test]
async fn queued_tasks_are_accepted_and_split() {
    let server =
        responding("/v2/Task.svc/Bulk/Create", json!({"Status": "Success", "Message": {"Message": "taken"}})).await;
    let tasks = (0..120).map(|task| TaskFields::new(format!("task {task}"), hour(1)));
    let report = client(&server).send_all(&BulkCreateTasks::new(tasks)).await.unwrap();
    assert_eq!((report.rows.len(), report.count(WriteOutcome::Accepted), report.calls), (120, 120, 3));
    let sizes: Vec<usize> = sent(&server).await.iter().map(|body| body["TaskList"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [50, 50, 20]);
    let one = BulkCreateTasks::new([TaskFields::new("task", hour(1))]);
    assert_eq!(client(&server).send(&one).await.unwrap().meta().outcome, WriteOutcome::Accepted);
}

#[tokio::test]
async fn updated_task_returns_its_number_and_lists_have_no_count() {
    let server =
        responding("/v2/Task.svc/Update", json!({"Status": "Success", "Message": {"AffectedRows": 1, "AutoId": 4711}}))
            .await;
    Mock::given(path("/v2/Task.svc/Retrieve"))
        .and(body_partial_json(json!({"Paging": {"Offset": "0"}})))
        .respond_with(
            ResponseTemplate::new(200).set_body_json(json!({"List": [{"UserTaskId": "4", "Status": "Pending"}]})),
        )
        .mount(&server)
        .await;
    Mock::given(path("/v2/Task.svc/Retrieve"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"List": []})))
        .with_priority(6)
        .mount(&server)
        .await;
    let client = client(&server);
    let reply = client.send(&UpdateTask::new("4", TaskFields::changes().name("x"))).await.unwrap();
    assert_eq!(
        (reply.affected_rows(), reply.message.as_ref().and_then(|message| message.auto_id)),
        (Some(1), Some(4711))
    );
    let tasks = client.items(ListTasks::of_owner("9")).collect().await.unwrap();
    assert_eq!(tasks.len(), 1);
}

#[tokio::test]
async fn users_are_read_in_both_forms() {
    let server = responding(
        "/v2/UserManagement.svc/Users.Get",
        json!([{"ID": "7", "Role": "Sales_User", "StatusCode": 0, "MemberOfGroups": ["East"], "Tag": null}]),
    )
    .await;
    let found =
        json!({"RecordCount": 1, "Users": [{"UserID": "7", "Role": "Chief", "StatusCode": "1", "Groups": "East"}]});
    Mock::given(path("/v2/UserManagement.svc/User/AdvancedSearch"))
        .respond_with(ResponseTemplate::new(200).set_body_json(found))
        .mount(&server)
        .await;
    let client = client(&server);
    let users = client.send(&ListUsers::new()).await.unwrap();
    assert_eq!(
        (users[0].role(), users[0].is_active(), users[0].groups()),
        (Some(Role::SalesUser), Some(true), vec!["East"])
    );
    let users = client.items(SearchUsers::new()).collect().await.unwrap();
    assert_eq!((users[0].id(), users[0].is_active(), users[0].groups()), (Some("7".into()), Some(false), vec!["East"]));
    assert_eq!(users[0].role().unwrap().as_str(), "Chief");
}

#[tokio::test]
async fn companies_without_their_list_are_not_an_empty_page() {
    let at = "/v2/CompanyManagement.svc/Company.Get";
    let server = responding(at, json!({"RecordCount": 3})).await;
    assert!(client(&server).send(&ListCompanies::new("Vendors")).await.unwrap_err().is_decode());
    let server = responding(at, json!({"RecordCount": 0})).await;
    assert!(client(&server).send(&ListCompanies::new("Vendors")).await.unwrap().is_empty());
}

#[tokio::test]
async fn webhook_secret_is_sent_but_never_in_errors() {
    let server = MockServer::start().await;
    let rejection = json!({"ExceptionType": "MXInvalidDataTypeException", "ExceptionMessage": "not planted-hook"});
    Mock::given(path("/v2/Webhook.svc/Create"))
        .respond_with(ResponseTemplate::new(500).set_body_json(rejection))
        .mount(&server)
        .await;
    let webhook = WebhookFields::new("https://example.com/x", WebhookEvent::LeadCreate).header("x-key", "planted-hook");
    let request = CreateWebhook::new(webhook);
    let client = client(&server);
    let error = client.send(&request).await.unwrap_err();
    assert_eq!((error.code_as(), error.outcome()), (Some(ErrorCode::InvalidDataType), WriteOutcome::NotApplied));
    assert_eq!(sent(&server).await[0]["CustomHeaders"], json!([{"Key": "x-key", "Value": "planted-hook"}]));
    let shown = format!("{error}{error:?}{:?}{:?}{:?}", error.body(), client.preview(&request).unwrap(), request);
    assert!(!shown.contains("planted-hook"), "{shown}");
}

#[tokio::test]
async fn deleting_a_webhook_is_a_get_and_a_write() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v2/Webhook.svc/Delete"))
        .and(query_param("webhookId", "4"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"Status": "Success"})))
        .mount(&server)
        .await;
    let reply = client(&server).send(&DeleteWebhook::new("4")).await.unwrap();
    assert_eq!(reply.meta().outcome, WriteOutcome::Applied);

    let list = json!({"RecordCount": 1, "Response": [{"WebhookId": "4", "EventCode": "LeadActivity_Post_Create", "StatusCode": 2}]});
    let server = responding("/v2/Webhook.svc/Retrieve", list).await;
    let webhooks = client(&server).items(ListWebhooks::new()).collect().await.unwrap();
    assert_eq!(webhooks[0].webhook_id.as_str(), "4");
}
