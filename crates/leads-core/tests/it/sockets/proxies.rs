//! Proxies from the environment.
//!
//! The environment of a running test cannot be changed safely, so each test runs itself again in a separate process.

use crate::sockets::peers::{Peer, call, http1};
use crate::sockets::{client, once};
use leads_core::{Method, Safety};
use std::process::Command;
use std::time::Duration;

const URLS: &str = "LEADS_TEST_URLS";

/// Calls each of the addresses that the starting test passes.
#[tokio::test]
#[ignore = "started by the other tests of this module"]
async fn calls_the_given_addresses() {
    let Ok(urls) = std::env::var(URLS) else { return };
    for url in urls.split(' ') {
        let config = once(Duration::from_secs(20)).allow_http_host("vendor.example");
        let base = config.base_url::<crate::sockets::Plain>(url).unwrap();
        let pipeline =
            config.build::<crate::sockets::Plain>(base, std::sync::Arc::new(leads_core::http::Anonymous), ()).unwrap();
        call(&pipeline, Method::Post, Safety::NonIdempotent, "/any").await.unwrap();
    }
}

async fn run(proxy: &str, urls: &str) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "sockets::proxies::calls_the_given_addresses", "--ignored", "--nocapture"])
        .env(URLS, urls);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env(name, proxy);
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy").env_remove("REQUEST_METHOD");
    let done = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&done.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn loopback_addresses_bypass_the_environments_proxy() {
    let (proxy, through) = Peer::responding(None, vec![http1(200, "", b"")]).await;
    let (peer, direct) = Peer::responding(None, vec![http1(200, "", b"")]).await;
    let port = peer.port;
    run(&proxy.url("http"), &format!("http://127.0.0.1:{port} http://localhost:{port}")).await;
    assert_eq!((direct.count(), through.count()), (2, 0), "{:?}", through.all());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_hosts_go_through_the_environments_proxy() {
    let (proxy, through) = Peer::responding(None, vec![http1(200, "", b"")]).await;
    run(&proxy.url("http"), "http://vendor.example").await;
    assert_eq!(through.count(), 1);
    assert!(through.all()[0].starts_with("POST http://vendor.example/any HTTP/1.1\r\n"), "{:?}", through.all());
}

#[tokio::test]
async fn client_in_this_environment_reaches_this_machine() {
    // `.ci/run` names a proxy that does not exist.
    let (peer, heard) = Peer::responding(None, vec![http1(200, "", b"")]).await;
    let pipeline = client(&peer.url("http"), once(Duration::from_secs(20)));
    call(&pipeline, Method::Get, Safety::Read, "/any").await.unwrap();
    assert_eq!(heard.count(), 1);
}
