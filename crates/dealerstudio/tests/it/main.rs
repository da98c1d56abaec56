//! The client against a server, and the types against captured payloads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[cfg(feature = "axum")]
mod axum_route;
mod form;
mod preflight;
mod progress;
mod responses;
#[cfg(feature = "inspect")]
mod samples;
mod wire;

use dealerstudio::Client;
use leads_core::ClientConfig;
use leads_core::http::RetryPolicy;
use wiremock::MockServer;

/// A client of a server, without retries.
fn client(server: &MockServer) -> Client {
    Client::builder()
        .base_url(server.uri())
        .api_key("made-up-key")
        .config(ClientConfig::new().retry(RetryPolicy::none()))
        .build()
        .unwrap()
}
