//! A write by the clients, and by programs as an application would write them.
//!
//! Unlike [`crate::send`], such a program reads only what it needs: one small struct, without the text of the response.
//! It uses reqwest as it comes, with two timeouts.

mod capillary;
mod dealerstudio;
mod leadsquared;
mod nutshell;

use leads_core::ClientConfig;
use leads_core::http::{Limiter, TransportOptions};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

/// Makes a call and returns something that depends on the response.
pub type Call = Box<dyn Fn() -> Pin<Box<dyn Future<Output = usize>>>>;

/// One vendor's write.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The vendor.
    pub vendor: &'static str,
    /// The operation.
    pub operation: &'static str,
    /// Returns the response.
    pub response: fn() -> String,
    /// By the client.
    pub by_client: fn(&Peer) -> Call,
    /// By hand.
    pub by_hand: fn(&Peer) -> Call,
}

/// One case for each vendor.
pub const CASES: [Case; 4] = [
    Case {
        vendor: "nutshell",
        operation: "update_lead_status",
        response: nutshell::response,
        by_client: nutshell::by_client,
        by_hand: nutshell::by_hand,
    },
    Case {
        vendor: "capillary-leads",
        operation: "update_lead_status",
        response: capillary::response,
        by_client: capillary::by_client,
        by_hand: capillary::by_hand,
    },
    Case {
        vendor: "leadsquared",
        operation: "update_opportunity",
        response: leadsquared::response,
        by_client: leadsquared::by_client,
        by_hand: leadsquared::by_hand,
    },
    Case {
        vendor: "dealerstudio",
        operation: "create_lead",
        response: dealerstudio::response,
        by_client: dealerstudio::by_client,
        by_hand: dealerstudio::by_hand,
    },
];

/// Returns the case of a vendor.
#[must_use]
pub fn case(vendor: &str) -> Option<&'static Case> {
    CASES.iter().find(|case| case.vendor == vendor)
}

/// The server of a call.
#[derive(Clone, Debug)]
pub struct Peer {
    base: String,
    /// The certificate that it is trusted by.
    certificate: Option<String>,
}

impl Peer {
    /// A server without TLS.
    #[must_use]
    pub fn plain(server: SocketAddr) -> Self {
        Self { base: format!("http://{server}"), certificate: None }
    }

    /// A server with TLS, trusted by a certificate in PEM.
    #[must_use]
    pub fn trusted(server: SocketAddr, certificate: String) -> Self {
        Self { base: format!("https://{server}"), certificate: Some(certificate) }
    }

    /// The clients' settings: as they come, without the vendor's rate limit, because the server here has none, and with
    /// room for as many calls as the application makes.
    fn config(&self) -> ClientConfig {
        let mut options = TransportOptions::new().max_connections(2_000);
        if let Some(certificate) = &self.certificate {
            options = options.root_certificate(certificate.as_bytes());
        }
        ClientConfig::new().limiter(Limiter::unlimited()).transport_options(options)
    }

    /// What an application configures.
    fn http(&self) -> reqwest::Client {
        // The server is local, where the clients do not use a proxy from the environment either.
        let mut builder = reqwest::Client::builder()
            .no_proxy()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(30))
            .user_agent("till/1.4");
        if let Some(certificate) = &self.certificate {
            let certificate = reqwest::Certificate::from_pem(certificate.as_bytes()).expect("a certificate");
            builder = builder.tls_certs_merge([certificate]);
        }
        builder.build().expect("a client")
    }
}

/// Sends a request with a JSON body, and reads the response.
async fn send<T: DeserializeOwned>(request: reqwest::RequestBuilder, body: &impl Serialize) -> T {
    let response = request
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/json")
        .body(serde_json::to_vec(body).expect("a body"))
        .send()
        .await
        .expect("a response")
        .error_for_status()
        .expect("a success");
    serde_json::from_slice(&response.bytes().await.expect("a body")).expect("a response of the vendor")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server;

    #[test]
    fn client_and_application_read_the_same_from_the_response() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for case in CASES {
            let peer = Peer::plain(server::start((case.response)()));
            let (client, by_hand) = ((case.by_client)(&peer), (case.by_hand)(&peer));
            let read = runtime.block_on(async { (client().await, by_hand().await) });
            assert_eq!(read.0, read.1, "{}", case.vendor);
            assert!(read.0 > 0, "{}", case.vendor);
        }
    }

    #[test]
    fn response_of_nutshell_has_750_bytes_and_15_members() {
        let text = nutshell::response();
        let body: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!((725..=775).contains(&text.len()), "{}", text.len());
        assert_eq!(body["leads"][0].as_object().unwrap().len(), 15);
    }
}
