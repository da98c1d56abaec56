//! Tests the options of a transport by what the server receives.

use crate::sockets::{Content, Make, Server, Then, client, once, serve};
use leads_core::http::TransportOptions;
use leads_core::{ClientConfig, ErrorKind, WriteOutcome};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

fn with(options: TransportOptions) -> ClientConfig {
    once(Duration::from_secs(20)).transport_options(options)
}

#[tokio::test]
async fn user_agent_names_the_application() {
    let server = Server::start(Then::Responds).await;
    let url = format!("http://127.0.0.1:{}", server.port);
    client(&url, with(TransportOptions::new())).send(&Make(1, Content::Json)).await.unwrap();
    let named = with(TransportOptions::new().user_agent("acme-crm/2.1"));
    client(&url, named).send(&Make(2, Content::Json)).await.unwrap();
    let heard = String::from_utf8(server.heard()).unwrap();
    let agents: Vec<&str> = heard.lines().filter_map(|line| line.strip_prefix("user-agent: ")).collect();
    assert_eq!(agents, [concat!("leads-rs/", env!("CARGO_PKG_VERSION")), "acme-crm/2.1"]);
}

#[tokio::test]
async fn all_requests_go_through_the_proxy() {
    let proxy = Server::start(Then::Responds).await;
    let options = TransportOptions::new().proxy(format!("http://jo:planted@127.0.0.1:{}", proxy.port));
    assert!(!format!("{options:?}").contains("planted"));
    // There is no listener, so only the proxy can have responded.
    client("http://127.0.0.1:9", with(options)).send(&Make(1, Content::Json)).await.unwrap();
    let heard = String::from_utf8(proxy.heard()).unwrap();
    assert!(heard.starts_with("POST http://127.0.0.1:9/made/1/end HTTP/1.1\r\n"), "{heard}");
    assert!(heard.contains("proxy-authorization: Basic am86cGxhbnRlZA=="), "{heard}");
}

#[test]
fn invalid_options_are_named_but_not_shown() {
    let rejected = |options: TransportOptions| {
        let base = leads_core::http::BaseUrl::new("http://127.0.0.1:9", &[], &[]).unwrap();
        with(options).build::<crate::sockets::Plain>(base, Arc::new(leads_core::http::Anonymous), ()).unwrap_err()
    };
    let proxy = rejected(TransportOptions::new().proxy("http://jo:planted@:x"));
    assert_eq!((proxy.kind(), proxy.field()), (ErrorKind::Config, Some("proxy")));
    assert!(!format!("{proxy} {proxy:?}").contains("planted"));
    let empty = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    for pem in ["", "a path instead of a certificate", empty] {
        let error = rejected(TransportOptions::new().root_certificate(pem));
        assert_eq!((error.kind(), error.field()), (ErrorKind::Config, Some("root_certificate")), "{pem:?}");
    }
}

#[tokio::test]
async fn additional_root_certificate_is_trusted() {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    // If both had the same name, the platform's library would consider the certificate self-signed.
    authority.distinguished_name.push(rcgen::DnType::CommonName, "an authority");
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let heard = Arc::<Mutex<Vec<Vec<u8>>>>::default();
    let all = Arc::clone(&heard);
    let server = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that does not trust the certificate disconnects here.
            if let Ok(stream) = acceptor.accept(stream).await {
                tokio::spawn(serve(stream, Then::Responds, Arc::clone(&all)));
            }
        }
    });

    let untrusting = client(&url, with(TransportOptions::new())).send(&Make(1, Content::Json)).await.unwrap_err();
    assert_eq!(
        (untrusting.kind(), untrusting.outcome()),
        (ErrorKind::Connect, WriteOutcome::NotApplied),
        "{untrusting:?}"
    );
    assert!(heard.lock().unwrap().is_empty());

    let trusted = TransportOptions::new().root_certificate(authority.pem());
    client(&url, with(trusted)).send(&Make(2, Content::Json)).await.unwrap();
    let heard = String::from_utf8(heard.lock().unwrap().concat()).unwrap();
    assert!(heard.starts_with("POST /made/2/end HTTP/1.1\r\n"), "{heard}");
    server.abort();
}
