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
        .files_base_url(server.uri())
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
                // The boundary of a form is random.
                let value = value.to_str().unwrap().split("; boundary=").next().unwrap();
                writeln!(snapshot, "{header}: {value}").unwrap();
            }
        }
        if !request.body.is_empty() {
            match serde_json::from_slice::<Value>(&request.body) {
                Ok(body) => writeln!(snapshot, "{body}").unwrap(),
                Err(_) => writeln!(snapshot, "{}", form(request)).unwrap(),
            }
        }
        snapshot.push('\n');
        assert!(!request.url.as_str().contains("planted"), "{name}");
        server.reset().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(500).set_body_json(&rejection)).mount(&server).await;
    }
    insta::assert_snapshot!(snapshot);
}

/// The body of a form, with a fixed boundary.
#[cfg(feature = "inspect")]
fn form(request: &wiremock::Request) -> String {
    let kind = request.headers["content-type"].to_str().unwrap();
    let (_, boundary) = kind.split_once("; boundary=").expect("neither JSON nor a form");
    String::from_utf8_lossy(&request.body).replace(boundary, "boundary").replace('\r', "").trim_end().to_owned()
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
