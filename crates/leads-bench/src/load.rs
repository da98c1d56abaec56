//! Many calls at once over TLS and HTTP/2, by a client and by hand.
//!
//! The server runs in a separate process, so that only the client is counted.

use crate::application::{Call, Case, Peer};
use bytes::Bytes;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::net::SocketAddr;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;
use tokio::task::LocalSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// Listens on a free local port and responds to every request with `body`, for as long as the process lives. Responses
/// are held back until `together` requests wait for them.
///
/// The certificate to trust is written to a file. `listening` is called with the address.
pub async fn serve(body: String, together: usize, certificate: &Path, listening: impl FnOnce(SocketAddr)) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "an authority");
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    std::fs::write(certificate, authority.pem()).expect("a file");
    let key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(["127.0.0.1".to_owned()]).expect("a name");
    let leaf = leaf.signed_by(&key, &authority).expect("a certificate");
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .expect("a configuration");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    listening(listener.local_addr().expect("a bound socket has an address"));
    let (body, barrier) = (Bytes::from(body), Arc::new(Barrier::new(together)));
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(acceptor.clone(), stream, body.clone(), Arc::clone(&barrier)));
    }
}

async fn connection(acceptor: TlsAcceptor, stream: TcpStream, body: Bytes, barrier: Arc<Barrier>) {
    let _ = stream.set_nodelay(true);
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let mut builder = h2::server::Builder::new();
    builder.max_concurrent_streams(4_000);
    let Ok(mut connection) = builder.handshake::<_, Bytes>(stream).await else { return };
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let (body, barrier) = (body.clone(), Arc::clone(&barrier));
        tokio::spawn(async move {
            let mut received = request.into_body();
            while let Some(Ok(piece)) = received.data().await {
                let _ = received.flow_control().release_capacity(piece.len());
            }
            barrier.wait().await;
            let response = http::Response::builder().header("content-type", "application/json").body(());
            if let Ok(mut stream) = respond.send_response(response.expect("a response"), false) {
                let _ = stream.send_data(body, true);
            }
        });
    }
}

/// Returns a call of a case over TLS, by the client or by hand.
#[must_use]
pub fn call(case: &Case, how: &str, server: SocketAddr, certificate: &Path) -> Call {
    let peer = Peer::trusted(server, std::fs::read_to_string(certificate).expect("a certificate"));
    if how == "client" { (case.by_client)(&peer) } else { (case.by_hand)(&peer) }
}

/// Makes calls, at most `together` at once.
pub async fn make(call: &Rc<Call>, calls: usize, together: usize) {
    let tasks = LocalSet::new();
    for _ in 0..together {
        let call = Rc::clone(call);
        tasks.spawn_local(async move {
            for _ in 0..calls / together {
                assert!(call().await > 0);
            }
        });
    }
    tasks.await;
}

/// Returns the CPU time of this thread so far, in nanoseconds. Only Linux has it without unsafe code or a dependency.
#[must_use]
pub fn cpu_nanoseconds() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("the kernel's statistics");
    text.split(' ').next().and_then(|first| first.parse().ok()).expect("a number")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application;

    #[test]
    fn calls_are_made_together_over_http2() {
        let certificate = std::env::temp_dir().join(format!("leads-load-test-{}.pem", std::process::id()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let case = application::case("nutshell").unwrap();
        runtime.block_on(async {
            let (sender, receiver) = tokio::sync::oneshot::channel();
            let path = certificate.clone();
            // The server responds only once three requests wait: over one connection, because the first call opens it.
            tokio::spawn(async move {
                serve((case.response)(), 3, &path, |address| sender.send(address).unwrap()).await;
            });
            let address = receiver.await.unwrap();
            for how in ["client", "by-hand"] {
                let call = Rc::new(call(case, how, address, &certificate));
                make(&call, 6, 3).await;
            }
        });
        std::fs::remove_file(certificate).unwrap();
        let before = cpu_nanoseconds();
        assert!((0..100_000).map(std::hint::black_box).sum::<u64>() > 0 && cpu_nanoseconds() >= before);
    }
}
