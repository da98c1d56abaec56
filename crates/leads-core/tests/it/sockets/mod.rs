//! Tests the transport over real sockets: what it reports about an abandoned request, and how it connects.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod bounds;
mod certificates;
mod dead;
mod files;
mod heads;
mod lengths;
mod options;
mod packed;
mod peers;
mod proxies;
mod runtime;
mod streams;
mod unsent;

use leads_core::http::{Anonymous, BaseUrl, RetryPolicy, Timeouts};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{
    ClientConfig, FileSource, HttpResponse, Method, Multipart, Operation, Pipeline, Request, Result, Safety,
};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::{JoinHandle, JoinSet};

#[derive(Debug)]
enum Plain {}

impl Vendor for Plain {
    const NAME: &'static str = "plain";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() { Classification::applied() } else { Failure::from_status(response).into() }
    }
}

/// The three kinds of body.
#[derive(Clone, Copy, Debug)]
enum Content {
    None,
    Json,
    Files,
}

const CONTENTS: [Content; 3] = [Content::None, Content::Json, Content::Files];

/// A write that must not be applied twice.
#[derive(Clone, Debug)]
struct Make(u64, Content);

impl FromResponse<Plain> for () {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::empty(response)
    }
}

impl Request for Make {
    type Vendor = Plain;
    type Response = ();
    const OPERATION: Operation =
        Operation::new("make", Method::Post, "/made/{number}/end", Safety::NonIdempotent).rate(&["calls"]);
    fn parts(&self) -> Result<Parts> {
        let parts = Parts::new().path("number", self.0);
        match self.1 {
            Content::None => parts.empty(),
            Content::Json => parts.json(&serde_json::json!({"number": self.0})),
            Content::Files => {
                parts.multipart(Multipart::new().file("file", "a.txt", "text/plain", FileSource::from(&b"text"[..])))
            }
        }
    }
}

fn client(url: &str, config: ClientConfig) -> Pipeline<Plain> {
    config.build(BaseUrl::new(url, &[], &[]).unwrap(), Arc::new(Anonymous), ()).unwrap()
}

fn once(attempt: Duration) -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none()).timeouts(Timeouts::default().attempt(attempt))
}

/// What the other end does once it has a request.
#[derive(Clone, Copy, PartialEq)]
enum Then {
    Responds,
    RespondsOnce,
    IsSilent,
}

/// A server that records what it received on each connection.
struct Server {
    port: u16,
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
    /// The port of the connection after which no other is accepted.
    last: Arc<AtomicU16>,
    task: Option<JoinHandle<()>>,
}

impl Server {
    async fn start(then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (heard, last) = (Arc::<Mutex<Vec<Vec<u8>>>>::default(), Arc::new(AtomicU16::new(0)));
        let (all, end) = (Arc::clone(&heard), Arc::clone(&last));
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, peer)) = listener.accept().await
                && peer.port() != end.load(Ordering::SeqCst)
            {
                connections.spawn(serve(stream, then, Arc::clone(&all)));
            }
            connections.join_all().await;
        });
        Self { port, heard, last, task: Some(task) }
    }

    /// Stops accepting connections and waits until the others have ended, so that everything sent is received.
    async fn ends(&mut self) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        self.last.store(socket.local_addr().unwrap().port(), Ordering::SeqCst);
        let _last = socket.connect(([127, 0, 0, 1], self.port).into()).await.unwrap();
        self.task.take().unwrap().await.unwrap();
    }

    fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().concat()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, then: Then, all: Arc<Mutex<Vec<Vec<u8>>>>) {
    let mine = {
        let mut all = all.lock().unwrap();
        all.push(Vec::new());
        all.len() - 1
    };
    let (mut responses, mut piece) = (0, [0; 4096]);
    while let Ok(length) = stream.read(&mut piece).await {
        if length == 0 {
            break;
        }
        let requests = {
            let mut all = all.lock().unwrap();
            all[mine].extend_from_slice(&piece[..length]);
            all[mine].windows(4).filter(|four| four == b"\r\n\r\n").count()
        };
        let last = match then {
            Then::Responds => requests,
            Then::RespondsOnce => 1,
            Then::IsSilent => 0,
        };
        while responses < requests.min(last) {
            responses += 1;
            if stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.is_err() {
                return;
            }
        }
    }
}
