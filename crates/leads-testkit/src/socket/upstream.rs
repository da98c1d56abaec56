//! The mock server that runs the handler.

use super::wire::{Reader, write_headers};
use crate::engine::Engine;
use crate::{FakeRequest, FakeResponse};
use http::header::{CONNECTION, CONTENT_LENGTH, DATE, EXPECT, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue};
use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers};

/// The header with which the proxy identifies the recorded request.
const ARRIVAL: &str = "x-leads-testkit-arrival";

/// The mock server, as the proxy sees it.
pub(super) struct Upstream {
    server: MockServer,
    shared: Arc<Shared>,
}

struct Shared {
    engine: Arc<Engine>,
    /// The requests in transit from proxy to server, exactly as the client sent them.
    forwarded: Mutex<HashMap<u64, FakeRequest>>,
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").field("address", self.server.address()).finish()
    }
}

struct Bridge(Arc<Shared>);

impl Respond for Bridge {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let Shared { engine, forwarded } = &*self.0;
        let number = request.headers.get(ARRIVAL).and_then(|number| number.to_str().ok()?.parse::<u64>().ok());
        let known = number.and_then(|number| {
            let mut forwarded = forwarded.lock().unwrap_or_else(PoisonError::into_inner);
            forwarded.remove(&number).map(|request| (number, request))
        });
        let (number, request) = known.unwrap_or_else(|| {
            let request = direct(request);
            engine.began();
            (engine.record(&request, true, None), request)
        });
        let response = engine.handle(number, &request);
        engine.record_status(number, response.status);
        template(response)
    }
}

/// Converts a request that bypassed the proxy.
fn direct(request: &wiremock::Request) -> FakeRequest {
    let target = match request.url.query() {
        Some(query) => format!("{}?{query}", request.url.path()),
        None => request.url.path().to_owned(),
    };
    FakeRequest::new(request.method.clone(), &target)
        .with_headers(request.headers.clone())
        .with_body(request.body.clone())
}

fn template(response: FakeResponse) -> ResponseTemplate {
    // The mock server panics on an invalid status.
    let status = if (200..1000).contains(&response.status) { response.status } else { 500 };
    let mut template = ResponseTemplate::new(status).set_body_bytes(response.body.to_vec());
    if !response.delay.is_zero() {
        template = template.set_delay(response.delay);
    }
    for (name, value) in &response.headers {
        template = template.append_header(name.clone(), value.clone());
    }
    template
}

impl Upstream {
    pub(super) async fn start(engine: Arc<Engine>) -> Self {
        let shared = Arc::new(Shared { engine, forwarded: Mutex::default() });
        let server = MockServer::builder().disable_request_recording().start().await;
        Mock::given(matchers::any()).respond_with(Bridge(Arc::clone(&shared))).mount(&server).await;
        Self { server, shared }
    }

    pub(super) fn address(&self) -> SocketAddr {
        *self.server.address()
    }

    /// Forwards a recorded request to the server and returns its response.
    pub(super) async fn forward(&self, number: u64, request: &FakeRequest, target: &str) -> FakeResponse {
        if !self.shared.engine.keeps_arrivals() {
            return self.handle(number, request);
        }
        self.shared.forwarded.lock().unwrap_or_else(PoisonError::into_inner).insert(number, request.clone());
        let response = self.exchange(number, request, target).await;
        self.shared.forwarded.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
        response.unwrap_or_else(|error| mistake(&error.kind().to_string()))
    }

    /// Calls the handler without the mock server, which keeps every request it has matched: a test that measures memory
    /// would measure those.
    fn handle(&self, number: u64, request: &FakeRequest) -> FakeResponse {
        let engine = &self.shared.engine;
        match catch_unwind(AssertUnwindSafe(|| engine.handle(number, request))) {
            Ok(response) => {
                engine.record_status(number, response.status);
                response
            }
            Err(_) => mistake("the handler panicked"),
        }
    }

    async fn exchange(&self, number: u64, request: &FakeRequest, target: &str) -> io::Result<FakeResponse> {
        let mut headers = request.headers.clone();
        headers.remove(EXPECT);
        headers.insert(ARRIVAL, HeaderValue::from(number));
        let mut out = format!("{} {target} HTTP/1.1\r\n", request.method).into_bytes();
        write_headers(&mut out, &headers);
        out.extend_from_slice(
            format!("connection: close\r\ncontent-length: {}\r\n\r\n", request.body.len()).as_bytes(),
        );
        let mut stream = TcpStream::connect(self.address()).await?;
        stream.set_nodelay(true)?;
        stream.write_all(&out).await?;
        stream.write_all(&request.body).await?;
        let mut reader = Reader::default();
        let head = reader.head(&mut stream).await?;
        let body = reader.rest(&mut stream).await?;
        let status = head.start.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut response = FakeResponse::empty(status.ok_or(io::ErrorKind::InvalidData)?);
        response.headers = own(head.headers);
        response.body = body;
        Ok(response)
    }
}

fn mistake(why: &str) -> FakeResponse {
    FakeResponse::text(500, format!("bug in the fake: its handler returned no response ({why})"))
}

/// Returns the headers that the handler set, without those of the mock server. The date comes from the fake's clock.
fn own(mut headers: HeaderMap) -> HeaderMap {
    for name in [DATE, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(name);
    }
    headers
}
