//! What every operation sends, as a reviewed snapshot, and what it does with a success and a rejection.

use leadsquared::{Client, LeadSquared};
use wiremock::MockServer;
#[cfg(feature = "inspect")]
use {
    serde_json::Value,
    wiremock::matchers::any,
    wiremock::{Mock, ResponseTemplate},
};

pub(crate) fn client(server: &MockServer) -> Client {
    Client::builder()
        .base_url(server.uri())
        .async_base_url(server.uri())
        .async_api_key("planted-async")
        .keys("planted-access", "planted-secret")
        .plan(leadsquared::Plan::Custom { calls: 10_000, bulk: 10_000, daily: None })
        .build()
        .unwrap()
}

/// Sends the sample of every operation to a real socket; the response is a rejection, so only the request matters.
#[cfg(feature = "inspect")]
#[tokio::test]
async fn every_operation_sends_what_was_reviewed() {
    use std::fmt::Write as _;
    let server = MockServer::start().await;
    let rejection = serde_json::json!({
        "Status": "Error", "ExceptionType": "MXInvalidInputException", "ExceptionMessage": "Invalid Input!"
    });
    Mock::given(any()).respond_with(ResponseTemplate::new(500).set_body_json(&rejection)).mount(&server).await;
    let client = client(&server);
    let mut snapshot = String::new();
    for entry in leadsquared::api::catalog() {
        let error = entry.send(client.pipeline(), &leadsquared::CallOptions::new()).await.unwrap_err();
        let name = entry.operation.name;
        assert_eq!(error.code_as::<leadsquared::ErrorCode>(), Some(leadsquared::ErrorCode::InvalidInput), "{name}");
        assert_eq!((error.outcome(), error.attempts()), (leadsquared::WriteOutcome::NotApplied, 1), "{name}");
        let requests = server.received_requests().await.unwrap();
        let [request] = &requests[..] else { panic!("{name} was sent {} times", requests.len()) };
        let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let path = format!("{}{query}", request.url.path());
        writeln!(snapshot, "{name} ({})\n{} {path}", entry.safety(), request.method).unwrap();
        for header in ["content-type", "x-lsq-accesskey", "x-lsq-secretkey", "x-api-key"] {
            if let Some(value) = request.headers.get(header) {
                writeln!(snapshot, "{header}: {}", value.to_str().unwrap()).unwrap();
            }
        }
        if !request.body.is_empty() {
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            writeln!(snapshot, "{body}").unwrap();
        }
        snapshot.push('\n');
        assert!(!request.url.as_str().contains("planted"), "{name}");
        server.reset().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(500).set_body_json(&rejection)).mount(&server).await;
    }
    insta::assert_snapshot!(snapshot);
}

/// HTML in a 200 is not a success, whatever the operation.
#[cfg(feature = "inspect")]
#[tokio::test]
async fn html_is_never_a_success() {
    let server = MockServer::start().await;
    let page = ResponseTemplate::new(200).set_body_raw("<html>Sign in to the network</html>", "text/html");
    Mock::given(any()).respond_with(page).mount(&server).await;
    let client = client(&server);
    for entry in leadsquared::api::catalog() {
        let error = entry.send(client.pipeline(), &leadsquared::CallOptions::new()).await.unwrap_err();
        let name = entry.operation.name;
        assert_eq!(error.kind(), leads_core::ErrorKind::Foreign, "{name}");
        let expected = match entry.safety().is_write() {
            true => leadsquared::WriteOutcome::Unknown,
            false => leadsquared::WriteOutcome::NotApplied,
        };
        assert_eq!(error.outcome(), expected, "{name}");
    }
}

/// A request that was stored and read back sends the same.
#[test]
fn unreadable_response_names_the_vendors_type() {
    assert_eq!(<LeadSquared as leads_core::vendor::Vendor>::NAME, "leadsquared");
}
