//! Integration tests over real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod oauth;
mod resolve;
mod responses;
#[cfg(feature = "inspect")]
mod samples;
mod wire;

use capillary_leads::leads_core::ClientConfig;
use capillary_leads::leads_core::http::RetryPolicy;
use capillary_leads::{Builder, Client, Password};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A lead in the vendor's form with invented values.
pub(crate) const LEAD: &str = r#"{"id":12,"userId":345,"type":"SKU","leadFor":"boots-42","status":"ON_HOLD",
    "subStatus":"CallBack","nextFollowUp":"2026-03-06T09:30:00+05:30","createdOn":"2026-03-04T04:00:00Z",
    "createdBy":4711,"lastUpdatedOn":"2026-03-04T04:10:00Z","lastUpdatedBy":-1,"followUpDetails":[{"id":1,
    "userId":345,"leadId":12,"notes":"rang","createdBy":4711,"createdOn":"2026-03-04T04:00:00Z","followedUpBy":4711,
    "followedUpOn":"2026-03-04T04:00:00Z","scheduledFollowUp":"2026-03-04T03:30:00Z"}],"extendedFields":{"trial":"x"},
    "statusLogDetails":[{"id":1,"userId":345,"leadId":12,"status":"OPEN","createdBy":4711,
    "createdOn":"2026-03-04T04:00:00Z","reasonId":1,"reason":"walked in"}],"orgSourceId":-1,"owner":"store.lead.1",
    "colour":"blue","warnings":[]}"#;

/// A configuration without waiting times.
pub(crate) fn quick() -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none())
}

/// A client builder for a server, with the credentials of the vendor's test vector.
pub(crate) fn builder(server: &MockServer) -> Builder {
    Client::builder().base_url(server.uri()).basic("store.server", Password::plain("server123")).config(quick())
}

/// A server that returns the same response to every request.
pub(crate) async fn serving(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(status)
        .set_body_raw(body.to_owned(), "application/json")
        .insert_header("X-Cap-Requestid", "5AB1");
    Mock::given(any()).respond_with(response).mount(&server).await;
    server
}

/// The received requests.
pub(crate) async fn arrived(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

/// The path and query of a request as they were sent.
pub(crate) fn target(request: &Request) -> String {
    match request.url.query() {
        Some(query) => format!("{}?{query}", request.url.path()),
        None => request.url.path().to_owned(),
    }
}
