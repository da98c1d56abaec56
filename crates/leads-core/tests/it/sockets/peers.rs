//! Servers that send given bytes, over HTTP/1.1 and HTTP/2, with and without TLS.

use bytes::Bytes;
use h2::server::SendResponse;
use leads_core::http::TransportOptions;
use leads_core::{Body, CallOptions, Error, Method, Operation, Pipeline, Reply, Safety};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::error::Error as _;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// Any kind of connection.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}
pub(crate) type AnyStream = Box<dyn Stream>;

type Serving = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A server that passes each connection, with its number, to a function.
pub(crate) struct Peer {
    pub(crate) port: u16,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Peer {
    /// Starts a server, with TLS if there is an acceptor.
    pub(crate) async fn start(
        tls: Option<TlsAcceptor>,
        serve: impl Fn(AnyStream, usize) -> Serving + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        let task = tokio::spawn(async move {
            let mut running = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                let number = counter.fetch_add(1, Ordering::SeqCst);
                match &tls {
                    None => drop(running.spawn(serve(Box::new(stream), number))),
                    // A client that does not trust the certificate disconnects here.
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            running.spawn(serve(Box::new(stream), number));
                        }
                    }
                }
            }
        });
        Self { port, connections, task }
    }

    /// Responds to each request over HTTP/1.1 with the next of these byte strings, repeating the last one. The
    /// connection is closed after a response that requests it.
    pub(crate) async fn responding(tls: Option<TlsAcceptor>, responses: Vec<Vec<u8>>) -> (Self, Heard) {
        let heard = Heard::default();
        let (all, responses) = (heard.clone(), Arc::new(responses));
        let peer =
            Self::start(tls, move |stream, _| Box::pin(response(stream, all.clone(), Arc::clone(&responses)))).await;
        (peer, heard)
    }

    pub(crate) fn url(&self, scheme: &str) -> String {
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    /// Returns how many connections have been made so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The requests that a server read, heads and bodies.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// Reads one HTTP/1.1 request; `None` at the end of the connection.
pub(crate) async fn request(stream: &mut AnyStream) -> Option<String> {
    let mut read = Vec::new();
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if read.len() >= end + 4 + length {
                return Some(String::from_utf8_lossy(&read).into_owned());
            }
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(length) => read.extend_from_slice(&piece[..length]),
        }
    }
}

async fn response(mut stream: AnyStream, heard: Heard, responses: Arc<Vec<Vec<u8>>>) {
    while let Some(request) = request(&mut stream).await {
        let number = {
            let mut heard = heard.0.lock().unwrap();
            heard.push(request);
            heard.len() - 1
        };
        let response = responses.get(number).or(responses.last()).unwrap();
        if stream.write_all(response).await.is_err() {
            return;
        }
        if response.windows(17).any(|piece| piece.eq_ignore_ascii_case(b"connection: close")) {
            let _ = stream.shutdown().await;
            return;
        }
    }
}

/// Creates an HTTP/1.1 response with these header lines, each of which must end with a line break.
pub(crate) fn http1(status: u16, lines: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} Whatever\r\n{lines}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Serves an HTTP/2 connection with a function from each request to its response.
pub(crate) async fn http2<F>(stream: AnyStream, mut each: F)
where
    F: FnMut(http::Request<h2::RecvStream>, SendResponse<Bytes>) + Send,
{
    let mut builder = h2::server::Builder::new();
    let Ok(mut connection) = builder.max_header_list_size(1 << 20).handshake::<_, Bytes>(stream).await else { return };
    while let Some(Ok((request, respond))) = connection.accept().await {
        each(request, respond);
    }
}

/// Sends a complete response over HTTP/2.
pub(crate) fn respond(mut to: SendResponse<Bytes>, response: http::Response<()>, body: &[u8]) {
    let mut stream = to.send_response(response, body.is_empty()).unwrap();
    if !body.is_empty() {
        stream.send_data(Bytes::copy_from_slice(body), true).unwrap();
    }
}

/// A certificate authority that a test's clients trust.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // If both had the same name, the platform's library would consider the certificate self-signed.
        params.distinguished_name.push(rcgen::DnType::CommonName, "an authority");
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn options(&self) -> TransportOptions {
        TransportOptions::new().root_certificate(self.0.pem())
    }

    /// Returns a server's TLS acceptor with a certificate for 127.0.0.1.
    pub(crate) fn acceptor(&self, protocols: &[&str]) -> TlsAcceptor {
        self.acceptor_with(CertificateParams::new(["127.0.0.1".to_owned()]).unwrap(), protocols)
    }

    pub(crate) fn acceptor_with(&self, params: CertificateParams, protocols: &[&str]) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let leaf = params.signed_by(&key, &self.0).unwrap();
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// Sends any kind of call and returns the raw body of its response.
pub(crate) async fn call(
    pipeline: &Pipeline<crate::sockets::Plain>,
    method: Method,
    safety: Safety,
    path: &str,
) -> Result<Reply<Bytes>, Error> {
    call_with(pipeline, method, safety, path, CallOptions::new()).await
}

pub(crate) async fn call_with(
    pipeline: &Pipeline<crate::sockets::Plain>,
    method: Method,
    safety: Safety,
    path: &str,
    options: CallOptions,
) -> Result<Reply<Bytes>, Error> {
    let operation = Operation::new("any", method, "/any", safety).rate(&["calls"]);
    pipeline.execute(operation, path, &options, Body::Empty).await
}

/// Checks that an error and its causes do not repeat the same words.
pub(crate) fn says_nothing_twice(error: &Error) {
    let mut texts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    for (at, text) in texts.iter().enumerate() {
        let words: Vec<&str> = text.split_whitespace().collect();
        let pieces: Vec<String> =
            if words.len() < 4 { vec![words.join(" ")] } else { words.windows(4).map(|four| four.join(" ")).collect() };
        for (other, elsewhere) in texts.iter().enumerate() {
            let repeated = pieces.iter().find(|piece| other != at && elsewhere.contains(piece.as_str()));
            assert!(repeated.is_none(), "{repeated:?} is repeated in {texts:#?}");
        }
    }
}
