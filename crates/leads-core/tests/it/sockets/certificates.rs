//! Untrusted certificates.

use crate::sockets::peers::{Authority, Peer, call, http1, says_nothing_twice};
use crate::sockets::{client, once};
use leads_core::http::RetryPolicy;
use leads_core::{ErrorKind, Method, Safety, WriteOutcome};
use rcgen::CertificateParams;
use std::time::Duration;

#[tokio::test]
async fn error_names_the_problem_of_a_certificate() {
    let authority = Authority::new();
    let own = || CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    let mut expired = own();
    expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let mut early = own();
    early.not_before = rcgen::date_time_ymd(4000, 1, 1);
    let elsewhere = CertificateParams::new(["other.example".to_owned()]).unwrap();
    for (params, trusted, words) in [
        (expired, true, "has expired"),
        (early, true, "not yet valid"),
        (elsewhere, true, "for another host"),
        (own(), false, "unknown issuer"),
    ] {
        for protocol in ["http/1.1", "h2"] {
            let acceptor = authority.acceptor_with(params.clone(), &[protocol]);
            let (peer, heard) = Peer::responding(Some(acceptor), vec![http1(200, "", b"")]).await;
            let mut config = once(Duration::from_secs(20)).retry(RetryPolicy::none().max_attempts(3));
            if trusted {
                config = config.transport_options(authority.options());
            }
            let pipeline = client(&peer.url("https"), config);
            let error = call(&pipeline, Method::Post, Safety::NonIdempotent, "/any").await.unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, WriteOutcome::NotApplied), "{error:?}");
            assert!(!error.is_retryable() && error.help().is_some(), "{error:?}");
            assert_eq!((error.attempts(), peer.connections(), heard.count()), (1, 1, 0), "{words}");
            says_nothing_twice(&error);
        }
    }
}

#[tokio::test]
async fn other_connection_failures_are_retried() {
    let config = once(Duration::from_secs(20)).retry(RetryPolicy::none().max_attempts(2));
    let pipeline = client(&format!("https://127.0.0.1:{}", unused_port()), config);
    let error = call(&pipeline, Method::Post, Safety::NonIdempotent, "/any").await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Connect, WriteOutcome::NotApplied, 2));
    assert!(error.is_retryable());
    says_nothing_twice(&error);
}

/// A port without a listener.
fn unused_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
